import { SPACE, stripEnd, stripStart } from "./whitespace.ts"

const FIRST_SPACES = new RegExp(`[${SPACE}]+`)
const LAST_WORD = new RegExp(`[^${SPACE}]+$`)

/** Python's `s.split(None, limit)`; no limit when it is negative. */
export function splitWords(s: string, limit: number): string[] {
  const out: string[] = []
  let rest = stripStart(s)
  while (rest !== "") {
    const gap = out.length === limit ? undefined : FIRST_SPACES.exec(rest)
    if (!gap) {
      out.push(rest)
      break
    }
    out.push(rest.slice(0, gap.index))
    rest = rest.slice(gap.index + gap[0].length)
  }
  return out
}

/** Python's `s.rsplit(None, limit)`. */
export function splitWordsRight(s: string, limit: number): string[] {
  const out: string[] = []
  let rest = stripEnd(s)
  while (rest !== "") {
    if (out.length === limit) {
      out.push(rest)
      break
    }
    const word = LAST_WORD.exec(rest)?.[0] ?? rest
    out.push(word)
    rest = stripEnd(rest.slice(0, rest.length - word.length))
  }
  return out.reverse()
}

export function splitOn(s: string, separator: string, limit: number): string[] {
  const parts = s.split(separator)
  if (limit < 0 || parts.length <= limit + 1) return parts
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)]
}

export function splitOnRight(s: string, separator: string, limit: number): string[] {
  const out: string[] = []
  let end = s.length
  while (limit < 0 || out.length < limit) {
    const at = end < separator.length ? -1 : s.lastIndexOf(separator, end - separator.length)
    if (at < 0) break
    out.push(s.slice(at + separator.length, end))
    end = at
  }
  out.push(s.slice(0, end))
  return out.reverse()
}
