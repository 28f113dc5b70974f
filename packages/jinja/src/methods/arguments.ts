import { typeName } from "@internal/value"
import { typeError } from "../error.ts"
import { isStr, textOf } from "../values/markup.ts"
import { isIndex } from "../values/number.ts"

/** An integer argument. */
export function integerArgument(v: unknown): number {
  return isIndex(v) ? Number(v) : typeError(`'${typeName(v)}' object cannot be interpreted as an integer`)
}

/** A string argument; `wanted` starts the message before "not int". */
export function textArgument(v: unknown, wanted: string): string {
  return isStr(v) ? textOf(v) : typeError(`${wanted}, not ${typeName(v)}`)
}

/** Start and end of a search within `length` items; None and a missing one mean the end of the sequence. */
export function searchBounds(length: number, start: unknown, end: unknown): [number, number] {
  return [bound(length, start, 0), bound(length, end, length)]
}

function bound(length: number, v: unknown, fallback: number): number {
  if (v === undefined || v === null) return fallback
  if (!isIndex(v)) typeError("slice indices must be integers or None or have an __index__ method")
  const at = Number(v)
  return at < 0 ? Math.max(0, at + length) : at
}
