import type { EvaluateOptions, GroupOptions } from "./run-groups.ts"
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
  /** Evaluations of each run that gets done. */
  evaluations?: EvaluateOptions[]
}

/** What one run of an estimate would come to: of a variant, or of an evaluation of one. */
export interface EstimatedPart {
  /** The variant; of an evaluation its flow. */
  label: string
  /** Of an evaluation: the label of what it evaluates. */
  evaluates?: string
  /** Runs of it: its repeats. All else is of all of them. */
  runs: number
  lines: number
  sampled: number
  failed: number
  /** Calls of models. */
  calls: EstimatedAmount
  tokens: EstimatedAmount
  /** Null where a model has no price. */
  cost: EstimatedAmount | null
  unknown: string[]
  /** Of an evaluation that could not be tried: why nothing is known of it. */
  problem?: { message: string; hint?: string }
}

export interface RunEstimate {
  /** Runs, and lines of all of them, that would run; evaluations of them are not counted. */
  runs: number
  lines: number
  /** Lines that were tried, and those of them that failed. */
  sampled: number
  failed: number
  /** The runs that tried them; they are archived. */
  samples: string[]
  /** By run, each with its evaluations after it. */
  parts: EstimatedPart[]
  /** With the evaluations, as far as they could be tried. */
  calls: EstimatedAmount
  tokens: EstimatedAmount
  /** Null where a model has no price, or an evaluation could not be tried. */
  cost: EstimatedAmount | null
  /** Models without a price. */
  unknown: string[]
  /** What the sample itself came to. */
  spent: { tokens: number; cost: number }
}
