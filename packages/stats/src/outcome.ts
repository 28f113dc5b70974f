import type { Finding } from "./compare-scores.ts"
import type { Direction, Outcome } from "./comparison.ts"

/** The word for a finding, by its corrected p value; one without a test is as open as its verdict says, also where nothing differs. */
export function outcomeOf(
  finding: Finding,
  p: number | undefined,
  { alpha, family, better }: { alpha: number; family: number; better: Direction },
): Outcome {
  if (finding.test === undefined) return "undecided"
  if (finding.identical) return "same"
  if (p === undefined || p >= alpha || !finding.difference) return "undecided"
  if (finding.confirms?.(alpha / family) === false) return "undecided"
  return finding.difference > 0 === (better === "higher") ? "better" : "worse"
}
