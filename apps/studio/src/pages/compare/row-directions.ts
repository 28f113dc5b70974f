import type { StudioLine } from "@internal/schema/studio"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import type { RunComparison } from "./run-comparison.ts"

export type RowDirection = "improved" | "worsened"
/** What a metric says of a line in a run, against the base. */
export interface RowScore {
  direction: RowDirection
  /** It went from wrong to right, or back. */
  flipped: boolean
  before: number
  after: number
}
/** By line, then by run; a line whose score is the same in all runs is missing. */
export type RowScores = ReadonlyMap<number, ReadonlyMap<string, RowScore>>

/** Metrics that have a score for each line, in the order of the comparison. */
export function scoredMetrics(answer: RunComparison | undefined): string[] {
  return (answer?.comparison.metrics ?? [])
    .filter(({ variants }) => variants.some(({ changes }) => changes !== undefined))
    .map(({ metric }) => metric)
}

/** Which way the score of each line went, by one metric; by the first that has scores where it is not named. */
export function rowScores(answer: RunComparison | undefined, metric?: string): RowScores {
  const name = metric ?? scoredMetrics(answer)[0]
  const found = new Map<number, Map<string, RowScore>>()
  const compared = answer?.comparison.metrics.find((one) => one.metric === name)
  for (const { run, changes } of compared?.variants ?? []) {
    if (!changes) continue
    for (const [direction, rows] of [
      ["improved", changes.rowsImproved],
      ["worsened", changes.rowsWorsened],
    ] as const)
      for (const { key, before, after } of rows) {
        const line = Number(key)
        const ofLine = found.get(line) ?? new Map<string, RowScore>()
        const flipped = compared?.kind === "binary" && before < 0.5 !== after < 0.5
        found.set(line, ofLine.set(run, { direction, flipped, before, after }))
      }
  }
  return found
}

export const ROW_FILTERS = [
  { value: "all", label: "All" },
  { value: "changed", label: "Changed" },
  { value: "worse", label: "Got worse" },
  { value: "better", label: "Got better" },
  { value: "flipped", label: "Flipped" },
  { value: "failed", label: "Failed" },
] as const
export type RowFilter = (typeof ROW_FILTERS)[number]["value"]

/** Whether a filter shows a line. `flipped`: right in one run and wrong in another, or done in one alone. */
export function isShown(
  filter: RowFilter,
  line: JoinedLine,
  others: readonly string[],
  scores: RowScores,
): boolean {
  const ofLine = [...(scores.get(line.line)?.values() ?? [])]
  const lines = [line, ...others.map((name) => line.others[name])]
  const isDone = (one: StudioLine | undefined) => one?.status === "done"
  switch (filter) {
    case "all":
      return true
    case "changed":
      return lines.some((one) => isChanged(line, one))
    case "worse":
      return ofLine.some(({ direction }) => direction === "worsened")
    case "better":
      return ofLine.some(({ direction }) => direction === "improved")
    case "failed":
      return !lines.every(isDone)
    case "flipped":
      return ofLine.some(({ flipped }) => flipped) || (lines.some(isDone) && !lines.every(isDone))
  }
}

const isChanged = (line: StudioLine, other: StudioLine | undefined): boolean =>
  other?.status !== line.status || JSON.stringify(other?.outputs) !== JSON.stringify(line.outputs)

/** Texts as they are, all else as JSON; long ones are cut, for a cell holds no more. */
export function shownText(value: unknown): string {
  if (value === undefined || value === null) return "–"
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
