import { join } from "node:path"
import { flowText } from "@internal/flow"
import type { RunRecord } from "@internal/store"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import { Execution } from "../flow/execution.ts"
import { writerSlot } from "./batch-run.ts"
import { changedSince, type Made, runChanged } from "./changed-run.ts"
import { type FingerprintHost, fingerprint } from "./fingerprint.ts"
import { optionsOf } from "./kept-options.ts"
import { definitionOf } from "./resume-from.ts"

/** What a run would be made of if it were started now. */
export async function madeNow(
  { plan, loaded, flow }: Execution,
  host: FingerprintHost,
  { outputPath }: RunRecord,
  files: DataFiles | undefined,
): Promise<Made> {
  return {
    plan,
    fingerprint: await fingerprint(plan, host, files),
    flowFile: loaded.file,
    flowText: flowText(flow, loaded.reader.read(loaded.file)),
    folder: loaded.reader.root,
    snapshot: join(outputPath ?? "", "snapshot"),
  }
}

/** Rejects with `RUN_CHANGED` when flow or data of a run are not what they were. */
export async function refuseChanged(context: Context, record: RunRecord): Promise<void> {
  const store = await context.store()
  const told = { ...definitionOf(store, record), ...optionsOf(store, record).manner }
  await using execution = await Execution.prepare(context, { ...told, concurrency: 1, report: () => {} })
  const files = record.data === null ? undefined : new DataFiles(record.data)
  const now = await madeNow(execution, execution.host(writerSlot()), record, files)
  const changed = changedSince(record.summary, now)
  if (changed.length > 0) throw runChanged(record.name, changed, now)
}
