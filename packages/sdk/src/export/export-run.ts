import { join, resolve } from "node:path"
import { openRunFolder } from "@internal/store"
import type { Context } from "../context.ts"
import { defaultRunsFolder } from "../home.ts"

/**
 * Writes a run's folder again from the journal, `flow_artifacts`, `node_artifacts` and `flow_logs` included: large runs
 * leave those out while they run. The snapshot is not part of the journal, so it stays where it is.
 */
export async function exportRun(context: Context, name: string, folder?: string): Promise<string> {
  const store = await context.store()
  const run = await store.runs.get(name)
  const own = run.outputPath ?? join(defaultRunsFolder(context.places), name)
  const path = folder === undefined ? own : resolve(context.places.cwd, folder)
  const nodes = Object.keys(run.summary.nodes).length
  const writer = openRunFolder(path, {
    run: name,
    nodes,
    aggregationNodes: 0,
    concurrency: 2,
    mapped: run.properties.column_mapping !== undefined,
    messageFormat: "basic",
    artifacts: true,
  })
  for await (const event of store.runs.currentEvents(name)) writer.event(event)
  await writer.close()
  return path
}
