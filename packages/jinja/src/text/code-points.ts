const SURROGATE = /[\ud800-\udfff]/

/** Whether indices of UTF-16 units and of Python's code points are the same. */
export function isFlat(s: string): boolean {
  return !SURROGATE.test(s)
}

/** Python's `len(s)`. */
export function pointCount(s: string): number {
  if (isFlat(s)) return s.length
  let count = 0
  for (const _ of s) count++
  return count
}

/** The characters of a string as Python counts them. */
export function points(s: string): string[] {
  return isFlat(s) ? s.split("") : Array.from(s)
}

/** The code point at an index, negative from the end; undefined outside. */
export function pointAt(s: string, index: number): string | undefined {
  if (isFlat(s)) return s[index < 0 ? s.length + index : index]
  return Array.from(s).at(index)
}

/** `s[start:end]` with indices that are already within the string. */
export function pointSlice(s: string, start: number, end?: number): string {
  return isFlat(s) ? s.slice(start, end) : Array.from(s).slice(start, end).join("")
}

/** Python's order of strings, by code point: negative, zero or positive. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  let i = 0
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (i === length) return a.length - b.length
  return order(a.charCodeAt(i)) - order(b.charCodeAt(i))
}

/** A surrogate stands for a character above U+FFFF, so it sorts after every other unit. */
function order(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}
