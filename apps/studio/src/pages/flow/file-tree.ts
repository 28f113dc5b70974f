import type { FileEntry } from "@internal/schema/studio"

/** A file or folder as the pane shows it. */
export interface ShownFile {
  path: string
  kind: FileEntry["kind"]
  /** Below the flow's folder. */
  shown: string
  name: string
  depth: number
  /** Files and folders right in it. */
  children: number
  /** Bytes. */
  size: number
}

/** What is seen of a folder's files: not what lies in folders that are closed. Entries come before what is in them. */
export function visibleFiles(
  entries: readonly FileEntry[],
  base: string,
  isOpen: (folder: ShownFile) => boolean,
): ShownFile[] {
  const children = new Map<string, number>()
  for (const { path } of entries) {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")))
    children.set(parent, (children.get(parent) ?? 0) + 1)
  }
  const closed: string[] = []
  return entries.flatMap(({ path, kind, size }) => {
    if (closed.some((folder) => path.startsWith(`${folder}/`))) return []
    const shown = path.slice(base.length)
    const parts = shown.split("/")
    const file: ShownFile = {
      ...{ path, kind, size, shown, depth: parts.length - 1 },
      name: parts.at(-1) ?? shown,
      children: children.get(path) ?? 0,
    }
    if (kind === "folder" && !isOpen(file)) closed.push(path)
    return [file]
  })
}
