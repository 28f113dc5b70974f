/** What goes on is read anew at most so often, in milliseconds. */
const AGAIN = 800

/** When something was last read, and when that had ended. */
export interface LastRead {
  from: number
  to: number
}

/** Milliseconds until it is read again: what goes on changing must not put that off, nor a long read go on without a pause. */
export function pauseBefore({ from, to }: LastRead, now: number): number {
  return Math.max(0, Math.max(from + AGAIN, to + 2 * (to - from)) - now)
}
