import { AdaptiveLimiter, type LimitBoard, systemClock, unlimited } from "@internal/engine"
import type { Limiter } from "@internal/schema"
import type { Progress } from "./api/execution.ts"
import type { Context } from "./context.ts"
import type { CallGate } from "./spending/call-gate.ts"

/** Whoever asks models: a run, a test, a prompty. */
interface Asking {
  /** Somebody waits for it: it goes before lines of a batch. */
  interactive?: boolean
  /** Of a run among others. Default 1. */
  weight?: number
  report?(progress: Progress): void
  gate?: CallGate
}

/** A test that waits gets so much of what several processes share, a run gets 1 if it says nothing else. */
const INTERACTIVE_WEIGHT = 8

const limiters = new WeakMap<Asking, Limiter>()

/**
 * The limiter of one run or test, always the same for it. Limits are shared by everything of this process, and through the
 * store with every other process that uses it.
 */
export function limiterOf(context: Context, asking: Asking): Limiter {
  const known = limiters.get(asking)
  if (known) return known
  const paced = pacer(context, asking)
  const limiter = asking.gate?.before(paced) ?? paced
  limiters.set(asking, limiter)
  return limiter
}

function pacer(context: Context, { interactive = false, weight = 1, report }: Asking): Limiter {
  if (context.places.env.MILLRACE_LIMITS?.toLowerCase() === "off") return unlimited
  const all = context.shared("limiter", () => new AdaptiveLimiter(systemClock, board(context)))
  const asker = { interactive, weight: interactive ? INTERACTIVE_WEIGHT : weight }
  return all.for(asker, report && ((hold) => report({ type: "held", ...hold })))
}

function board(context: Context): LimitBoard {
  return {
    exchange: async (...told) => (await context.store()).limits.exchange(...told),
    leave: async () => (await context.store()).limits.leave(),
  }
}
