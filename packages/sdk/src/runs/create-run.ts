import { resolve } from "node:path"
import { defaultMapping } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import { currentOwner, openRunFolder, type RunRecord } from "@internal/store"
import { fromPlain, toPlain } from "@internal/value"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import type { RowSource } from "../data/line-source.ts"
import { Execution } from "../flow/execution.ts"
import type { WorkHandle } from "../handle.ts"
import { linkedPath } from "../linked-path.ts"
import { CallGate } from "../spending/call-gate.ts"
import { type BatchRun, startBatch, writerSlot } from "./batch-run.ts"
import { fingerprint } from "./fingerprint.ts"
import { folderInfo } from "./folder-info.ts"
import { maskedInit } from "./init-secrets.ts"
import { keptOptions } from "./kept-options.ts"
import { preparedOrRefused } from "./refusal.ts"
import { Relay } from "./relay.ts"
import { doneLines } from "./resume-lines.ts"
import { finishedRun, rowSources } from "./row-sources.ts"
import { runFolderPath } from "./run-folder-path.ts"
import { runNaming } from "./run-naming.ts"
import { chosenConcurrency, displayName, givenMapping } from "./run-settings.ts"
import { writeSnapshot } from "./snapshot.ts"

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
    options.data === undefined
      ? undefined
      : new DataFiles(linkedPath(resolve(places.cwd, options.data)), warn)
  const referenced = options.run === undefined ? undefined : await finishedRun(context, options.run)
  if (!files && !referenced && !within) {
    const reason = "A run needs data: give --data, --run or both"
    throw new MillraceError("RUN_INVALID", { reason }, { original: ["UserError"] })
  }
  const given = givenMapping(options)
  const concurrency = chosenConcurrency(context, options)
  const gate = new CallGate()
  const execution = await Execution.prepare(context, {
    ...options,
    concurrency,
    gate,
    report: (p) => relay.emit(p),
  })
  const cleanup = new AsyncDisposableStack()
  cleanup.use(execution)
  try {
    const { plan } = execution
    const { name, flowName, flowPath } = runNaming(execution, options, places.cwd)
    const slot = writerSlot()
    const host = execution.host(slot, (delta) => relay.emit(delta))
    const prepared = await preparedOrRefused(execution, host)
    const made = await fingerprint(plan, host, files)
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
        ...(options.variants && { node_variants: options.variants }),
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
    const folder = openRunFolder(outputPath, {
      ...folderInfo(plan, name),
      mapped: given !== undefined,
      ...(places.profile === "pf" && { onLog: (text: string) => relay.emit({ type: "log", text }) }),
    })
    const journal = await store.journal.claim(name, currentOwner())
    const mapping = defaultMapping(plan.inputs, given)
    const run: BatchRun = {
      context,
      store,
      execution,
      prepared,
      host,
      slot,
      journal,
      name,
      options,
      concurrency,
      mapping,
      gate,
      sources: within?.sources ?? rowSources(context, files, referenced, plan.messageFormat),
      outputPath,
      folder,
      start: {
        mapping,
        fingerprint: made,
        ...(files && { data: files.path }),
      },
      before: () => writeSnapshot(outputPath, execution),
      ...(source && { more: { ended: doneLines(store, source, plan, execution.images) } }),
    }
    return startBatch(run, { relay, resources: cleanup.move(), signal: options.signal })
  } catch (thrown) {
    await cleanup.disposeAsync()
    throw execution.told(thrown)
  }
}
