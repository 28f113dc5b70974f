import type { ModelFailure, Usage } from "./model.ts"
import type { ModelEndpoint, RateLimits } from "./rate-limits.ts"

/** A call that asks for a permit. */
export interface LimitedCall {
  /** Undefined for what nobody limits: a model on this machine, a recording. */
  endpoint: ModelEndpoint | undefined
  /** Model or deployment. */
  model: string
  /** Tokens that the call may come to, as far as its request tells; the answer's are not known yet. */
  tokens(): number
}

/** What a caller has only while it does something, such as a line its slot in `--concurrency`. */
export interface Seat {
  /** Gives it up: all that the caller does is wait. */
  leave(): void
  /** Takes it again if it is free at this moment. */
  enter(): boolean
  /** Takes it again as soon as it is free. */
  comeBack(): Promise<void>
}

/** Permits for calls; the engine holds one during an attempt and gives it back while it waits for a retry. */
export interface Limiter {
  /**
   * Waits until the call may be made, without the seat, which is taken again before the promise settles. Rejects with the
   * signal's reason.
   */
  acquire(call: LimitedCall, signal: AbortSignal, seat?: Seat): Promise<Permit>
}

/** Disposed of without `ended`, the call was given up: nothing is learned from it. */
export interface Permit extends Disposable {
  /** An answer has begun to arrive: `accepted` unless it refuses or fails. */
  answered(limits: RateLimits, accepted: boolean): void
  ended(outcome: { usage?: Usage; failure?: ModelFailure }): void
}

/** Why calls wait now, for whoever watches. */
export interface Hold {
  connection: string
  model: string
  /** A few words: "120 requests a minute". */
  reason: string
  /** Calls that wait. */
  waiting: number
  /** Milliseconds until the next may go, where that is known. */
  ms?: number
}
