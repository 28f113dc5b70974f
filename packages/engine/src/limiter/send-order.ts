/** A call as far as it matters whether it was taken. */
export interface SentCall {
  at: number
  refused?: boolean
  taken?: boolean
}

/** Calls of which that is kept. */
const KEPT = 512

/**
 * Calls in the order in which they were sent. Refusals come back at once and answers late, so the order of what comes back
 * says little; a call that is unanswered when those after it have been refused was most likely taken. Milliseconds.
 */
export class SendOrder {
  #calls: SentCall[] = []
  /** How long refusals take of late, at most. */
  #refusalMs = 0

  sent(call: SentCall): void {
    this.#calls.push(call)
    if (this.#calls.length > 2 * KEPT) this.#calls = this.#calls.slice(-KEPT)
  }

  refused(call: SentCall, now: number): void {
    this.#refusalMs = Math.max(now - call.at, this.#refusalMs * 0.9)
  }

  /** After so long a call that is not refused is taken. */
  get patience(): number {
    return 20 + 2 * this.#refusalMs
  }

  /** How many were refused last, in a row, and since when. `maybe`: those that may still be refused count for nothing. */
  streak(now: number, maybe: boolean): { length: number; from: number } {
    let length = 0
    let from = Number.POSITIVE_INFINITY
    for (let i = this.#calls.length - 1; i >= 0; i--) {
      const call = this.#calls[i] as SentCall
      if (call.refused) {
        length++
        from = call.at
      } else if (call.taken || !(maybe || now - call.at < this.patience)) break
      else if (maybe && now - call.at > 10 * this.patience) break
    }
    return { length, from }
  }
}
