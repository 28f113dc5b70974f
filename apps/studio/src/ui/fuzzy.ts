export interface FuzzyMatch {
  /** Higher is better; 0 for an empty query. */
  score: number
  /** Places of the text that matched, from (inclusive) to (exclusive). */
  ranges: [from: number, to: number][]
}

const boundary = (text: string, at: number): boolean => {
  if (at === 0) return true
  const before = text[at - 1] as string
  const here = text[at] as string
  return /[\s\-_./:${}]/.test(before) || (before === before.toLowerCase() && here !== here.toLowerCase())
}

/**
 * Whether the letters of the query stand in the text in this order; each word of the query by itself, in any order.
 * A whole occurrence counts most, then starts of words, then letters that stand together.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = words.map((word) => matchWord(word, text))
  if (found.some((match) => match === null)) return null
  const matches = found as FuzzyMatch[]
  return {
    score: matches.reduce((sum, { score }) => sum + score, 0) - (words.length ? text.length / 200 : 0),
    ranges: joined(matches.flatMap(({ ranges }) => ranges)),
  }
}

function matchWord(word: string, text: string): FuzzyMatch | null {
  const lower = text.toLowerCase()
  const whole = bestOccurrence(word, lower, text)
  if (whole !== -1)
    return {
      score: 20 + word.length * 3 + (boundary(text, whole) ? 10 : 0) + (whole === 0 ? 5 : 0),
      ranges: [[whole, whole + word.length]],
    }
  return scattered(word, lower, text)
}

function bestOccurrence(word: string, lower: string, text: string): number {
  const first = lower.indexOf(word)
  for (let at = first; at !== -1; at = lower.indexOf(word, at + 1)) if (boundary(text, at)) return at
  return first
}

/** Prefers starts of words, and goes on from there where the rest can still be found. */
function scattered(word: string, lower: string, text: string): FuzzyMatch | null {
  const ranges: [number, number][] = []
  let score = 0
  let from = 0
  for (let at = 0; at < word.length; at++) {
    const letter = word[at] as string
    let place = lower.indexOf(letter, from)
    if (place === -1) return null
    if (place !== from || at === 0)
      for (let next = place; next !== -1; next = lower.indexOf(letter, next + 1))
        if (boundary(text, next) && subsequence(word.slice(at + 1), lower, next + 1)) {
          place = next
          break
        }
    const together = place === from && at > 0
    score += 1 + (together ? 2 : 0) + (boundary(text, place) ? 3 : 0)
    ranges.push([place, place + 1])
    from = place + 1
  }
  return { score, ranges }
}

function subsequence(letters: string, text: string, from: number): boolean {
  let at = from
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

function joined(ranges: [number, number][]): [number, number][] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  const result: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = result.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}

/** Those that match, best first; in their own order where nothing is asked or they match equally. */
export function fuzzyFilter<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => string,
): { item: T; match: FuzzyMatch }[] {
  const found = items.flatMap((item) => {
    const match = fuzzyMatch(query, textOf(item))
    return match ? [{ item, match }] : []
  })
  return query.trim() ? found.sort((a, b) => b.match.score - a.match.score) : found
}
