import type { RunInfo, RunOptions } from "../api/runs.ts"

type Caps = Pick<RunOptions, "maxTokens" | "maxCost">

/** What the caps of a group leave for each of its runs. */
export class Purse {
  readonly #caps: Caps
  readonly #spent = new Map<string, { tokens: number; cost: number }>()

  constructor({ maxTokens, maxCost }: Caps) {
    this.#caps = { ...(maxTokens !== undefined && { maxTokens }), ...(maxCost !== undefined && { maxCost }) }
  }

  /** What a run may come to in all: what the others have left. */
  left(run: string): Caps {
    let tokens = 0
    let cost = 0
    for (const [name, spent] of this.#spent) {
      if (name === run) continue
      tokens += spent.tokens
      cost += spent.cost
    }
    const { maxTokens, maxCost } = this.#caps
    return {
      ...(maxTokens !== undefined && { maxTokens: maxTokens - tokens }),
      ...(maxCost !== undefined && { maxCost: maxCost - cost }),
    }
  }

  isEmptyFor(run: string): boolean {
    const { maxTokens = 1, maxCost = 1 } = this.left(run)
    return maxTokens <= 0 || maxCost <= 0
  }

  /** What a run has come to, with all its starts. */
  pay({ name, usage, cost }: RunInfo): void {
    this.#spent.set(name, { tokens: usage.total_tokens, cost: cost.known })
  }
}
