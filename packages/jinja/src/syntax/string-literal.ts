import { readEscapes } from "@internal/value"

/** Characters above ASCII as escapes, so that they pass through unchanged. */
function asciiOnly(s: string): string {
  return s.replace(/[\u0080-\u{10ffff}]/gu, (c) => {
    const code = c.codePointAt(0) ?? 0
    const hex = code.toString(16)
    if (code < 0x100) return `\\x${hex}`
    return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`
  })
}

/** The value of a string literal's inside, as Jinja2 reads it: by way of ASCII and `unicode-escape`. */
export function unescapeLiteral(inside: string): string {
  return inside.includes("\\") ? readEscapes(asciiOnly(inside)) : inside
}
