import { readdirSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import { type Row, readRows } from "./rows.ts"

/** Data given as a file or as a folder, all of whose files are read one after the other (spec 4.1). */
export class DataFiles {
  readonly path: string
  readonly files: string[]

  constructor(path: string) {
    this.path = resolve(path)
    this.files = filesOf(this.path)
  }

  async *rows(): AsyncIterable<Row> {
    for (const file of this.files) {
      for await (const row of readRows(file)) {
        yield row.ok ? { ok: true, values: withAbsoluteImages(row.values, dirname(file)) } : row
      }
    }
  }
}

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

const IMAGE_PATH = /^data:image\/.*;path$/

/** Image paths of a row are relative to the data file (spec 4.1); nothing else is touched. */
function withAbsoluteImages(values: Dict, folder: string): Dict {
  let changed: Dict | undefined
  for (const [name, value] of values) {
    const absolute = absoluteImage(value, folder)
    if (absolute === value) continue
    changed ??= new Map(values)
    changed.set(name, absolute)
  }
  return changed ?? values
}

function absoluteImage(value: Value, folder: string): Value {
  if (Array.isArray(value)) {
    const items = value.map((item) => absoluteImage(item, folder))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!(value instanceof Map)) return value
  const [key, path] = value.size === 1 ? ([...value][0] as [string, Value]) : ["", null]
  if (IMAGE_PATH.test(key) && typeof path === "string") return new Map([[key, resolve(folder, path)]])
  const entries = Array.from(value, ([k, v]) => [k, absoluteImage(v, folder)] as const)
  return entries.some(([k, v]) => v !== value.get(k)) ? new Map(entries) : value
}
