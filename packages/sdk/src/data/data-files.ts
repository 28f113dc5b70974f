import { readdirSync, statSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { type MessageFormat, mapImagePaths } from "@internal/engine"
import { MillraceError } from "@internal/schema"
import type { Dict } from "@internal/value"
import { isJsonLines, isKnownFormat, type Row, readRows } from "./rows.ts"

/** Data given as a file or as a folder, all of whose files are read one after the other (spec 4.1). */
export class DataFiles {
  readonly path: string
  readonly files: string[]
  readonly #warn: (message: string) => void
  readonly #ignored = new Map<string, boolean>()

  /** `warn` is told of files that are in no known format and therefore left out. */
  constructor(path: string, warn: (message: string) => void = () => {}) {
    this.path = resolve(path)
    this.files = filesOf(this.path)
    this.#warn = warn
  }

  /** `format` says which dicts of a row are images (spec 2.5). */
  async *rows(format: MessageFormat = "basic"): AsyncIterable<Row> {
    for (const file of this.files) {
      if (await this.#isIgnored(file)) continue
      for await (const row of readRows(file)) {
        yield row.ok ? { ok: true, values: withAbsoluteImages(row.values, dirname(file), format) } : row
      }
    }
  }

  /** A file without a known ending is read as jsonl, or not at all. */
  async #isIgnored(file: string): Promise<boolean> {
    if (isKnownFormat(file)) return false
    const known = this.#ignored.get(file)
    if (known !== undefined) return known
    const ignored = !(await isJsonLines(file))
    this.#ignored.set(file, ignored)
    if (ignored) this.#warn(`File ${basename(file)} is not supported format: ${FORMATS}. Ignoring it.`)
    return ignored
  }
}

const FORMATS = "csv, tsv, json, jsonl, parquet"

function filesOf(path: string): string[] {
  let stats: ReturnType<typeof statSync>
  try {
    stats = statSync(path)
  } catch {
    throw new MillraceError("DATA_NOT_FOUND", { path })
  }
  if (!stats.isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Image paths of a row are relative to the data file (spec 4.1); nothing else is touched. */
function withAbsoluteImages(values: Dict, folder: string, format: MessageFormat): Dict {
  let changed: Dict | undefined
  for (const [name, value] of values) {
    const absolute = mapImagePaths(value, format, (path) => resolve(folder, path))
    if (absolute === value) continue
    changed ??= new Map(values)
    changed.set(name, absolute)
  }
  return changed ?? values
}
