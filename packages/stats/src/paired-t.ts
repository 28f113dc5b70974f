import { mean, standardDeviation } from "./sample.ts"
import { invalid } from "./stats-error.ts"
import { studentTwoSided } from "./student-t.ts"
import type { TestResult } from "./test-result.ts"

/** Two-sided paired t test on the differences variant − base; needs at least two of them. */
export function pairedTTest(differences: readonly number[]): TestResult {
  if (differences.length < 2) throw invalid("a paired t test needs at least two shared rows", "add rows")
  const centre = mean(differences)
  const spread = standardDeviation(differences)
  if (spread === 0) return { name: "paired t", p: centre === 0 ? 1 : 0 }
  const statistic = centre / (spread / Math.sqrt(differences.length))
  return { name: "paired t", statistic, p: studentTwoSided(statistic, differences.length - 1) }
}
