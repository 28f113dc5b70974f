import type { StudioRun } from "@internal/schema/studio"
import type { Comparison } from "@internal/stats"

/** What `runs.compare` answers (packages/sdk/src/api/runs.ts, RunComparison), as JSON; changed rows are in `comparison`. */
export interface RunComparison {
  runs: StudioRun[]
  cost: { run: string; tokensPerLine: number; secondsPerLine: number; costPerLine: number | null }[]
  comparison: Comparison
  verdict: string
  labels: Record<string, string>
  /** What makes it doubtful; they are among the notes too. */
  warnings: string[]
  notes: string[]
}

/** A sentence with runs called as they are shown; longer names first, since one may begin another. */
export function withLabels(sentence: string, labels: Readonly<Record<string, string>>): string {
  return Object.keys(labels)
    .sort((one, other) => other.length - one.length)
    .reduce((text, run) => text.replaceAll(run, labels[run] ?? run), sentence)
}
