import type { NodeOutline } from "@internal/flow"
import type { GivenFile } from "../../ui/given-files.ts"

/** Files that are uploaded, and which of them are there already. */
export interface UploadPlan {
  files: GivenFile[]
  clashes: string[]
}

export function planUpload(files: GivenFile[], there: ReadonlySet<string>): UploadPlan {
  return { files, clashes: files.map(({ path }) => path).filter((path) => there.has(path)) }
}

/** A path beside one that is taken: `notes.md`, `notes-2.md`. */
export function besideName(path: string, taken: ReadonlySet<string>): string {
  const [, stem = path, ending = ""] = /^(.*[^/])(\.[^./]+)$/.exec(path) ?? []
  for (let at = 2; ; at++) {
    const name = `${stem}-${at}${ending}`
    if (!taken.has(name)) return name
  }
}

/**
 * Where the file of a node that comes from elsewhere may lie: below the flow's folder, in nothing that is hidden. What is on a
 * clipboard may be anybody's.
 */
export function clipPath(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== "" && part !== ".")
  const isPlain = !/^[\\/]|^[A-Za-z]:/.test(path) && parts.every((part) => !part.startsWith("."))
  if (isPlain && parts.length > 0) return parts.join("/")
  return (parts.at(-1) ?? "").replace(/^\.+/, "") || "file.txt"
}

/** Names of the nodes that have a file, or one in a folder, as their code or prompt. */
export function nodesOf(nodes: readonly NodeOutline[], path: string): string[] {
  const isIn = (source: string | undefined) => source === path || source?.startsWith(`${path}/`)
  return nodes
    .filter((node) => [node, ...node.variants].some(({ source }) => isIn(source?.path)))
    .map(({ name }) => name)
}
