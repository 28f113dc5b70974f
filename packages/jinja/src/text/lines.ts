// biome-ignore lint/suspicious/noControlCharactersInRegex: Python breaks lines at these too.
const BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g

/** Python's `s.splitlines(keepends)`. */
export function splitLines(s: string, keepEnds = false): string[] {
  const lines: string[] = []
  let start = 0
  for (const match of s.matchAll(BREAK)) {
    const end = match.index + match[0].length
    lines.push(s.slice(start, keepEnds ? end : match.index))
    start = end
  }
  if (start < s.length) lines.push(s.slice(start))
  return lines
}
