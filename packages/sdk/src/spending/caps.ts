import { type LimitedCall, MillraceError, type RunEvent, type RunSummary } from "@internal/schema"
import type { RunOptions } from "../api/runs.ts"
import type { PriceBook } from "../prices/price-book.ts"
import type { CallGuard } from "./call-gate.ts"

const COST = "--max-cost"

/** What a run may come to, in one unit. */
interface Cap {
  most: number
  flag: string
  shown(amount: number): string
  of(event: RunEvent & { type: "call-end" }): number
  /** What a call will likely come to; undefined where nobody can say. */
  likely(call: LimitedCall): number | undefined
  spent: number
  /** What calls that were let pass and are on their way will likely come to. */
  underWay: number
}

/**
 * Stops a run cleanly before it spends more than it may: no line is started that is likely to go beyond a cap, those in
 * flight end. A line is taken to need what lines have needed on average, so that a run ends near its cap and not
 * at it; the first lines, of which nothing is known, all start. In the aggregation stage, where there is no average, each
 * call is looked at before it is made, by what its request says.
 */
export class Caps implements CallGuard {
  readonly #run: string
  readonly #caps: Cap[]
  readonly #book: PriceBook
  readonly #capsCost: boolean
  readonly #stop = new AbortController()
  /** What each line in flight has spent, per cap. */
  readonly #running = new Map<number, number[]>()
  readonly #endedSpent: number[]
  #ended = 0
  /** Lines that were handed out and have not ended. */
  #open = 0
  #isExhausted = false

