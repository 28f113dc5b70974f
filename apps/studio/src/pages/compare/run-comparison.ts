import type { StudioRun } from "@internal/schema/studio"
import type { Comparison } from "@internal/stats"

/** What `runs.compare` answers (packages/sdk/src/api/runs.ts, RunComparison), as JSON. */
export interface RunComparison {
  runs: StudioRun[]
  cost: { run: string; tokensPerLine: number; secondsPerLine: number; costPerLine: number | null }[]
  comparison: Comparison
  verdict: string
  labels: Record<string, string>
  notes: string[]
  changed: {
    metric: string
    run: string
    improved: number
    worsened: number
    rows: { line: number; direction: "improved" | "worsened"; before: number; after: number }[]
  }[]
}
