import type { Progress } from "@internal/sdk"
import { count, dollars, duration } from "../terminal/amount.ts"

/** How far back the speed is measured. */
const WINDOW_MS = 15_000
/** Ends of lines that are kept to measure it; more than that are halved. */
const MOST_ENDS = 4096
const WAITED_MS = 50
/** What was told of calls that wait counts for so long. */
const HELD_MS = 2000

/** What the progress of a run adds up to. Times are milliseconds of one clock, handed in. */
export class BatchState {
  total: number | null = null
  done = 0
  failed = 0
  crashed = 0
  tokens = 0
  /** US dollars of calls whose price is known. */
  cost = 0
  inFlight = 0
  concurrency = 0
  begun = false
  startedAt = 0
  #ends: number[] = []
  #waiting = false
  #held: { text: string; at: number } | undefined
  #models: string[] = []
  #aggregating: string | undefined

  add(progress: Progress, now: number): void {
    switch (progress.type) {
      case "ready":
        this.begun = true
        this.startedAt = now
        this.total = progress.lines
        this.done = progress.ended?.done ?? 0
        this.failed = progress.ended?.failed ?? 0
        this.concurrency = progress.concurrency
        this.#models = progress.models
        return
      case "line-start":
        if (progress.line === null) return
        this.inFlight += 1
        // it was done before, and what died with its worker is made again
        if (progress.earlier?.status === "done") this.done -= 1
        return
      case "line-end":
        if (progress.line === null) return // the aggregation stage is no line of the data
        this.inFlight -= 1
        if (progress.status === "done") this.done += 1
        else if (progress.status === "crashed") this.crashed += 1
        else if (progress.status === "failed") this.failed += 1
        this.#ends.push(now)
        if (this.#ends.length > MOST_ENDS) this.#ends = this.#ends.slice(MOST_ENDS / 2)
        return
      case "node-start":
        if (progress.line === null) this.#aggregating = progress.node
        return
      case "held":
        this.#held = { text: heldText(progress), at: now }
        return
      case "call-end":
        this.tokens += progress.usage?.total_tokens ?? 0
        this.cost += progress.cost ?? 0
        this.#waiting = progress.waited > WAITED_MS
    }
  }

  get ended(): number {
    return this.done + this.failed + this.crashed
  }

  /** Lines that did not get done, each kind in words. */
  get amiss(): string[] {
    return [
      ...(this.failed > 0 ? [`${count(this.failed)} failed`] : []),
      ...(this.crashed > 0 ? [`${count(this.crashed)} crashed`] : []),
    ]
  }

  /** Share of the lines that ended; undefined when their number is not known. */
  get part(): number | undefined {
    return this.total === null || this.total === 0 ? undefined : this.ended / this.total
  }

  /** Lines per second of late. */
  rate(now: number): number {
    const recent = this.#ends.filter((at) => now - at < WINDOW_MS)
    const known = now - (this.#ends.length < this.ended ? (this.#ends[0] ?? now) : this.startedAt)
    const span = Math.min(WINDOW_MS, known)
    return span > 0 ? (recent.length * 1000) / span : 0
  }

  /** Counts, failures, speed, time left, tokens: each a few words. */
  figures(now: number): string[] {
    const { ended } = this
    const rate = this.rate(now)
    const left = this.total === null || rate === 0 ? undefined : ((this.total - ended) * 1000) / rate
    return [
      this.total === null ? `${count(ended)} lines` : `${count(ended)}/${count(this.total)}`,
      ...this.amiss,
      ...(rate > 0 ? [`${rate < 10 ? rate.toFixed(1) : count(Math.round(rate))} lines/s`] : []),
      ...(left !== undefined && left > 0 ? [`${duration(left)} left`] : []),
      ...(this.tokens > 0 ? [`${count(this.tokens)} tokens`] : []),
      ...(this.cost > 0 ? [dollars(this.cost)] : []),
    ]
  }

  /** What keeps it from being faster. */
  limits(now: number): string {
    if (this.inFlight === 0 && this.#aggregating) return `aggregating: ${this.#aggregating}`
    const local = this.#models.find((m) => m.startsWith("local"))
    const last = this.total !== null && this.ended + this.inFlight >= this.total
    const held = this.#held && now - this.#held.at < HELD_MS ? this.#held.text : undefined
    const cause = local
      ? `limited by ${local}, one call at a time`
      : held !== undefined
        ? held
        : this.#waiting
          ? "limited by what the model's service allows"
          : last
            ? "the last lines"
            : this.inFlight >= this.concurrency
              ? "limited by --concurrency"
              : "limited by the flow"
    return `in flight ${this.inFlight} of ${this.concurrency}, ${cause}`
  }
}

/** Longer waits are told with the time that is left. */
const LONG_MS = 3000

function heldText({ connection, model, reason, waiting, ms }: Extract<Progress, { type: "held" }>): string {
  const name = model === "" ? connection : `${connection}/${model}`
  const calls = `${count(waiting)} ${waiting === 1 ? "call waits" : "calls wait"}`
  const next = ms !== undefined && ms >= LONG_MS ? `, next in ${duration(ms)}` : ""
  return `${calls} for ${name}: ${reason}${next}`
}
