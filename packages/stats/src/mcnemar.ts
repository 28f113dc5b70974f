import { binomialLowerTail } from "./binomial.ts"
import { checkPairedCounts, type PairedCounts } from "./paired-proportion-interval.ts"
import type { TestResult } from "./test-result.ts"

/** Exact two-sided McNemar test: among the rows that changed, were both directions equally likely? */
export function mcnemarTest(counts: PairedCounts): TestResult {
  checkPairedCounts(counts)
  const changed = counts.wrongToRight + counts.rightToWrong
  const fewer = Math.min(counts.wrongToRight, counts.rightToWrong)
  return {
    name: "exact McNemar",
    statistic: fewer,
    p: Math.min(1, 2 * binomialLowerTail(fewer, changed, 0.5)),
  }
}
