import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"

/** Folders whose content nobody edits here. */
const GENERATED = new Set([
  "node_modules",
  "__pycache__",
  ".promptflow",
  ".millrace",
  ".venv",
  "venv",
  ".mypy_cache",
  ".pytest_cache",
])
const MOST = 20_000

export interface Entry {
  /** Relative to where the walk began, with `/`. */
  path: string
  absolute: string
  kind: "file" | "folder"
  size: number
  updatedAt: number
}

/** Whether a name is one that lists leave out. */
export function isLeftOut(name: string): boolean {
  return GENERATED.has(name) || name === ".git" || name === ".DS_Store"
}

/** Files and folders below `folder`, folders before what is in them; links are not followed. */
export function* walk(folder: string, depth = 12, prefix = "", seen = { count: 0 }): Generator<Entry> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (isLeftOut(entry.name) || ++seen.count > MOST) continue
    const absolute = join(folder, entry.name)
    const path = prefix + entry.name
    if (entry.isDirectory()) {
      if (existsSync(join(absolute, "pyvenv.cfg"))) continue
      yield { path, absolute, kind: "folder", size: 0, updatedAt: statSync(absolute).mtimeMs }
      if (depth > 0) yield* walk(absolute, depth - 1, `${path}/`, seen)
    } else if (entry.isFile()) {
      const { size, mtimeMs } = statSync(absolute)
      yield { path, absolute, kind: "file", size, updatedAt: mtimeMs }
    }
  }
}
