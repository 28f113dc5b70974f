import {
  type EarlierAttempts,
  errorRecord,
  failureStatus,
  type Host,
  type LineState,
  type LineStatus,
  MillraceError,
  type RunEnd,
  type RunStart,
  toMillraceError,
  type Usage,
  withAttempt,
} from "@internal/schema"
import type { Dict, Json } from "@internal/value"
import { type AggregateResult, AggregationInputs, aggregate } from "./aggregate.ts"
import { aggregatedReferences } from "./aggregated-references.ts"
import { type EndedLine, endedOutcome, withImagesAgain } from "./ended-line.ts"
import type { LineContext, LineInput, LineOutcome, OutputFeed } from "./line/line-context.ts"
import { runLine } from "./line/run-line.ts"
import type { PreparedPlan } from "./prepare.ts"
import { LineSlot, Slots } from "./slots.ts"

/** A line that takes so long waits for something, mostly a model. */
const WAITING_MS = 50
/**
 * Of lines that wait, those that end at once make room one after the other: the first call of the first of them is on its way
 * before the next one is begun, else every call would wait until all are prepared, each time.
 */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

export interface ExecuteOptions {
  start: RunStart
  /** Lines that are doing something at once. */
  concurrency: number
  nodeConcurrency?: number
  /** Seconds. */
  lineTimeout?: number
  /** Seconds that a line may go on past its limit. */
  lineGrace?: number
  batchTimeout?: number
  /** Under `pf` a run that ran out of time still counts as done (Appendix B, 3). */
  batchTimeoutIsDone?: boolean
  /** A test whose line failed has nothing to aggregate, unless only its outputs failed: JSON cannot hold them (spec 3.10). */
  aggregateDoneOnly?: boolean
  /** Whether models stream whose text is only a flow output, whatever the flow says (spec 3.11); undefined: as it says. */
  streaming?: boolean
  /** Is told the outputs of lines as they come. */
  feed?: OutputFeed
  /** Stop now: running nodes are given up. */
  signal?: AbortSignal
  /** Stop soon: no line is started any more. Its reason is the run's, where it is a MillraceError. */
  drain?: AbortSignal
  /** A line that need not run, since another run has done it: its events are told again (spec 4.6). */
  ended?(line: LineInput): Promise<EndedLine | undefined>
  /** What earlier starts of this run have done. */
  earlier?: EarlierRun
  /** Told when a line has ended and is in the journal. */
  lineEnded?(line: LineOutcome): void
}

export interface RunOutcome {
  status: RunEnd["status"]
  counts: RunEnd["counts"]
  metrics: Map<string, Json>
  aggregationFailure?: AggregateResult["failure"]
  error?: MillraceError
  usage: Usage
}

/** A run that is gone on with (contracts.md, Journal). */
export interface EarlierRun {
  /** How a line has ended that does not run again. */
  ended(line: number): LineStatus | undefined
  /** What there is of a line that runs again. */
  attempts(line: number): Promise<EarlierAttempts | undefined>
  /** All about the lines that are done; asked for when there is something to aggregate. */
  doneLines(): AsyncIterable<LineState>
  /** What there is of the aggregation stage. */
  aggregation(): Promise<EarlierAttempts | undefined>
}

/** Lines that may wait for retries beside those that are doing something, per line in flight. */
const OPEN_PER_SLOT = 4
const NODE_CONCURRENCY = 16

/**
 * Runs a plan over lines: pulled, never pushed, so memory follows what is in flight. Every event goes to the host's
 * writer; the outcome is what a caller needs without reading them back. Whatever happens, the run ends in `run-end`.
 */
export async function executeRun(
  prepared: PreparedPlan,
  lines: Iterable<LineInput> | AsyncIterable<LineInput>,
  host: Host,
  options: ExecuteOptions,
): Promise<RunOutcome> {
  return new Run(prepared, host, options).execute(lines)
}

