import { repr } from "@internal/value"

/** Python's `ascii(v)`: the repr with everything above ASCII escaped. */
export function ascii(v: unknown): string {
  return repr(v).replace(/[\u0080-\u{10ffff}]/gu, (c) => {
    const code = c.codePointAt(0) ?? 0
    const hex = code.toString(16)
    if (code < 0x100) return `\\x${hex}`
    return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`
  })
}
