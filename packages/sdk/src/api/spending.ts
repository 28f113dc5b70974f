import type { GroupOptions } from "./run-groups.ts"
import type { RunOptions } from "./runs.ts"

/** What calls of models came to, in US dollars by the prices of the time. */
export interface RunCost {
  /** Of the calls whose model has a price. */
  known: number
  /** Models that have none; where there are any, the cost is more than what is known. */
  unknown: string[]
  models: ModelCost[]
}

export interface ModelCost {
  model: string
  calls: number
  inputTokens: number
  outputTokens: number
  /** Null where nobody knows the price. */
  cost: number | null
}

/** An amount with what it may be between, 19 times in 20. */
export interface EstimatedAmount {
  amount: number
  low: number
  high: number
}

/** A run, or a group of them, that is not to run yet. */
export interface EstimateOptions extends RunOptions, Pick<GroupOptions, "vary" | "repeat"> {
  /** Lines to try of each variant. Default 3. */
  sample?: number
}

export interface RunEstimate {
  /** Runs, and lines of all of them, that would run. */
  runs: number
  lines: number
  /** Lines that were tried, and those of them that failed. */
  sampled: number
  failed: number
  /** The runs that tried them; they are archived. */
  samples: string[]
  tokens: EstimatedAmount
  /** Null where a model has no price. */
  cost: EstimatedAmount | null
  /** Models without a price. */
  unknown: string[]
  /** What the sample itself came to. */
  spent: { tokens: number; cost: number }
}
