import { JinjaError } from "./error.ts"

/** What one rendering may use. The defaults are far above any honest prompt. */
export interface Limits {
  /** Characters written, and the length of any single text a template makes. Default 50,000,000. */
  output: number
  /** Steps of all loops and filters together, and the length of any single list. Default 10,000,000. */
  iterations: number
  /** Macros, recursive loops, blocks and includes inside each other. Default 250, about where CPython gives up. */
  recursion: number
}

export const DEFAULT_LIMITS: Limits = { output: 50_000_000, iterations: 10_000_000, recursion: 250 }

/** What is left. Rendering is synchronous, so one module-wide record is enough; nested renderings save and restore it. */
let limits = DEFAULT_LIMITS
let characters = DEFAULT_LIMITS.output
let iterations = DEFAULT_LIMITS.iterations
let depth = DEFAULT_LIMITS.recursion

export function withLimits<T>(given: Limits, work: () => T): T {
  const saved = [limits, characters, iterations, depth] as const
  limits = given
  characters = given.output
  iterations = given.iterations
  depth = given.recursion
  try {
    return work()
  } finally {
    ;[limits, characters, iterations, depth] = saved
  }
}

function exceeded(name: keyof Limits, what: string): never {
  const value = limits[name].toLocaleString("en-US")
  throw new JinjaError(
    "LimitError",
    `the template ${what} more than ${value} (raise limits.${name} if intended)`,
  )
}

export function spendOutput(length: number): void {
  characters -= length
  if (characters < 0) exceeded("output", "writes characters:")
}

export function spendIteration(): void {
  if (--iterations < 0) exceeded("iterations", "makes loop steps:")
}

/** Refuses a text of this length before it is made. */
export function checkText(length: number): void {
  if (length > limits.output) exceeded("output", "makes a text of characters:")
}

/** Refuses a list of this length before it is made. */
export function checkList(length: number): void {
  if (length > limits.iterations) exceeded("iterations", "makes a list of items:")
}

const MAX_BITS = 4_000_000

/** Refuses an integer of about this many bits before it is computed. */
export function checkBits(bits: number): void {
  if (bits > MAX_BITS)
    throw new JinjaError("LimitError", `the template computes an integer of more than ${MAX_BITS} bits`)
}

/** One level deeper; pair with `leave`. */
export function enter(): void {
  if (--depth < 0) {
    const message = `maximum recursion depth exceeded (limits.recursion is ${limits.recursion})`
    throw new JinjaError("RecursionError", message)
  }
}

export function leave(): void {
  depth++
}
