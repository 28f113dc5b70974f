import { minimalChange } from "./minimal-change.ts"

/** As an editor holds a text: its lines end with `\n`. */
export function withPlainEndings(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text
}

/**
 * What an editor holds after a change of `text`, in the line endings of `text`: lines that were not touched keep theirs, new
 * ones end as its first line does.
 */
export function keepEndings(text: string, edited: string): string {
  if (!text.includes("\r")) return edited
  const change = minimalChange(withPlainEndings(text), edited)
  if (!change) return text
  const ending = /\r\n?|\n/.exec(text)?.[0] ?? "\n"
  const [from, to] = [change.from, change.to].map((at) => placeIn(text, at))
  return text.slice(0, from) + change.insert.replaceAll("\n", ending) + text.slice(to)
}

/** Where a character of the plain text stands in `text`: each `\r\n` before it is one longer. */
function placeIn(text: string, plain: number): number {
  let longer = 0
  for (let at = text.indexOf("\r\n"); at >= 0 && at - longer < plain; at = text.indexOf("\r\n", at + 2))
    longer++
  return plain + longer
}
