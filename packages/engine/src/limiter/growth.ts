/** Up to this part of the pace that was refused last, each accepted call adds so much. */
const FAST_UP_TO = 0.97
const FAST = 0.01
/** The same while no pace was refused yet, only calls that came all at once. */
const FIRST = 0.03
/** Then so much; after so many calls without a refusal twice that, and so on. */
const SLOW = 0.0003
const DOUBLES_AFTER = 40
const MOST = 0.03
const MINUTE = 60_000

/**
 * The pace after one more call was taken: `calm` calls since the last refusal, `calmMs` milliseconds. `byMinutes`: the
 * service counts whole minutes, and refuses late.
 */
export function grown(
  rate: number,
  now: { refusedAt: number; calm: number; calmMs: number; byMinutes: boolean },
): number {
  const doublings = Math.floor(now.calm / DOUBLES_AFTER)
  const most = now.byMinutes ? 1 + Math.floor(now.calmMs / MINUTE) : doublings
  const slow = Math.min(MOST, SLOW * 2 ** Math.min(doublings, most))
  const fast = now.refusedAt === Number.POSITIVE_INFINITY ? FIRST : FAST
  return rate * (1 + (rate < now.refusedAt * FAST_UP_TO ? Math.max(fast, slow) : slow))
}
