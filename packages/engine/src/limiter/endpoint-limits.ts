import type { AllowedLimits, LimitedCall, ModelFailure, RateLimits, Usage } from "@internal/schema"
import { type Budget, SetBudget } from "./budget.ts"
import { Pace } from "./pace.ts"
import type { SharedLimits } from "./shared-limits.ts"
import { ToldBudget } from "./told-budget.ts"
import { type OpenCall, Window } from "./window.ts"

/** How long everybody waits after refusals that do not say for how long. */
const UNSAID_MS = 1000

/** A call that was sent. */
export interface Sent extends OpenCall {
  tokens: number
  /** What this process had spent in all, with this call. */
  spent: { requests: number; tokens: number }
  taken: boolean
  /** The headers of its answer say what it was refused for. */
  explained: boolean
}

/** All that limits the calls to one model of one endpoint. Times in milliseconds. */
export class EndpointLimits {
  readonly #window = new Window()
  readonly #pace = new Pace()
  readonly #requests = new ToldBudget("requests")
  readonly #tokens = new ToldBudget("tokens")
  #requestBudgets: Budget[] = [this.#requests]
  #tokenBudgets: Budget[] = [this.#tokens]
  #setTokens = false
  #share = 1
  readonly #spent = { requests: 0, tokens: 0 }

  constructor(allowed: AllowedLimits) {
    this.allow(allowed)
  }

  /** What somebody has set, instead of what was set before. */
  allow({ concurrency, requestsPerMinute, tokensPerMinute }: AllowedLimits): void {
    this.#window.set = concurrency ?? Number.POSITIVE_INFINITY
    const budgets = (told: Budget, perMinute: number | undefined, unit: string) =>
      perMinute === undefined ? [told] : [told, new SetBudget(perMinute, unit)]
    this.#requestBudgets = budgets(this.#requests, requestsPerMinute, "requests")
    this.#tokenBudgets = budgets(this.#tokens, tokensPerMinute, "tokens")
    this.#setTokens = tokensPerMinute !== undefined
    this.share = this.#share
  }

  /** This process's part, above 0 up to 1. */
  set share(share: number) {
    this.#share = share
    for (const limit of [...this.#requestBudgets, ...this.#tokenBudgets, this.#window, this.#pace])
      limit.share = share
  }

  /** When the call may go (Infinity: when another has ended), and what keeps it until then. */
  ready(call: LimitedCall, open: number, now: number): { at: number; reason: string } {
    if (open >= this.#window.limit) return { at: Number.POSITIVE_INFINITY, reason: this.#window.text }
    const tokens = this.#costOf(call)
    let latest = { at: now, reason: "" }
    const consider = (at: number, reason: string) => {
      if (at > latest.at) latest = { at, reason }
    }
    const paced = this.#pace.readyAt(now)
    const isPaced = this.#pace.isLimited && this.#pace.hold < paced
    consider(paced, isPaced ? this.#pace.text : "the service has asked to wait")
    for (const budget of this.#requestBudgets) consider(budget.readyAt(1, now), budget.text)
    if (tokens > 0)
      for (const budget of this.#tokenBudgets) consider(budget.readyAt(tokens, now), budget.text)
    return latest
  }

  sent(call: LimitedCall, open: number, now: number): Sent {
    const tokens = this.#costOf(call)
    for (const budget of this.#requestBudgets) budget.spend(1, now)
    for (const budget of this.#tokenBudgets) budget.spend(tokens, now)
    this.#spent.requests++
    this.#spent.tokens += tokens
    const sent = { at: now, open, tokens, spent: { ...this.#spent }, taken: false, explained: false }
    this.#window.sent(sent)
    this.#pace.sent(sent, now)
    return sent
  }

  /** Headers have come. Answers true if other processes should know at once. */
  answered(sent: Sent, { requests, tokens }: RateLimits, accepted: boolean, now: number): boolean {
    if (requests) this.#requests.told(requests, sent.at, now, this.#spent.requests - sent.spent.requests)
    if (tokens) this.#tokens.told(tokens, sent.at, now, this.#spent.tokens - sent.spent.tokens)
    if (accepted) this.#taken(sent, now)
    else
      sent.explained =
        (requests?.remaining ?? 1) < 1 ||
        (tokens?.remaining !== undefined && tokens.remaining < Math.max(1, sent.tokens))
    return false
  }

  /** The call is over. Answers true if other processes should know at once. */
  ended(sent: Sent, { usage, failure }: { usage?: Usage; failure?: ModelFailure }, now: number): boolean {
    sent.end = now
    if (failure && isRefusal(failure)) return this.#refused(sent, failure, now)
    if (failure?.class === "APITimeoutError") {
      this.#window.timedOut(sent, now)
      return true
    }
    this.#taken(sent, now)
    if (failure) return false
    this.#window.took(now - sent.at)
    if (usage) for (const budget of this.#tokenBudgets) budget.settle(usage.total_tokens - sent.tokens)
    return false
  }

  shared(now: number): SharedLimits {
    const requests = this.#requests.shared(now)
    const tokens = this.#tokens.shared(now)
    return {
      at: now,
      hold: this.#pace.hold,
      pace: this.#pace.shared,
      window: this.#window.learned,
      ...(requests && { requests }),
      ...(tokens && { tokens }),
    }
  }

  /** What all know, after `mine` was told. What was learned meanwhile stays. */
  adopt({ hold, pace, window, requests, tokens }: SharedLimits, mine: SharedLimits): void {
    this.#pace.hold = Math.max(this.#pace.hold, hold)
    if (this.#pace.shared.rate === mine.pace.rate) this.#pace.adopt(pace)
    if (this.#window.learned === mine.window) this.#window.learned = window
    if (requests) this.#requests.adopt(requests)
    if (tokens) this.#tokens.adopt(tokens)
  }

  #costOf(call: LimitedCall): number {
    return this.#setTokens || this.#tokens.isKnown ? call.tokens() : 0
  }

  #taken(sent: Sent, now: number): void {
    if (sent.taken) return
    sent.taken = true
    this.#pace.accepted(sent, now)
    this.#window.accepted(sent)
  }

  #refused(sent: Sent, { retryAfterMs }: ModelFailure, now: number): boolean {
    const wait = retryAfterMs ?? UNSAID_MS
    sent.refused = true
    if (sent.explained) {
      this.#requests.refused(now + wait, now)
      return false
    }
    const isPace = this.#pace.isSure && this.#window.learned === null
    const tooMany = isPace ? undefined : this.#window.refused(sent, now)
    if (tooMany === "once") {
      this.#pace.forget()
      this.#pace.hold = 0
    }
    if (tooMany) return true
    this.#pace.refused(sent, now, { wait, isSaid: retryAfterMs !== undefined })
    return true
  }
}

/** The service says "not now"; a used-up quota is another matter. */
function isRefusal({ status, type, errorCode, retryAfterMs }: ModelFailure): boolean {
  if (status === 429) return type !== "insufficient_quota" && errorCode !== "insufficient_quota"
  return (status === 503 || status === 529) && retryAfterMs !== undefined
}
