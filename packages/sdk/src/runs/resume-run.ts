import { defaultMapping } from "@internal/flow"
import { MillraceError, type Plan, type Writer } from "@internal/schema"
import { currentOwner, REGISTERED, type RunRecord } from "@internal/store"
import type { ResumeOptions, RunInfo } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import { Execution } from "../flow/execution.ts"
import type { ExecutionRequest } from "../flow/execution-request.ts"
import { WorkHandle } from "../handle.ts"
import { CallGate } from "../spending/call-gate.ts"
import { VERSION } from "../version.ts"
import { type BatchRun, startBatch, writerSlot } from "./batch-run.ts"
import { changedSince, changedSoftware, runChanged } from "./changed-run.ts"
import { type Remains, remainsOf, stageRunsAgain } from "./earlier-run.ts"
import { optionsOf } from "./kept-options.ts"
import { preparedOrRefused } from "./refusal.ts"
import { madeNow } from "./refuse-changed.ts"
import { Relay } from "./relay.ts"
import { definitionOf } from "./resume-from.ts"
import { finishedRun, rowSources } from "./row-sources.ts"
import { runInfo } from "./run-info.ts"
import { chosenConcurrency, givenMapping } from "./run-settings.ts"
import { writeSnapshot } from "./snapshot.ts"
import { systemMetrics } from "./system-metrics.ts"
import { writeRunFolder } from "./write-run-folder.ts"

/**
 * Goes on with a run that was cut off, stopped or has failed lines (contracts.md, Journal): the same name, the same
 * inputs, the same manner. Rejects with `RUN_TAKEN_OVER` while another process writes it, with `RUN_CHANGED` when flow or
 * data are not what they were, and with `RUN_STATUS` when there is nothing left to do.
 */
export async function resumeRun(
  context: Context,
  name: string,
  options: ResumeOptions = {},
): Promise<WorkHandle<RunInfo>> {
  const store = await context.store()
  const record = await store.runs.get(name)
  if (record.properties[REGISTERED] || record.kind !== "batch")
    throw cannot(record, "only a batch run that was executed here can go on")
  const journal = await store.journal.claim(name, currentOwner())
  try {
    return await opened(context, record, journal, options)
  } catch (thrown) {
    await journal.close().catch(() => {})
    throw thrown
  }
}

async function opened(
  context: Context,
  record: RunRecord,
  journal: Writer,
  { failed, acceptChanges, ...manner }: ResumeOptions,
): Promise<WorkHandle<RunInfo>> {
  const store = await context.store()
  const { name, summary } = record
  const relay = new Relay()
  const told = { ...definitionOf(store, record), ...optionsOf(store, record).manner, ...given(manner) }
  const concurrency = chosenConcurrency(context, told)
  const files = record.data === null ? undefined : new DataFiles(record.data)
  const referenced = record.run === null ? undefined : await finishedRun(context, record.run)
  const gate = new CallGate()
  const report: ExecutionRequest["report"] = (progress) => relay.emit(progress)
  const execution = await Execution.prepare(context, { ...told, concurrency, gate, report })
  const cleanup = new AsyncDisposableStack()
  cleanup.use(execution)
  try {
    const { plan } = execution
    const outputPath = record.outputPath ?? ""
    const slot = writerSlot()
    const host = execution.host(slot, (delta) => relay.emit(delta))
    const now = await madeNow(execution, host, record, files)
    const changed = changedSince(summary, now)
    if (changed.length > 0 && !acceptChanges) throw runChanged(name, changed, now)
    const software = changedSoftware(summary, {
      millrace: VERSION,
      node: process.versions.node,
      python: execution.runtime,
    })
    if (software !== undefined) relay.emit({ type: "warning", message: software })
    const remains = await remainsOf(store, name, { failed, recheck: changed.length > 0 })
    const isOver = changed.length === 0 && nothingLeft(record, remains)
    if (isOver && !(await stageRunsAgain(store, name, { failed }))) {
      if (record.properties.system_metrics !== undefined) throw cannot(record, complete(record), true)
      return completed(context, { record, plan, journal, cleanup: cleanup.move() })
    }
    const prepared = await preparedOrRefused(execution, host)
    const mapping = defaultMapping(plan.inputs, givenMapping(told))
    const again = { attempt: summary.attempts + 1, firstError: remains.firstError }
    const run: BatchRun = {
      context,
      store,
      execution,
      prepared,
      host,
      slot,
      journal,
      name,
      options: told,
      concurrency,
      mapping,
      gate,
      sources: rowSources(context, files, referenced, plan.messageFormat),
      outputPath,
      start: { mapping, fingerprint: now.fingerprint, again, ...(files && { data: files.path }) },
      before: async () => {
        // its files are not complete any more, until `finish`
        await store.runs.update(name, { properties: { system_metrics: undefined } })
        if (changed.length > 0) await writeSnapshot(outputPath, execution)
      },
      stay: remains.stay,
      // once, from all that its starts have left in the journal
      finish: () => writeRunFolder(store, record, plan),
      opened: (lines) => checkRows(record, lines),
      more: { earlier: remains.run },
    }
    return startBatch(run, { relay, resources: cleanup.move(), signal: manner.signal })
  } catch (thrown) {
    await cleanup.disposeAsync()
    throw execution.told(thrown)
  }
}

