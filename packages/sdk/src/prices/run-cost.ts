import type { RunSummary } from "@internal/schema"
import type { RunCost } from "../api/spending.ts"

/** What a run's calls came to; models without a price are named rather than counted as nothing. */
export function runCost({ models }: Pick<RunSummary, "models">): RunCost {
  const entries = Object.entries(models)
  return {
    known: entries.reduce((sum, [, { cost }]) => sum + cost, 0),
    unknown: entries.filter(([, { unpriced }]) => unpriced > 0).map(([model]) => model),
    models: entries.map(([model, { calls, prompt_tokens, completion_tokens, cost, unpriced }]) => ({
      model,
      calls,
      inputTokens: prompt_tokens,
      outputTokens: completion_tokens,
      cost: unpriced > 0 ? null : cost,
    })),
  }
}
