import type { Comparison } from "@internal/stats"
import type { Subject } from "./subject.ts"

/** What a reader has to know of the whole: the rows, the correction, the repeats. */
export function comparisonNotes(comparison: Comparison, labels: Readonly<Record<string, string>>): string[] {
  const { rows, correction, repeats, level } = comparison
  const shared = `${rows.shared} shared ${rows.shared === 1 ? "row" : "rows"}`
  const notes = [`${shared}; intervals at ${Math.round(level * 100)} %, not corrected.`]
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
  return [...notes, ...directionNote(comparison)]
}

const LISTED = 5

/** Metrics that some run logged and that are not compared, and why. */
export function uncomparedNotes({ metrics }: Comparison, subjects: readonly Subject[]): string[] {
  const compared = new Set(metrics.map(({ metric }) => metric))
  const names = new Set(subjects.flatMap(({ logged }) => [...logged.keys()]))
  const reasons = [...names].flatMap((name) => {
    if (compared.has(name)) return []
    const lacking = subjects.find(({ logged }) => !logged.has(name))
    if (lacking) return [`${name} (not in ${lacking.run.name})`]
    const odd = subjects.find((subject) => !Object.hasOwn(subject.compared.metrics, name))
    return odd ? [`${name} (no number in ${odd.run.name})`] : []
  })
  if (reasons.length === 0) return []
  const more = reasons.length > LISTED ? ` and ${reasons.length - LISTED} more` : ""
  return [`Not compared: ${reasons.slice(0, LISTED).join(", ")}${more}.`]
}

/** Which way each metric is taken to be better: that comes from its name, and the reader may know otherwise. */
function directionNote({ metrics }: Comparison): string[] {
  const lower = metrics.filter(({ better }) => better === "lower").map(({ metric }) => metric)
  if (metrics.length === 0) return []
  if (lower.length === 0) return ["Higher is taken to be better."]
  if (lower.length === metrics.length) return ["Lower is taken to be better."]
  const named = lower.length > LISTED ? `${lower.length} metrics` : lower.join(", ")
  return [`Lower is taken to be better on ${named}, higher on the others.`]
}
