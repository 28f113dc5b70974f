import { formatNumber } from "./format.ts"
import { imageOf } from "./value-kind.ts"

/** Characters of a text before it folds, and how many are seen of it then. */
const LONG = 1200
const SHOWN = 400

export interface JsonLine {
  /** A JSON pointer. */
  path: string
  level: number
  key: string | null
  kind: "string" | "number" | "boolean" | "null" | "object" | "list"
  /** What is shown of it. */
  text: string
  /** What is inside and can be folded: entries, or the characters of a long text. */
  size: number
  open: boolean
  /** An image dict, which is folded until somebody asks for its text. */
  image?: unknown
}

/** The lines of a value that are to be seen: those of open lists and objects. `changed` overrides what `depth` opens. */
export function jsonLines(value: unknown, depth: number, changed: ReadonlyMap<string, boolean>): JsonLine[] {
  const lines: JsonLine[] = []
  const add = (key: string | null, each: unknown, path: string, level: number) => {
    const entries = entriesOf(each)
    const image = imageOf(each) ? each : undefined
    const opens = image === undefined && level < depth && entries.length <= 50
    const isLong = typeof each === "string" && each.length > LONG
    const size = isLong ? each.length : entries.length
    const open = size > 0 && (changed.get(path) ?? (opens && !isLong))
    lines.push({
      path,
      level,
      key,
      ...shownAs(each, size, open),
      size,
      open,
      ...(image !== undefined && { image }),
    })
    if (open)
      for (const [name, inner] of entries)
        add(name, inner, `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, level + 1)
  }
  add(null, value, "", 0)
  return lines
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : []
}

function shownAs(value: unknown, size: number, open: boolean): Pick<JsonLine, "kind" | "text"> {
  if (Array.isArray(value))
    return { kind: "list", text: open ? "[" : size === 0 ? "[]" : `[ ${counted(size, "item")} ]` }
  if (typeof value === "object" && value !== null)
    return {
      kind: "object",
      text: open ? "{" : size === 0 ? "{}" : `{ ${counted(size, "entry", "entries")} }`,
    }
  if (typeof value === "string" && size > 0 && !open)
    return {
      kind: "string",
      text: `${JSON.stringify(value.slice(0, SHOWN)).slice(0, -1)}… ${formatNumber(size)} characters`,
    }
  if (typeof value === "string") return { kind: "string", text: JSON.stringify(value) }
  if (typeof value === "number") return { kind: "number", text: String(value) }
  if (typeof value === "boolean") return { kind: "boolean", text: String(value) }
  return { kind: "null", text: "null" }
}

const counted = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`