  /** `before`: what the run has spent already, when it goes on. */
  constructor(
    run: string,
    { maxTokens, maxCost }: Pick<RunOptions, "maxTokens" | "maxCost">,
    { book, before }: { book: PriceBook; before?: RunSummary },
  ) {
    this.#run = run
    this.#book = book
    this.#capsCost = maxCost !== undefined
    const cost = Object.values(before?.models ?? {}).reduce((sum, model) => sum + model.cost, 0)
    this.#caps = [
      ...(maxTokens === undefined
        ? []
        : [
            {
              most: maxTokens,
              flag: "--max-tokens",
              shown: (n: number) => `${Math.round(n).toLocaleString("en-US")} tokens`,
              of: ({ usage }: RunEvent & { type: "call-end" }) => usage?.total_tokens ?? 0,
              likely: (call: LimitedCall) => call.tokens(),
              underWay: 0,
              spent: before?.usage.total_tokens ?? 0,
            },
          ]),
      ...(maxCost === undefined
        ? []
        : [
            {
              most: maxCost,
              flag: COST,
              shown: (n: number) => `$${n < 1 ? n.toPrecision(2) : n.toFixed(2)}`,
              of: ({ cost }: RunEvent & { type: "call-end" }) => cost ?? 0,
              likely: (call: LimitedCall) =>
                book.cost(call.model, { prompt_tokens: call.tokens(), completion_tokens: 0 }),
              underWay: 0,
              spent: cost,
            },
          ]),
    ]
    this.#endedSpent = this.#caps.map(({ spent }) => spent)
    this.#ended = before ? before.counts.done + before.counts.failed + before.counts.crashed : 0
  }

  /** Aborted, with why, when the run has to stop. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** To be told of everything that is written. */
  event(event: RunEvent): void {
    if (this.#caps.length === 0) return
    if (event.type === "line-start" && event.line !== null)
      this.#running.set(
        event.line,
        this.#caps.map(() => 0),
      )
    else if (event.type === "line-end" && event.line !== null) this.#lineEnded(event.line)
    else if (event.type === "call-end") this.#called(event)
  }

  /** The lines, as far as they may start. Those of which `isEnded` says so do not run. */
  async *lines<Line extends { number: number }>(
    lines: AsyncIterable<Line>,
    isEnded: (line: number) => boolean,
  ): AsyncIterable<Line> {
    for await (const line of lines) {
      if (isEnded(line.number)) {
        yield line
        continue
      }
      const full = this.#caps.find((cap, at) => this.#projected(cap, at) + this.#mean(at) > cap.most)
      if (full) this.#reached(full)
      if (this.#stop.signal.aborted) return
      this.#open++
      yield line
    }
    this.#isExhausted = true
  }

  /** Lets a line call as often as it wants. What comes after the lines may make a call that likely stays below the caps. */
  admit(call: LimitedCall): Disposable | undefined {
    const isFree = call.endpoint === undefined // answered by this machine, or from a recording
    if (this.#caps.length === 0 || !this.#isExhausted || this.#open > 0) return undefined
    const taken: { cap: Cap; amount: number }[] = []
    for (const cap of this.#caps) {
      if (isFree && cap.flag === COST) continue
      const amount = cap.likely(call)
      if (amount === undefined) this.#unpriced(call.model)
      else if (cap.spent + cap.underWay + amount > cap.most)
        this.#reached(cap, {
          next: "the next call of an aggregation node",
          amount,
          spent: cap.spent + cap.underWay,
        })
      else taken.push({ cap, amount })
    }
    if (this.#stop.signal.aborted) throw this.#stop.signal.reason
    for (const { cap, amount } of taken) cap.underWay += amount
    return {
      [Symbol.dispose]: () => {
        for (const { cap, amount } of taken.splice(0)) cap.underWay -= amount
      },
    }
  }

  #called(event: RunEvent & { type: "call-end" }): void {
    if (this.#capsCost && event.usage && event.cost === undefined) this.#unpriced(event.model)
    const own = event.line === null ? undefined : this.#running.get(event.line)
    for (const [at, cap] of this.#caps.entries()) {
      const amount = cap.of(event)
      cap.spent += amount
      if (own) own[at] = (own[at] ?? 0) + amount
      // a line that was handed out waits for its slot; all others come past `lines`
      if (cap.spent >= cap.most && this.#open > this.#running.size) this.#reached(cap)
    }
  }

  #unpriced(model: string): void {
    const data = { name: this.#run, model, file: this.#book.file }
    this.#stop.abort(new MillraceError("RUN_COST_UNKNOWN", data))
  }

  #lineEnded(line: number): void {
    const own = this.#running.get(line)
    this.#running.delete(line)
    this.#ended++
    this.#open--
    for (const [at, amount] of own?.entries() ?? [])
      this.#endedSpent[at] = (this.#endedSpent[at] ?? 0) + amount
  }

  /** What the run will have spent when the lines in flight have ended. */
  #projected(cap: Cap, at: number): number {
    const mean = this.#mean(at)
    let open = 0
    for (const own of this.#running.values()) open += Math.max(0, mean - (own[at] ?? 0))
    return cap.spent + open
  }

  /** What a line spends on average; 0 where no line has ended yet. */
  #mean(at: number): number {
    return this.#ended === 0 ? 0 : (this.#endedSpent[at] ?? 0) / this.#ended
  }

  #reached(cap: Cap, of: { next: string; amount: number; spent: number } = this.#nextLine(cap)): void {
    if (this.#stop.signal.aborted) return
    this.#stop.abort(
      new MillraceError("RUN_CAP_REACHED", {
        name: this.#run,
        spent: cap.shown(of.spent),
        cap: cap.shown(cap.most),
        // nothing is known of it before the first has ended
        expected: of.amount > 0 ? `, and ${of.next} takes about ${cap.shown(of.amount)}` : "",
        flag: `${cap.flag} ${suggested(cap.most)}`,
      }),
    )
  }

  #nextLine(cap: Cap) {
    const at = this.#caps.indexOf(cap)
    return { next: "a line", amount: this.#mean(at), spent: this.#projected(cap, at) }
  }
}

/** Twice as much, as one would write it. */
function suggested(most: number): string {
  return String(Number((most * 2).toPrecision(3)))
}