class Run {
  readonly #prepared: PreparedPlan
  readonly #host: Host
  readonly #options: ExecuteOptions
  readonly #stop = new AbortController()
  readonly #slots: Slots
  readonly #open: Slots
  readonly #counts = { done: 0, failed: 0, crashed: 0, cancelled: 0 }
  readonly #usage: Usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
  #ranLines = false
  /** Lines whose nodes were done and could be read. */
  #readLines = 0
  readonly #aggregation: AggregationInputs
  readonly #lineOptions: Pick<LineContext, "aggregated" | "timeout" | "grace" | "streaming" | "feed">

  constructor(prepared: PreparedPlan, host: Host, options: ExecuteOptions) {
    this.#prepared = prepared
    this.#host = host
    this.#options = options
    this.#slots = new Slots(options.concurrency)
    this.#open = new Slots(options.concurrency * OPEN_PER_SLOT)
    this.#aggregation = new AggregationInputs(prepared.plan.nodes)
    const { lineTimeout, lineGrace, streaming, feed } = options
    this.#lineOptions = {
      aggregated: aggregatedReferences(prepared.plan),
      ...(lineTimeout && { timeout: lineTimeout }),
      ...(lineGrace && { grace: lineGrace }),
      ...(streaming !== undefined && { streaming }),
      ...(feed && { feed }),
    }
  }

  async execute(lines: Iterable<LineInput> | AsyncIterable<LineInput>): Promise<RunOutcome> {
    const host = this.#host
    const { signal, batchTimeout } = this.#options
    const started = host.clock.now()
    const giveUp = () => this.#stop.abort(signal?.reason ?? new MillraceError("CANCELED"))
    if (signal?.aborted) giveUp()
    signal?.addEventListener("abort", giveUp)
    const timer =
      batchTimeout === undefined
        ? undefined
        : setTimeout(
            () => this.#stop.abort(new MillraceError("BATCH_TIMEOUT", { batch_timeout_sec: batchTimeout })),
            batchTimeout * 1000,
          )
    void host.writer.append([this.#options.start])
    let error: MillraceError | undefined
    try {
      await this.#runLines(this.#notDone(lines))
      if (!this.#stopped()) await this.#runLines(this.#doneBefore())
    } catch (thrown) {
      error = toMillraceError(thrown)
    }
    clearTimeout(timer)
    const stopped = this.#isOver() ? undefined : this.#stopped()
    // of a flex flow only a batch aggregates (spec 3.8)
    const isFlex = this.#prepared.plan.kind === "flex"
    const nothing = this.#options.aggregateDoneOnly === true && (this.#readLines === 0 || isFlex)
    const before = error || stopped || nothing ? undefined : await this.#options.earlier?.aggregation()
    // the run was cut off behind its last stage
    const isDone = before?.last.status === "done" && !this.#ranLines
    const stage: AggregateResult =
      error || stopped || nothing || isDone
        ? { status: "done", metrics: new Map() }
        : await aggregate(this.#aggregation, {
            ...this.#stageContext(),
            earlier: before,
          })
    signal?.removeEventListener("abort", giveUp)
    const cutOff = stopped ?? (stage.status === "cancelled" ? this.#stopped() : undefined)
    const end = this.#end(error, cutOff, host.clock.now() - started)
    await host.writer.append([end.event])
    return {
      status: end.event.status,
      counts: this.#counts,
      metrics: stage.metrics,
      usage: this.#usage,
      ...(stage.failure && { aggregationFailure: stage.failure }),
      ...(end.error && { error: end.error }),
    }
  }

  #stopped(): MillraceError | undefined {
    if (this.#stop.signal.aborted) return toMillraceError(this.#stop.signal.reason)
    const { drain } = this.#options
    if (!drain?.aborted) return undefined
    return drain.reason instanceof MillraceError ? drain.reason : new MillraceError("CANCELED")
  }

  /** Asked to start no more lines, it has none left: every line has ended as lines do, and nothing comes after them. */
  #isOver(): boolean {
    const { done, failed, crashed } = this.#counts
    const { lines } = this.#options.start
    if (this.#stop.signal.aborted || lines === null || done + failed + crashed < lines) return false
    return !this.#prepared.plan.nodes.some(({ stage }) => stage === "aggregation")
  }

  #end(error: MillraceError | undefined, stopped: MillraceError | undefined, duration: number) {
    const timedOut = stopped?.code === "BATCH_TIMEOUT"
    const kept = error ?? (timedOut && this.#options.batchTimeoutIsDone ? undefined : stopped)
    const status: RunEnd["status"] = error
      ? failureStatus(error)
      : !kept
        ? "done"
        : timedOut
          ? "failed"
          : "cancelled"
    const event: RunEnd = {
      type: "run-end",
      status,
      counts: { ...this.#counts },
      duration,
      ...(kept && { error: errorRecord(kept) }),
    }
    return { event, error: kept }
  }

  async #runLines(lines: Iterable<LineInput> | AsyncIterable<LineInput>): Promise<void> {
    const running = new Set<Promise<void>>()
    const { clock } = this.#host
    const failures: unknown[] = []
    let waits = true
    try {
      for await (const line of lines) {
        await this.#open.acquire()
        await this.#slots.acquire()
        if (this.#stop.signal.aborted || this.#options.drain?.aborted) break
        const began = clock.now()
        const task: Promise<void> = this.#runLine(line)
          .catch((thrown) => {
            // nothing can be kept any more: the others are stopped, so that they ask nothing for nothing
            failures.push(thrown)
            this.#stop.abort(thrown)
          })
          .finally(() => {
            running.delete(task)
            waits = clock.now() - began > WAITING_MS
          })
        running.add(task)
        if (waits) await nextTurn()
      }
    } finally {
      await Promise.all(running)
    }
    if (failures.length > 0) throw failures[0]
  }

  async *#notDone(lines: Iterable<LineInput> | AsyncIterable<LineInput>): AsyncGenerator<LineInput> {
    const { earlier } = this.#options
    for await (const line of lines) {
      const status = earlier?.ended(line.number)
      if (status) {
        this.#counts[status]++
        continue
      }
      const attempts = await earlier?.attempts(line.number)
      yield attempts ? { ...line, earlier: attempts } : line
    }
  }

  /** Gives the aggregation stage what it needs of lines that were done before; those whose values died with their worker run again. */
  async *#doneBefore(): AsyncGenerator<LineInput> {
    const { earlier } = this.#options
    const { plan } = this.#prepared
    if (!earlier || !plan.nodes.some(({ stage }) => stage === "aggregation")) return
    const lives = (state: LineState) =>
      this.#lineOptions.aggregated.some(({ node }) => state.nodes.get(node)?.live !== undefined)
    for await (const state of earlier.doneLines()) {
      if (lives(state) && state.inputs?.value instanceof Map) {
        this.#counts.done--
        const attempts = withAttempt(undefined, state)
        yield { number: state.line ?? 0, inputs: state.inputs.value as Dict, earlier: attempts }
      } else {
        const outcome = endedOutcome(plan, state)
        this.#aggregation.add(
          this.#host.media ? await withImagesAgain(outcome, plan, this.#host.media) : outcome,
        )
      }
    }
  }

  async #runLine(line: LineInput): Promise<void> {
    this.#ranLines = true
    const slot = new LineSlot(this.#slots)
    try {
      this.#take(await this.#outcome(line, slot))
    } finally {
      slot.end()
      this.#open.release()
    }
  }

  async #outcome(line: LineInput, slot: LineSlot): Promise<LineOutcome> {
    const ended = await this.#options.ended?.(line)
    if (ended) await this.#host.writer.append(ended.events)
    return ended?.outcome ?? runLine(line, { ...this.#stageContext(), ...this.#lineOptions, slot })
  }

  #take(outcome: LineOutcome): void {
    this.#counts[outcome.status]++
    for (const key of ["prompt_tokens", "completion_tokens", "total_tokens"] as const) {
      this.#usage[key] += outcome.usage[key]
    }
    this.#aggregation.add(outcome, this.#options.aggregateDoneOnly)
    if (outcome.status === "done" || outcome.aggregation) this.#readLines++
    this.#options.lineEnded?.(outcome)
  }

  #stageContext() {
    return {
      prepared: this.#prepared,
      host: this.#host,
      signal: this.#stop.signal,
      nodeConcurrency: this.#options.nodeConcurrency ?? NODE_CONCURRENCY,
    }
  }
}
