/** What Python's `str.isspace` and `\s` accept, as the inside of a character class. JavaScript's `\s` differs. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"

const SPACES = new RegExp(`[${SPACE}]+`, "g")
const ONLY_SPACE = new RegExp(`^[${SPACE}]+$`)
const SPACE_CHARACTER = new RegExp(`^[${SPACE}]$`)

export function isSpace(s: string): boolean {
  return ONLY_SPACE.test(s)
}

export function stripStart(s: string): string {
  let i = 0
  while (i < s.length && SPACE_CHARACTER.test(s[i] as string)) i++
  return s.slice(i)
}

export function stripEnd(s: string): string {
  let i = s.length
  while (i > 0 && SPACE_CHARACTER.test(s[i - 1] as string)) i--
  return s.slice(0, i)
}

export function strip(s: string): string {
  return stripStart(stripEnd(s))
}

/** Python's `s.split()`. */
export function words(s: string): string[] {
  return s.split(SPACES).filter((word) => word !== "")
}
