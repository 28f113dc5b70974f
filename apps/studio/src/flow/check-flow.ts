import { planFlow, readFlow, toolSources } from "@internal/flow"
import type { FolderReader, ToolSignature, ToolSource } from "@internal/schema"
import { type DescribedToolJson, type FlowDiagnostic, readDescribedTool } from "@internal/schema/studio"

/** A DAG flow as the page has it, with what the server knows of its tools. */
export interface FlowTexts {
  /** What stands for the folder in messages. */
  root: string
  file: string
  /** Texts by path as the flow writes them; null: it is not there. */
  texts: Readonly<Record<string, string | null>>
  /** Files of the folder, also those whose text is not known. */
  names: readonly string[]
  tools: readonly DescribedToolJson[]
}

export interface CheckedFlow {
  diagnostics: FlowDiagnostic[]
  /** Files whose text would tell more. */
  wanted: string[]
}

/** What `millrace flow validate` would say of these texts, in its words. Files that nobody has looked for count as there. */
export function checkFlow({ root, file, texts, names, tools }: FlowTexts): CheckedFlow {
  const wanted = new Set<string>()
  const reader = readerOf({ root, texts, names, wanted })
  const flow = readFlow(reader, file)
  const answers = new Map(
    tools.map((tool) => {
      const { source, answer } = readDescribedTool(tool)
      return [keyOf(source), answer] as const
    }),
  )
  const signatures = new Map<string, ToolSignature | Error>()
  for (const { node, source } of toolSources(flow)) {
    const answer = answers.get(keyOf(source))
    if (answer) signatures.set(node, answer)
  }
  const plan = planFlow(flow, { reader, signatures, mode: "validate" })
  const diagnostics = plan.diagnostics.map(
    ({ code, severity, message, hint, file: at, line, column, length }) => ({
      ...{ code, severity, message, file: at },
      ...(hint && { hint }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      ...(length !== undefined && { length }),
    }),
  )
  return { diagnostics, wanted: [...wanted] }
}

function keyOf(source: ToolSource): string {
  return JSON.stringify(Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function readerOf({
  root,
  texts,
  names,
  wanted,
}: Pick<FlowTexts, "root" | "texts" | "names"> & { wanted: Set<string> }): FolderReader {
  const listed = new Set(names)
  const isFolder = (path: string) => names.some((name) => name.startsWith(`${path}/`))
  const known = (path: string) => Object.hasOwn(texts, path)
  return {
    root,
    exists(given) {
      const path = plainPath(given)
      if (known(path)) return texts[path] !== null
      if (listed.has(path) || isFolder(path)) return true
      wanted.add(path)
      return true
    },
    read(given) {
      const path = plainPath(given)
      if (known(path)) return texts[path]?.replace(/^\uFEFF/, "") ?? undefined
      if (isFolder(path)) return undefined
      wanted.add(path)
      return ""
    },
    names(given) {
      const folder = plainPath(given)
      const prefix = folder === "" || folder === "." ? "" : `${folder}/`
      const inside = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
      return [...new Set(inside.map((name) => name.split("/", 1)[0] as string))]
    },
  }
}

/** `./a/../b.py` as `b.py`. */
export function plainPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split("/")) {
    if (part === "." || part === "") continue
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop()
    else parts.push(part)
  }
  return parts.join("/")
}
