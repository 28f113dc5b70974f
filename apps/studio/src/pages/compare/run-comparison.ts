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
  const names = Object.keys(labels).sort((one, other) => other.length - one.length)
  if (names.length === 0) return sentence
  const whole = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")
  const any = new RegExp(`(?<![\\w.-])(?:${whole})(?![\\w-])`, "g") // and not a part of another word
  return sentence.replaceAll(any, (name) => labels[name] ?? name)
}

/** More sentences than these are no verdict at a glance: each stands with its run in the rows of the metric. */
const SENTENCES = 2
const OUTCOMES = ["better", "worse", "same", "undecided"] as const

/** The metric that the verdict is about. */
export function primaryOf({ metrics, primary }: Comparison): Comparison["metrics"][number] | undefined {
  return metrics.find(({ metric }) => metric === primary) ?? metrics[0]
}

/** The verdict on the primary metric; of many runs how many are better and worse than the base. */
export function verdictInShort({ comparison, verdict, labels }: RunComparison): string {
  const primary = primaryOf(comparison)
  if (!primary || primary.variants.length <= SENTENCES) return verdict
  const parts = OUTCOMES.flatMap((outcome) => {
    const runs = primary.variants
      .filter((one) => one.outcome === outcome)
      .map(({ run }) => labels[run] ?? run)
    if (runs.length === 0) return []
    const are = runs.length === 1 ? "is" : "are"
    const said = {
      better: `${are} better`,
      worse: `${are} worse`,
      same: `${are} the same on each line`,
      undecided: "cannot be told from it yet",
    }[outcome]
    return [`${runs.join(", ")} ${said}`]
  })
  return `Against ${labels[comparison.base] ?? comparison.base} on ${primary.metric}: ${parts.join("; ")}.`
}

/** With runs called by their display names, where they have nothing better than their names and the display names differ. */
export function withDisplayNames(answer: RunComparison): RunComparison {
  const own = answer.runs.map(({ name, displayName }) => [name, displayName.replaceAll("\n", " ")] as const)
  const isPlain = own.every(([name]) => answer.labels[name] === name)
  if (!isPlain || new Set(own.map(([, shown]) => shown)).size < own.length) return answer
  const labels = Object.fromEntries(own)
  const said = (text: string) => withLabels(text, labels)
  return {
    ...answer,
    labels,
    comparison: {
      ...answer.comparison,
      metrics: answer.comparison.metrics.map((metric) => ({
        ...metric,
        variants: metric.variants.map((one) => ({ ...one, verdict: said(one.verdict) })),
      })),
    },
    verdict: said(answer.verdict),
    warnings: answer.warnings.map(said),
    notes: answer.notes.map(said),
  }
}