/** A run that was cut off behind its last event: its files are not complete. */
function completed(
  context: Context,
  run: { record: RunRecord; plan: Plan; journal: Writer; cleanup: AsyncDisposableStack },
): WorkHandle<RunInfo> {
  const { record, plan, journal, cleanup } = run
  return new WorkHandle<RunInfo>(record.name, async () => {
    try {
      const store = await context.store()
      await writeRunFolder(store, record, plan)
      const properties = { system_metrics: systemMetrics(record.summary, plan.kind) }
      return runInfo(
        await store.runs.update(record.name, { properties }),
        await store.runs.error(record.name),
      )
    } finally {
      await journal.close()
      await cleanup.disposeAsync()
    }
  })
}

/** Without what was not told: it would hide what the run was told before. */
function given(manner: Omit<ResumeOptions, "failed" | "acceptChanges">): typeof manner {
  return Object.fromEntries(Object.entries(manner).filter(([, value]) => value !== undefined))
}

function nothingLeft({ state, summary }: RunRecord, { again, open }: Remains): boolean {
  const { done, failed, crashed, cancelled } = summary.counts
  const ended = done + failed + crashed + cancelled
  return state === "done" && again === 0 && open === 0 && ended >= (summary.lines ?? 0)
}

function complete({ summary }: RunRecord): string {
  const { failed } = summary.counts // a crashed one runs again without being asked for
  if (failed === 0 && Object.keys(summary.aggregationErrors).length === 0) return "all its lines are done"
  if (failed === 0)
    return "all its lines are done, and an aggregation node failed: --failed runs it again if it failed for reasons that may have passed, --all-failed in any case"
  return `all its lines have ended, ${failed} of them failed: --failed runs those again that failed for reasons that may have passed, --all-failed all of them`
}

/** A line that has run cannot lose its row. */
function checkRows(record: RunRecord, lines: number): void {
  const { lines: before } = record.summary
  if (before === null || lines >= before) return
  throw cannot(record, `its data had ${before} rows and has ${lines} now; create a new run`)
}

function cannot({ name, state }: RunRecord, reason: string, isOver = false): MillraceError {
  return new MillraceError("RUN_STATUS", { name, status: state, reason, isOver }, { original: ["UserError"] })
}

/** Whether that is why a run could not go on: it has nothing left to do. */
export function isComplete({ code, data }: MillraceError): boolean {
  return code === "RUN_STATUS" && data.isOver === true
}
