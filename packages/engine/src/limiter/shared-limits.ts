import type { ToldLevel } from "./told-budget.ts"

/** One process among those that call an endpoint. */
export interface Member {
  weight: number
  /** Calls that are open, and those with the ones that wait. */
  open: number
  wanted: number
}

/** Where processes meet: one short transaction an exchange, seldom. */
export interface LimitBoard {
  /**
   * Says what this process wants, merges what it has learned into what all know, and answers that, and the other processes
   * that live and still call.
   */
  exchange(
    key: string,
    member: Member,
    merge: (shared: string | undefined) => string,
  ): Promise<{ shared: string; others: Member[] }>
  /** This process calls nobody any more. */
  leave(): Promise<void>
}

/** What they know of its pace; calls a millisecond, null while nothing is known. */
export interface SharedPace {
  rate: number | null
  background: number
}

/** What all processes know of an endpoint. */
export interface SharedLimits {
  at: number
  /** Nobody calls before. */
  hold: number
  pace: SharedPace
  window: number | null
  requests?: ToldLevel
  tokens?: ToldLevel
}

/** What was learned so long ago is learned anew. */
const FORGOTTEN_MS = 10 * 60_000

/** `mine` into `shared`; `before` is what was shared when this process last looked. */
export function mergedLimits(
  shared: SharedLimits | undefined,
  mine: SharedLimits,
  before: SharedLimits | undefined,
): SharedLimits {
  if (!shared || mine.at - shared.at > FORGOTTEN_MS) return mine
  const requests = newer(shared.requests, mine.requests)
  const tokens = newer(shared.tokens, mine.tokens)
  return {
    at: mine.at,
    hold: Math.max(shared.hold, mine.hold),
    pace: {
      rate: merged(shared.pace.rate, mine.pace.rate, before?.pace.rate ?? null, (a, b, c) => (a * b) / c),
      background: Math.max(shared.pace.background, mine.pace.background),
    },
    window: merged(shared.window, mine.window, before?.window ?? null, (a, b, c) => Math.max(1, a + b - c)),
    ...(requests && { requests }),
    ...(tokens && { tokens }),
  }
}

/** A limit that several change at once: what each did to it counts; null is none. */
function merged(
  shared: number | null,
  mine: number | null,
  before: number | null,
  apply: (shared: number, mine: number, before: number) => number,
): number | null {
  if (mine === before) return shared
  if (mine === null) return null
  if (shared === null) return mine
  return before === null ? Math.min(shared, mine) : apply(shared, mine, before)
}

function newer(shared: ToldLevel | undefined, mine: ToldLevel | undefined): ToldLevel | undefined {
  return shared && mine ? (mine.at > shared.at ? mine : shared) : (mine ?? shared)
}

/**
 * This process's part of what an endpoint takes: by weight, but nobody has more than it can use. What is open together is
 * taken for what the endpoint takes together.
 */
export function fairShare(own: Member, others: readonly Member[]): number {
  const rivals = others.filter((other) => other.wanted > 0)
  if (rivals.length === 0) return 1
  const all = [own, ...rivals].map((member) => ({ ...member, wanted: Math.max(1, member.wanted) }))
  const capacity = Math.max(
    1,
    all.reduce((sum, member) => sum + member.open, 0),
  )
  const parts = new Map<Member, number>()
  let left = capacity
  let hungry = all
  while (hungry.length > 0 && left > 1e-9) {
    const weights = hungry.reduce((sum, member) => sum + member.weight, 0)
    const part = (member: Member) => (left * member.weight) / weights
    const content = hungry.filter((member) => member.wanted <= part(member))
    if (content.length === 0) {
      for (const member of hungry) parts.set(member, part(member))
      left = 0
      break
    }
    for (const member of content) parts.set(member, member.wanted)
    left -= content.reduce((sum, member) => sum + member.wanted, 0)
    hungry = hungry.filter((member) => !content.includes(member))
  }
  const total = [...parts.values()].reduce((sum, part) => sum + part, 0)
  return Math.max(0.01, (parts.get(all[0] as Member) ?? 0) / total)
}
