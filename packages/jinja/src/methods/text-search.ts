import { typeName } from "@internal/value"
import { typeError, valueError } from "../error.ts"
import { isFlat, points } from "../text/code-points.ts"
import { isStr, textOf } from "../values/markup.ts"
import { Tuple } from "../values/tuple.ts"
import { searchBounds, textArgument } from "./arguments.ts"
import type { MethodTable } from "./method.ts"

type Place = readonly [value: unknown, start: unknown, end: unknown]

/** The part of the text to search, as a string, and where it starts; undefined when the bounds leave nothing. */
function part(s: string, start: unknown, end: unknown): { text: string; from: number } | undefined {
  const flat = isFlat(s)
  const characters = flat ? undefined : points(s)
  const length = characters?.length ?? s.length
  const [from, to] = searchBounds(length, start, end)
  if (from > Math.min(to, length)) return undefined
  return { text: characters ? characters.slice(from, to).join("") : s.slice(from, to), from }
}

function find(s: string, [value, start, end]: Place, last: boolean): number {
  const wanted = textArgument(value, "must be str")
  const where = part(s, start, end)
  if (!where) return -1
  const at = last ? where.text.lastIndexOf(wanted) : where.text.indexOf(wanted)
  if (at < 0) return -1
  return where.from + (isFlat(where.text) ? at : points(where.text.slice(0, at)).length)
}

function index(s: string, place: Place, last: boolean): number {
  const at = find(s, place, last)
  return at < 0 ? valueError("substring not found") : at
}

function count(s: string, [value, start, end]: Place): number {
  const wanted = textArgument(value, "must be str")
  const where = part(s, start, end)
  if (!where) return 0
  return wanted === "" ? points(where.text).length + 1 : where.text.split(wanted).length - 1
}

function affix(name: "startswith" | "endswith", s: string, [value, start, end]: Place): boolean {
  const where = part(s, start, end)
  const matches = (v: string | { text: string }) => {
    const wanted = typeof v === "string" ? v : v.text
    return (
      where !== undefined &&
      (name === "startswith" ? where.text.startsWith(wanted) : where.text.endsWith(wanted))
    )
  }
  if (isStr(value)) return matches(textOf(value))
  if (!(value instanceof Tuple)) {
    typeError(`${name} first arg must be str or a tuple of str, not ${typeName(value)}`)
  }
  for (const item of value.items) {
    if (!isStr(item)) typeError(`tuple for ${name} must only contain str, not ${typeName(item)}`)
    if (matches(textOf(item))) return true
  }
  return false
}

/** `str.find()` and its kin. */
export function addTextSearch(table: MethodTable<string>): void {
  table
    .parsed("find", 1, 3, (s, value, start, end) => find(s, [value, start, end], false))
    .parsed("rfind", 1, 3, (s, value, start, end) => find(s, [value, start, end], true))
    .parsed("index", 1, 3, (s, value, start, end) => index(s, [value, start, end], false))
    .parsed("rindex", 1, 3, (s, value, start, end) => index(s, [value, start, end], true))
    .parsed("count", 1, 3, (s, value, start, end) => count(s, [value, start, end]))
    .parsed("startswith", 1, 3, (s, value, start, end) => affix("startswith", s, [value, start, end]))
    .parsed("endswith", 1, 3, (s, value, start, end) => affix("endswith", s, [value, start, end]))
}
