import { existsSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs"
import { join } from "node:path"

/** Folders whose content nobody edits here. */
const GENERATED = new Set([
  "node_modules",
  "__pycache__",
  ".promptflow",
  ".millrace",
  ".runs",
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

export interface WalkOptions {
  /** Links are followed where `leads` says so of their real paths; without it they are left out. */
  leads?: (realPath: string) => boolean
  /** Folders below this many are not entered. */
  depth?: number
}

/** Files and folders below `folder`, folders before what is in them. */
export function* walk(folder: string, { leads, depth = 12 }: WalkOptions = {}): Generator<Entry> {
  yield* below(folder, depth, "", { count: 0, leads, above: leads ? [realpathSync.native(folder)] : [] })
}

interface Seen {
  count: number
  leads: WalkOptions["leads"]
  /** Real paths of the folders that the walk is in: a link to one of them leads round in a circle. */
  above: string[]
}

function* below(folder: string, depth: number, prefix: string, seen: Seen): Generator<Entry> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (isLeftOut(entry.name)) continue
    const absolute = join(folder, entry.name)
    const stat = entry.isSymbolicLink()
      ? statOfLink(absolute, seen)
      : statSync(absolute, { throwIfNoEntry: false })
    if (!stat || ++seen.count > MOST) continue
    const path = prefix + entry.name
    const updatedAt = stat.mtimeMs
    if (stat.isDirectory()) {
      if (existsSync(join(absolute, "pyvenv.cfg"))) continue
      yield { path, absolute, kind: "folder", size: 0, updatedAt }
      if (depth === 0) continue
      if (seen.leads) seen.above.push(realpathSync.native(absolute))
      yield* below(absolute, depth - 1, `${path}/`, seen)
      if (seen.leads) seen.above.pop()
    } else if (stat.isFile()) yield { path, absolute, kind: "file", size: stat.size, updatedAt }
  }
}

function statOfLink(absolute: string, { leads, above }: Seen): Stats | undefined {
  if (!leads) return undefined
  try {
    const real = realpathSync.native(absolute)
    return leads(real) && !above.includes(real) ? statSync(real) : undefined
  } catch {
    return undefined // it leads nowhere
  }
}
