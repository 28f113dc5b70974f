import type { Comparison } from "@internal/stats"

/** What a reader has to know of the whole: the rows, the correction, the repeats. */
export function comparisonNotes(comparison: Comparison, labels: Readonly<Record<string, string>>): string[] {
  const { rows, correction, repeats, level } = comparison
  const notes = [`${rows.shared} shared rows; intervals at ${Math.round(level * 100)} %, not corrected.`]
  if (repeats) {
    const times = Object.entries(repeats).map(([arm, runs]) => `${labels[arm] ?? arm} ${runs.length}`)
    notes.push(
      `Runs per variant: ${times.join(", ")}. Repeats of a row count as one row, with the mean of their scores.`,
    )
  }
  const several = correction.families.filter(({ tests }) => tests > 1)
  for (const { metrics, tests } of several) {
    const named = metrics.length > 3 ? `${metrics.length} metrics` : metrics.join(", ")
    notes.push(
      `p values of ${named} are corrected for ${tests} comparisons by ${correction.method}'s method.`,
    )
  }
  const more = comparison.segments?.metrics[0]?.tests ?? 0
  if (more > 1)
    notes.push(
      `p values of segments are corrected for ${more} comparisons per metric by ${correction.method}'s method.`,
    )
  return notes
}

/** A sentence with arms called as they are shown; longer names first, since one may begin another. */
export function withLabels(text: string, arms: readonly string[], label: (arm: string) => string): string {
  return arms
    .toSorted((a, b) => b.length - a.length)
    .reduce((sentence, arm) => sentence.replaceAll(arm, label(arm)), text)
}
