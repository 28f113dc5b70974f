import { type ExecuteOptions, executeRun, type PreparedPlan } from "@internal/engine"
import { MillraceError, type NewEvent, type RunEvent, type RunStart, type Writer } from "@internal/schema"
import type { RunFolder, Store } from "@internal/store"
import type { Dict } from "@internal/value"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import { trimCache } from "../cache-operations.ts"
import type { Context } from "../context.ts"
import { LineSource, type RowSource } from "../data/line-source.ts"
import type { Execution } from "../flow/execution.ts"
import { WorkHandle } from "../handle.ts"
import { runPlaces } from "../media/image-places.ts"
import { ImageKeeper } from "../media/persist-images.ts"
import { PriceBook } from "../prices/price-book.ts"
import { priceCalls } from "../prices/price-calls.ts"
import type { CallGate } from "../spending/call-gate.ts"
import { Caps } from "../spending/caps.ts"
import { observedWriter } from "../write-events.ts"
import { heed } from "./heed.ts"
import { isRaised, withRunEnd } from "./refusal.ts"
import type { Relay } from "./relay.ts"
import { runInfo } from "./run-info.ts"
import { limits } from "./run-settings.ts"
import { runStart } from "./run-start.ts"
import { systemMetrics } from "./system-metrics.ts"

/** A run that is claimed and ready: what executing its lines needs. */
export interface BatchRun {
  context: Context
  store: Store
  execution: Execution
  /** The plan, or why it cannot run though there is a run of it. */
  prepared: PreparedPlan | MillraceError
  host: ReturnType<Execution["host"]>
  /** What the host writes to; it becomes the journal's writer here. */
  slot: Writer
  journal: Writer
  name: string
  options: RunOptions
  concurrency: number
  mapping: Dict
  sources: RowSource[]
  outputPath: string
  folder?: RunFolder
  /** Where the run's calls of models pass. */
  gate: CallGate
  /** What `run-start` says beside what every run's says. */
  start: Omit<Parameters<typeof runStart>[1], "lines">
  /** Done before the first line. */
  before?(): Promise<void>
  /** Writes files of the run after its last event; what the run keeps of itself says that they are complete. */
  finish?(): Promise<void>
  /** Lines that have ended in an earlier start and stay so. */
  stay?: { done: number; failed: number }
  /** Told how many lines there are; may refuse. */
  opened?(lines: number): void
  /** Of a run that goes on with another one, or with itself. */
  more?: Pick<ExecuteOptions, "ended" | "earlier">
}

/** A writer that refuses, until `executeBatch` makes it that of the run: the host is needed before there is a run. */
export function writerSlot(): Writer {
  const refuse = () =>
    Promise.reject(new MillraceError("INTERNAL", { detail: "an event before the run was there" }))
  return { append: refuse, close: refuse }
}

/** The handle of a run that executes; `resources` end with it. */
export function startBatch(
  run: BatchRun,
  {
    relay,
    resources,
    signal,
  }: { relay: Relay; resources: AsyncDisposableStack; signal?: AbortSignal | undefined },
): WorkHandle<RunInfo> {
  return new WorkHandle<RunInfo>(
    run.name,
    async (handle) => {
      relay.connect((progress) => handle.emit(progress))
      try {
        return await executeBatch(run, handle)
      } finally {
        await resources.disposeAsync()
      }
    },
    signal,
  )
}

/** Executes the lines of a run; whatever happens, it ends in `run-end` and its files are complete. */
async function executeBatch(run: BatchRun, handle: WorkHandle<RunInfo>): Promise<RunInfo> {
  const { context, store, execution, name, slot, journal, folder, outputPath } = run
  const { plan, scrubber } = execution
  const images = new ImageKeeper(execution.images, plan.messageFormat)
  const imagePlaces = runPlaces(outputPath)
  const listeners = [
    ...(folder ? [(event: RunEvent) => folder.event(event)] : []),
    (event: RunEvent) => handle.emit(event),
  ]
  const book = PriceBook.read(context.places)
  const caps = new Caps(name, run.options, { book, before: (await store.runs.get(name)).summary })
  listeners.push((event) => caps.event(event))
  run.gate.guard = caps
  const priced = priceCalls(book, (connection) => execution.isLocal(connection))
  const kept = (event: NewEvent) => priced(images.event(event, imagePlaces))
  Object.assign(slot, observedWriter(journal, { run: name, scrubber, listeners, kept }))
  const listening = heed(store, name, handle)
  try {
    await run.before?.()
    const outcome = await withRunEnd(slot, plan, () => executeLines(run, handle, caps))
    await slot.close()
    await folder?.close()
    await run.finish?.()
    if (!(outcome instanceof MillraceError)) {
      const { summary } = await store.runs.get(name)
      await store.runs.update(name, { properties: { system_metrics: systemMetrics(summary, plan.kind) } })
    }
    await trimCache(context)
    const ended = await store.runs.get(name)
    if (outcome instanceof MillraceError && isRaised(outcome, context.places.profile))
      throw execution.told(outcome)
    return runInfo(ended, await store.runs.error(name))
  } catch (thrown) {
    // where the journal takes no more, there is at least what was done until then
    await folder?.close().catch(() => {})
    throw thrown
  } finally {
    clearInterval(listening)
    await slot.close().catch(() => {})
  }
}

async function executeLines(run: BatchRun, handle: WorkHandle<RunInfo>, caps: Caps) {
  const { context, execution, prepared, host, options, concurrency, mapping, sources, name } = run
  const { places } = context
  const { plan } = execution
  if (prepared instanceof MillraceError) throw prepared
  if (plan.inputs.length === 0 && plan.kind === "dag") throw new MillraceError("BATCH_WITHOUT_INPUTS")
  const lines = await LineSource.open({
    sources,
    inputs: plan.inputs,
    mapping,
    strict: places.profile === "pf",
    ...(options.limit !== undefined && { limit: options.limit }),
    ...(options.sample !== undefined && { sample: options.sample }),
  })
  run.opened?.(lines.count)
  handle.emit({
    type: "ready",
    run: name,
    flow: plan.name,
    nodes: plan.nodes.map((node) => node.name),
    lines: lines.count,
    ...(options.sample !== undefined && { of: lines.total }),
    ...(run.stay && { ended: run.stay }),
    ...(execution.runtime && { runtime: execution.runtime }),
    models: execution.models(),
    concurrency,
  })
  const unseen = execution.unseen()
  if (unseen !== undefined) handle.emit({ type: "warning", message: unseen })
  const start: RunStart = runStart(plan, {
    ...run.start,
    lines: lines.count,
    python: execution.runtime,
  })
  return executeRun(
    prepared,
    caps.lines(lines, (line) => run.more?.earlier?.ended(line) !== undefined),
    host,
    {
      ...limits(places, options, execution),
      ...run.more,
      start,
      concurrency,
      signal: handle.stop,
      drain: AbortSignal.any([handle.drain, caps.signal]),
    },
  )
}
