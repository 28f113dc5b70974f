import { MISSING } from "../values/undefined.ts"
import type { Context } from "./context.ts"

/**
 * One run of a compiled function: the root of a template, a block, a macro's body, a recursive loop or a loop's filter.
 * `line` is kept up to date so that an error knows where it happened.
 */
export class Activation {
  readonly slots: unknown[]
  readonly outer: Activation | null
  readonly context: Context
  line = 1

  constructor(size: number, context: Context, outer: Activation | null) {
    this.slots = new Array(size).fill(MISSING)
    this.context = context
    this.outer = outer
  }
}

export type Evaluate = (activation: Activation) => unknown
/** Runs a statement and returns what it writes. */
export type Execute = (activation: Activation) => string
