import { normalUpperTail } from "./normal.ts"
import type { TestResult } from "./test-result.ts"

export interface WilcoxonOptions {
  /** `auto`: exact up to 50 non-zero differences, else the normal approximation with the correction for ties. */
  readonly method?: "auto" | "exact" | "asymptotic"
}

/**
 * Two-sided Wilcoxon signed rank test on the differences variant − base. Zeros are dropped, ties share their mean rank
 * (SciPy's defaults, `zero_method="wilcox"`, no continuity correction). `exact` counts all sign patterns of the ranks
 * as they are, ties included; SciPy does so up to 13 rows and approximates above when there are ties or zeros.
 */
export function wilcoxonTest(differences: readonly number[], options: WilcoxonOptions = {}): TestResult {
  const nonZero = differences.filter((difference) => difference !== 0)
  if (nonZero.length === 0) return { name: "Wilcoxon signed rank", statistic: 0, p: 1 }
  const { doubledRanks, tieSum } = rankMagnitudes(nonZero)
  let doubledPositive = 0
  let doubledTotal = 0
  nonZero.forEach((difference, at) => {
    doubledTotal += doubledRanks[at]!
    if (difference > 0) doubledPositive += doubledRanks[at]!
  })
  const smaller = Math.min(doubledPositive, doubledTotal - doubledPositive)
  const { method = "auto" } = options
  const exact = method === "exact" || (method === "auto" && nonZero.length <= 50)
  const p = exact ? exactP(doubledRanks, smaller) : approximateP(nonZero.length, tieSum, smaller / 2)
  return { name: "Wilcoxon signed rank", statistic: smaller / 2, p: Math.min(1, p) }
}

/** Ranks of |difference| times two (so that shared ranks stay whole), and Σ (t³ − t) over groups of ties. */
function rankMagnitudes(nonZero: readonly number[]): { doubledRanks: number[]; tieSum: number } {
  const order = nonZero
    .map((_, at) => at)
    .sort((one, other) => Math.abs(nonZero[one]!) - Math.abs(nonZero[other]!))
  const doubledRanks = new Array<number>(nonZero.length)
  let tieSum = 0
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && Math.abs(nonZero[order[to]!]!) === Math.abs(nonZero[order[from]!]!)) to++
    for (let at = from; at < to; at++) doubledRanks[order[at]!] = from + 1 + to
    const size = to - from
    tieSum += size ** 3 - size
    from = to
  }
  return { doubledRanks, tieSum }
}

/** Twice the share of sign patterns with a rank sum of at most `doubledSum`, counted over sums in steps of ½. */
function exactP(doubledRanks: readonly number[], doubledSum: number): number {
  const shares = new Float64Array(doubledSum + 1)
  shares[0] = 1
  for (const rank of doubledRanks) {
    for (let sum = doubledSum; sum >= 0; sum--) {
      const without = shares[sum]!
      shares[sum] = (without + (sum >= rank ? shares[sum - rank]! : 0)) / 2
    }
  }
  return 2 * shares.reduce((total, share) => total + share, 0)
}

function approximateP(count: number, tieSum: number, rankSum: number): number {
  const centre = (count * (count + 1)) / 4
  const variance = (count * (count + 1) * (2 * count + 1) - tieSum / 2) / 24
  return variance === 0 ? 1 : 2 * normalUpperTail((centre - rankSum) / Math.sqrt(variance))
}
