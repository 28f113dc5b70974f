import { checkExperiment, experimentJson } from "@internal/flow"
import type { ExperimentRecord } from "@internal/store"
import { stringify } from "@internal/value"
import type { ExperimentInfo, StartExperimentOptions } from "../api/experiments.ts"
import type { Context } from "../context.ts"
import { WorkHandle } from "../handle.ts"
import { definitionOf, experimentInfo } from "./experiment-info.ts"
import { asDict, dataPaths, inputValues, withGiven } from "./given-inputs.ts"
import { Orchestrator } from "./orchestrator.ts"

const STOP_POLL_MS = 300

/**
 * Runs an experiment in this process, with the inputs that it was last started with or those given now: everything that is wrong with it as a whole rejects before a node runs. A node that
 * fails does not: those after it are not run, the others are.
 */
export async function startExperiment(
  context: Context,
  record: ExperimentRecord,
  options: StartExperimentOptions,
): Promise<WorkHandle<ExperimentInfo>> {
  const experiment = definitionOf(record)
  const needs = checkExperiment(experiment)
  const given = asDict(options.inputs)
  const inputs = inputValues(experiment, given)
  const data = dataPaths(experiment, given, context.places.cwd)
  const store = (await context.store()).experiments
  const claimed = await store.claim(record.name)
  if (given.size > 0)
    await store.define(record.name, stringify(experimentJson(withGiven(experiment, inputs, data))))
  const { connection, record: recordings, replay, runtime, install } = options
  const models = {
    ...(connection !== undefined && { connection }),
    ...(recordings !== undefined && { record: recordings }),
    ...(replay !== undefined && { replay }),
    ...(runtime !== undefined && { runtime }),
    ...(install !== undefined && { install }),
  }
  return new WorkHandle<ExperimentInfo>(
    record.name,
    async (handle) => {
      const stop = new AbortController()
      const onStop = () => stop.abort()
      for (const signal of [handle.drain, handle.stop]) {
        if (signal.aborted) onStop()
        signal.addEventListener("abort", onStop)
      }
      const asked = setInterval(async () => {
        if ((await store.get(record.name)).stopping) onStop()
      }, STOP_POLL_MS)
      try {
        const orchestrator = new Orchestrator({
          experiment,
          needs,
          record: claimed,
          store,
          scope: { context, data, inputs, ended: new Map() },
          models,
          report: handle.emit.bind(handle),
          signal: stop.signal,
        })
        await orchestrator.run()
      } finally {
        clearInterval(asked)
        await store.end(record.name)
      }
      return experimentInfo(await store.get(record.name))
    },
    options.signal,
  )
}
