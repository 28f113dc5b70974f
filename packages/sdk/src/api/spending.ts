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

export interface RunEstimate {
  /** Lines that would run, and those that were tried. */
  lines: number
  sampled: number
  failed: number
  /** Name of the run that tried them; it is archived. */
  run: string
  tokens: EstimatedAmount
  /** Null where a model has no price. */
  cost: EstimatedAmount | null
  /** Models without a price. */
  unknown: string[]
  /** What the sample itself came to. */
  spent: { tokens: number; cost: number }
}
