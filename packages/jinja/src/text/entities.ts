import { ENTITIES } from "./entities.generated.ts"

let names: Map<string, string> | undefined

/** Numeric references that browsers read as Windows-1252. */
const WINDOWS =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90" +
  "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178"

function numeric(code: number): string {
  if (code === 0) return "\ufffd"
  if (code === 13) return "\r"
  if (code >= 0x80 && code <= 0x9f) return WINDOWS[code - 0x80] as string
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return "\ufffd"
  const invalid =
    code < 9 ||
    code === 11 ||
    (code > 13 && code < 32) ||
    (code >= 127 && code < 160) ||
    (code >= 0xfdd0 && code <= 0xfdef) ||
    (code & 0xfffe) === 0xfffe
  return invalid ? "" : String.fromCodePoint(code)
}

function named(name: string): string {
  if (!names) {
    const parts = ENTITIES.split(" ")
    names = new Map()
    for (let i = 0; i < parts.length; i += 2) names.set(parts[i] as string, parts[i + 1] as string)
  }
  const whole = names.get(name)
  if (whole !== undefined) return whole
  for (let end = name.length - 1; end > 1; end--) {
    const text = names.get(name.slice(0, end))
    if (text !== undefined) return text + name.slice(end)
  }
  return `&${name}`
}

/** Python's `html.unescape(s)`. */
export function unescapeHtml(s: string): string {
  if (!s.includes("&")) return s
  return s.replace(/&(#\d+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/g, (_, reference: string) => {
    if (reference[0] !== "#") return named(reference)
    const hex = reference[1] === "x" || reference[1] === "X"
    return numeric(Number.parseInt(reference.slice(hex ? 2 : 1), hex ? 16 : 10))
  })
}

/** MarkupSafe's `striptags`: tags and comments removed, space collapsed, entities resolved. */
export function stripTags(s: string, collapse: (s: string) => string): string {
  let out = ""
  let at = 0
  for (;;) {
    const start = s.indexOf("<", at)
    if (start < 0) break
    const comment = s.startsWith("<!--", start)
    const end = comment ? s.indexOf("-->", start + 4) : s.indexOf(">", start)
    if (end < 0) break
    out += s.slice(at, start)
    at = end + (comment ? 3 : 1)
  }
  return unescapeHtml(collapse(out + s.slice(at)))
}
