import type { Finding } from "./compare-scores.ts"
import type { Direction, Outcome } from "./comparison.ts"

/** The word for a finding, by its corrected p value. */
export function outcomeOf(
  finding: Finding,
  p: number | undefined,
  alpha: number,
  better: Direction,
): Outcome {
  if (finding.identical) return "same"
  if (p === undefined || p >= alpha || !finding.difference) return "undecided"
  return finding.difference > 0 === (better === "higher") ? "better" : "worse"
}
