import { resolve } from "node:path"
import { executeRun } from "@internal/engine"
import { defaultMapping } from "@internal/flow"
import { MillraceError, type NewEvent, type Writer } from "@internal/schema"
import { currentOwner, openRunFolder, type RunFolder, type RunRecord } from "@internal/store"
import { fromPlain, toPlain } from "@internal/value"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import { LineSource, type RowSource } from "../data/line-source.ts"
import { Execution } from "../flow/execution.ts"
import { runsAsync } from "../flow/runs-async.ts"
import { WorkHandle } from "../handle.ts"
import { runPlaces } from "../media/image-places.ts"
import { ImageKeeper } from "../media/persist-images.ts"
import { observedWriter } from "../write-events.ts"
import { maskedInit } from "./init-secrets.ts"
import { keptOptions } from "./kept-options.ts"
import { isRaised, preparedOrRefused, withRunEnd } from "./refusal.ts"
import { Relay } from "./relay.ts"
import { doneLines } from "./resume-lines.ts"
import { finishedRun, rowSources } from "./row-sources.ts"
import { runFolderPath } from "./run-folder-path.ts"
import { runInfo } from "./run-info.ts"
import { runNaming } from "./run-naming.ts"
import { chosenConcurrency, displayName, givenMapping, limits } from "./run-settings.ts"
import { runStart } from "./run-start.ts"
import { writeSnapshot } from "./snapshot.ts"
import { systemMetrics } from "./system-metrics.ts"

/** What the original's logs say of a line's nodes (spec 3.3). */
const PF_NODE_CONCURRENCY = 2

/** A run that belongs to an experiment: where its folder is, its rows, and the run before it. */
export interface RunPlacement {
  folder: string
  sources: RowSource[]
  run?: string
}

/**
 * Starts a batch run (spec 4), one that goes on with `source` if that is given. What is wrong before there is a run
 * rejects here (no such flow, variant, data, connection, run; a taken name); everything after that is in the run: its
 * state, its error, its lines.
 */
export async function createRun(
  context: Context,
  options: RunOptions,
  source?: RunRecord,
  within?: RunPlacement,
): Promise<WorkHandle<RunInfo>> {
  const { places } = context
  const store = await context.store()
  const relay = new Relay()
  const warn = (message: string) => relay.emit({ type: "warning", message })
  const files =
    options.data === undefined ? undefined : new DataFiles(resolve(places.cwd, options.data), warn)
  const referenced = options.run === undefined ? undefined : await finishedRun(context, options.run)
  if (!files && !referenced && !within) {
    const reason = "A run needs data: give --data, --run or both"
    throw new MillraceError("RUN_INVALID", { reason }, { original: ["UserError"] })
  }
  const given = givenMapping(options)
  const concurrency = chosenConcurrency(context, options)
  const execution = await Execution.prepare(context, {
    ...options,
    concurrency,
    report: (p) => relay.emit(p),
  })
  const cleanup = new AsyncDisposableStack()
  cleanup.use(execution)
  try {
    const { plan } = execution
    const { name, flowName, flowPath } = runNaming(execution, options, places.cwd)
    const slot: Writer = { append: refuse, close: refuse }
    const host = execution.host(slot, (delta) => relay.emit(delta))
    const prepared = await preparedOrRefused(execution, host)
    const outputPath =
      within?.folder ?? (await runFolderPath(context, { name, flowFolder: execution.loaded.folder }))
    await store.runs.create({
      name,
      kind: "batch",
      displayName: displayName(options, name, execution),
      description: options.description ?? null,
      tags: options.tags ?? null,
      properties: {
        ...(options.variant && { node_variant: options.variant }),
        ...(source && { resume_from: source.name }),
        ...(given && { column_mapping: options.columnMapping }),
        ...options.properties,
        ...(options.init && { init_kwargs: maskedInit(toPlain(fromPlain(options.init))) }),
        ...keptOptions(context, store, options, name),
      },
      flowName,
      flowPath,
      data: files?.path ?? null,
      run: referenced?.name ?? within?.run ?? null,
      outputPath,
    })
    const stage = (wanted: string) => plan.nodes.filter((node) => node.stage === wanted).length
    const folder = openRunFolder(outputPath, {
      run: name,
      nodes: stage("line"),
      aggregationNodes: stage("aggregation"),
      concurrency: PF_NODE_CONCURRENCY,
      async: runsAsync(plan),
      mapped: given !== undefined,
      messageFormat: plan.messageFormat,
      kind: plan.kind,
      ...(places.profile === "pf" && { onLog: (text: string) => relay.emit({ type: "log", text }) }),
    })
    const journal = await store.journal.claim(name, currentOwner())
    const resources = cleanup.move()

    return new WorkHandle<RunInfo>(
      name,
      async (handle) => {
        relay.connect((progress) => handle.emit(progress))
        const { scrubber } = execution
        const listeners = [
          (event: Parameters<RunFolder["event"]>[0]) => folder.event(event),
          handle.emit.bind(handle),
        ]
        const images = new ImageKeeper(execution.images, plan.messageFormat)
        const imagePlaces = runPlaces(outputPath)
        const kept = (event: NewEvent) => images.event(event, imagePlaces)
        Object.assign(slot, observedWriter(journal, { run: name, scrubber, listeners, kept }))
        try {
          await writeSnapshot(outputPath, execution)
          const mapping = defaultMapping(plan.inputs, given)
          const outcome = await withRunEnd(slot, plan, async () => {
            if (prepared instanceof MillraceError) throw prepared
            if (plan.inputs.length === 0 && plan.kind === "dag")
              throw new MillraceError("BATCH_WITHOUT_INPUTS")
            const lines = await LineSource.open({
              sources: within?.sources ?? rowSources(context, files, referenced, plan.messageFormat),
              inputs: plan.inputs,
              mapping,
              strict: places.profile === "pf",
              ...(options.limit !== undefined && { limit: options.limit }),
            })
            handle.emit({
              type: "ready",
              run: name,
              flow: plan.name,
              nodes: plan.nodes.map((node) => node.name),
              lines: lines.count,
              ...(execution.runtime && { runtime: execution.runtime }),
              models: execution.models(),
              concurrency,
            })
            const unseen = execution.unseen()
            if (unseen !== undefined) handle.emit({ type: "warning", message: unseen })
            return executeRun(prepared, lines, host, {
              ...limits(places, options, execution.environment),
              start: runStart(plan, { lines: lines.count, mapping, ...(files && { data: files.path }) }),
              concurrency,
              signal: handle.stop,
              drain: handle.drain,
              ...(source && { ended: doneLines(store, source, plan, execution.images) }),
            })
          })
          await slot.close()
          await folder.close()
          if (!(outcome instanceof MillraceError)) {
            const { summary } = await store.runs.get(name)
            await store.runs.update(name, {
              properties: { system_metrics: systemMetrics(summary, plan.kind) },
            })
          }
          const ended = await store.runs.get(name)
          if (outcome instanceof MillraceError && isRaised(outcome, places.profile))
            throw execution.told(outcome)
          return runInfo(ended, await store.runs.error(name))
        } finally {
          await slot.close().catch(() => {})
          await resources.disposeAsync()
        }
      },
      options.signal,
    )
  } catch (thrown) {
    await cleanup.disposeAsync()
    throw execution.told(thrown)
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new MillraceError("INTERNAL", { detail: "an event before the run was there" }))
}
