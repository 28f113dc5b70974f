import type { RunComparison } from "./run-comparison.ts"

export type RowDirection = "improved" | "worsened"

/** By line and run, which way its score went: by the first metric that tells of it. */
export function directionsOf(
  answer: RunComparison | undefined,
): ReadonlyMap<number, ReadonlyMap<string, RowDirection>> {
  const found = new Map<number, Map<string, RowDirection>>()
  for (const { run, rows } of answer?.changed ?? [])
    for (const { line, direction } of rows) {
      const ofLine = found.get(line) ?? new Map<string, RowDirection>()
      if (!ofLine.has(run)) ofLine.set(run, direction)
      found.set(line, ofLine)
    }
  return found
}

/** Texts as they are, all else as JSON; long ones are cut, for a cell holds no more. */
export function shownText(value: unknown): string {
  if (value === undefined || value === null) return "–"
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
