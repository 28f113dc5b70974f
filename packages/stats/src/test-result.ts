export type TestName = "exact McNemar" | "paired t" | "Wilcoxon signed rank" | "row bootstrap"

/** A two-sided test's outcome; `statistic` is that of the test's usual table, absent where there is none. */
export interface TestResult {
  readonly name: TestName
  readonly statistic?: number
  readonly p: number
}
