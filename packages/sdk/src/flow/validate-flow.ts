import { basename, join } from "node:path"
import {
  entrySource,
  type Flow,
  type FlowNode,
  planFlow,
  toolSources,
  type YamlNode,
  yamlPath,
} from "@internal/flow"
import { openPythonPool } from "@internal/python"
import { type Plan, type ToolSignature, type ToolSource, toMillraceError } from "@internal/schema"
import type { DescribedTool, ValidationDiagnostic, ValidationResult } from "../api/flows.ts"
import type { Context } from "../context.ts"
import { findFlow, loadFlow } from "./load-flow.ts"
import { chooseRuntime } from "./runtime.ts"
import { unknownFields } from "./unknown-fields.ts"

/** Everything that reading a flow's files can show to be wrong, at once (spec 1.8). Runs no code of the flow. */
export async function validateFlow(
  context: Context,
  path: string,
  manner?: Careful,
): Promise<ValidationResult> {
  const { plan, file, yaml, described } = await planWithoutRunning(context, path, manner)
  return {
    passed: plan.diagnostics.every((diagnostic) => diagnostic.severity !== "error"),
    file,
    diagnostics: withPaths(plan, file, yaml),
    unknownFields: plan.kind === "dag" ? unknownFields(yaml) : [],
    ...(manner?.signatures && { signatures: described }),
  }
}

/** Failures of what a node names as its source, which the original reports at `source.path` (spec 1.8). */
const OF_SOURCES: readonly string[] = [
  "NODE_SOURCE_MISSING",
  "TOOL_LOAD_FAILED",
  "TOOL_NOT_DEFINED",
  "TOOL_AMBIGUOUS",
  "TEMPLATE_SYNTAX",
]

function withPaths({ kind, diagnostics }: Plan, file: string, yaml: YamlNode): ValidationDiagnostic[] {
  if (kind === "prompty") return [...diagnostics]
  const nodes = yaml.entries?.get("nodes")?.node.items ?? []
  return diagnostics.map((diagnostic) => {
    const name = diagnostic.data.node_name ?? diagnostic.data.node
    const node = nodes.find((item) => item.entries?.get("name")?.node.value === name)
    const source = OF_SOURCES.includes(diagnostic.code) && node?.entries?.get("source")?.node
    const inVariant = yamlPath(yaml, diagnostic)?.path.startsWith("node_variants.")
    const place = source && !inVariant ? source.entries?.get("path")?.key : undefined
    const isHere = [file, basename(file), undefined].includes(diagnostic.file)
    const found = place ? yamlPath(yaml, place) : isHere ? yamlPath(yaml, diagnostic) : undefined
    if (!found) return diagnostic
    const { path, value } = found
    const isPlain = value === null || ["string", "number", "boolean"].includes(typeof value)
    return { ...diagnostic, path, ...(isPlain && { value: value as ValidationDiagnostic["value"] }) }
  })
}

export interface Careful {
  /**
   * Nothing of the folder is started, not even an interpreter that lies in it, and no installed package is imported for
   * it: of package tools nothing is known then. For folders that nobody has looked at.
   */
  careful?: boolean
  /** Whether what the tools take is answered too, of variants that are not chosen as well. */
  signatures?: boolean
}

/** The plan of a flow whose code was only read: what is not plain to see of it is neither known nor judged. */
export async function planWithoutRunning(
  context: Context,
  path: string,
  { careful = false, signatures: areWanted = false }: Careful = {},
): Promise<{ plan: Plan; file: string; yaml: YamlNode; described: DescribedTool[] }> {
  const { folder } = findFlow(path, context.places.cwd)
  // Python starts while the files are read; without the user's site, since it only looks at sources. None may be needed.
  const from = careful ? context.places.home : folder
  const runtime = await chooseRuntime(context, from, { install: false, report: () => {} }).catch(
    toMillraceError,
  )
  const pool = runtime instanceof Error ? undefined : runtime.pool
  await using isolated = pool && openPythonPool({ ...pool, folder, isolated: true })
  isolated?.warm()
  using loaded = loadFlow(path, context.places.cwd, process.env, { incomplete: true })
  const { flow, reader } = loaded
  const sources = sourcesOf(flow, areWanted)
  const signatures = new Map<string, ToolSignature | Error>()
  const described: DescribedTool[] = []
  const know = ({ node, source, isOwn }: CodeSource, answer: ToolSignature | Error) => {
    described.push({ source, answer })
    if (isOwn) signatures.set(node, answer)
  }
  const isPackage = (source: ToolSource) => source.type.startsWith("package") // looked up among what the user installed
  const python = sources.filter(({ isScript, source }) => !isScript && !(careful && isPackage(source)))
  if (python.length > 0) {
    if (runtime instanceof Error) throw runtime
    const hasPackages = python.some(({ source }) => isPackage(source))
    const isElsewhere = reader.root !== folder // additional_includes were merged
    await using other =
      hasPackages || isElsewhere
        ? openPythonPool({ ...runtime.pool, folder: reader.root, isolated: careful })
        : undefined
    const describer = other ?? isolated
    if (!describer) throw new TypeError("a runtime has a pool")
    const answers = await describer.describe(python.map(({ source }) => source))
    for (const [i, answer] of answers.entries()) {
      if (answer) know(python[i] as CodeSource, answer) // what is not plain to see is not judged
    }
  }
  const scripts = sources.filter(({ isScript }) => isScript)
  if (scripts.length > 0) {
    const { JavascriptRunner } = await import("../javascript/javascript-runner.ts")
    await using runner = new JavascriptRunner({ folder: reader.root, environment: {} })
    for (const script of scripts) {
      const [answer] = await runner.prepare([script.source])
      if (answer) know(script, answer)
    }
  }
  const plan = planFlow(flow, { reader, signatures, mode: "validate" })
  if (context.places.profile === "pf" && flow.kind === "dag") {
    await (await import("../tools/flow-tools-file.ts")).writeFlowTools(context, loaded)
  }
  return { plan, file: join(loaded.folder, loaded.file), yaml: flow.yaml, described }
}

interface CodeSource {
  node: string
  source: ToolSource
  isScript: boolean
  /** Of a node itself, not of a variant of one. */
  isOwn: boolean
}

/** Where the code of a flow is: of its entry, or of its nodes, and with `isAll` of all their variants. */
function sourcesOf(flow: Flow, isAll: boolean): CodeSource[] {
  const entry = entrySource(flow)
  if (entry) return [{ ...entry, isScript: entry.language === "javascript", isOwn: true }]
  const of = (node: FlowNode, isOwn: boolean) =>
    toolSources({ ...flow, nodes: [node] }).map((found) => ({
      ...found,
      isScript: node.type === "javascript" || node.type === "typescript",
      isOwn,
    }))
  const variants = isAll ? [...flow.variants.values()].flatMap((each) => [...each.variants.values()]) : []
  return [
    ...flow.nodes.flatMap((node) => of(node, true)),
    ...variants.flatMap((node) => (node ? of(node, false) : [])),
  ]
}
