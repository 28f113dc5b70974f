import { formatNumber } from "../ui/format.ts"

export interface Amount {
  amount: number
  low: number
  high: number
}

/** Of one run in an estimate of the SDK, what is shown. */
export interface EstimatedRun {
  label: string
  /** Of an evaluation: what it evaluates. */
  evaluates?: string
  runs: number
  lines: number
  calls: Amount
  tokens: Amount
  cost: Amount | null
  unknown: readonly string[]
  problem?: { message: string; hint?: string }
}

export interface Estimate {
  sampled: number
  failed: number
  parts: readonly EstimatedRun[]
  calls: Amount
  tokens: Amount
  cost: Amount | null
}

/** `900 to 1,200`; undefined where the lines that were tried leave no doubt. */
export function rangeWords({ amount, low, high }: Amount): string | undefined {
  if (Math.round(low) === Math.round(high)) return undefined
  // infinity is null on its way
  if (high === null || !Number.isFinite(high)) return "from one line, which says nothing of others"
  return amount === low && amount === high
    ? undefined
    : `${formatNumber(Math.round(low))} to ${formatNumber(Math.round(high))}`
}

/** Why the cost of a run is not known. */
export function costWords({ unknown }: Pick<EstimatedRun, "unknown">): string {
  return unknown.length > 0 ? `no price is known for ${unknown.join(", ")}` : "not known"
}
