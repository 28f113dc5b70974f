import { JsonSyntaxError, parse } from "@internal/value"

/** Where in a text something is wrong; lines and columns count from 1. */
export interface TextProblem {
  problem: string
  line: number
  column: number
}

/** The value that JSON says, or what is wrong with it and where. */
export function readJson(text: string): { value: unknown } | TextProblem {
  try {
    return { value: JSON.parse(text) }
  } catch {
    // the browser's sentence says no place that could be counted on
  }
  try {
    parse(text)
  } catch (thrown) {
    if (thrown instanceof JsonSyntaxError)
      return { problem: sentence(thrown.message), ...placeIn(text, thrown.offset) }
  }
  return { problem: "this is not JSON", line: 1, column: 1 }
}

export function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") }
}

/** Where the keys of the outermost object are, by name. */
export function topKeys(text: string): Map<string, number> {
  const keys = new Map<string, number>()
  let depth = 0
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    const [token] = match
    if (token === "{" || token === "[") depth++
    else if (token === "}" || token === "]") depth--
    else if (depth === 1 && /^\s*:/.test(text.slice(match.index + token.length))) {
      const name: unknown = JSON.parse(token)
      if (typeof name === "string" && !keys.has(name)) keys.set(name, match.index)
    }
  }
  return keys
}

/** "Expecting value: line 2 column 5 (char 9)" without the place, which is shown as one. */
function sentence(message: string): string {
  return message.replace(/: line \d+ column \d+ \(char \d+\)$/, "")
}
