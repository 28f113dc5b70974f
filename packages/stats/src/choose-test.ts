import { pairedTTest } from "./paired-t.ts"
import { skewness } from "./sample.ts"
import type { TestResult } from "./test-result.ts"
import { wilcoxonTest } from "./wilcoxon.ts"

/**
 * The one rule for continuous scores: the paired t test when there are at least 15 differences and at least 25 times
 * their squared skewness (Cochran's rule for when a mean is normal enough), else Wilcoxon's signed rank test.
 * Binary scores always take the exact McNemar test.
 */
export function prefersTTest(differences: readonly number[]): boolean {
  const skew = skewness(differences)
  const varied = differences.some((difference) => difference !== differences[0])
  return varied && differences.length >= 15 && differences.length >= 25 * skew * skew
}

/** Tests whether the paired differences (variant − base) of a continuous score are centred on zero. */
export function continuousTest(differences: readonly number[]): TestResult {
  return prefersTTest(differences) ? pairedTTest(differences) : wilcoxonTest(differences)
}
