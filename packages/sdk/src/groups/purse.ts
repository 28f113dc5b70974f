import type { RunInfo, RunOptions } from "../api/runs.ts"

/** What the caps of a group leave for the runs that are still to come. */
export class Purse {
  #tokens: number | undefined
  #cost: number | undefined

  constructor({ maxTokens, maxCost }: Pick<RunOptions, "maxTokens" | "maxCost">) {
    this.#tokens = maxTokens
    this.#cost = maxCost
  }

  get isEmpty(): boolean {
    return (this.#tokens ?? 1) <= 0 || (this.#cost ?? 1) <= 0
  }

  get left(): Pick<RunOptions, "maxTokens" | "maxCost"> {
    return {
      ...(this.#tokens !== undefined && { maxTokens: this.#tokens }),
      ...(this.#cost !== undefined && { maxCost: this.#cost }),
    }
  }

  pay({ usage, cost }: RunInfo): void {
    if (this.#tokens !== undefined) this.#tokens -= usage.total_tokens
    if (this.#cost !== undefined) this.#cost -= cost.known
  }
}
