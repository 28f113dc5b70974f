import type { Value } from "@internal/value"
import type { ExperimentInfo, StartExperimentOptions } from "../api/experiments.ts"
import { archivedOf, defined, limitOf, nameOf, type Operation, textOf } from "./client-operation.ts"

/** `pf._experiments`. */
export const EXPERIMENT_CALLS: Record<string, Operation> = {
  "experiments.list": async (api, given) =>
    (await api.experiments.list({ limit: limitOf(given), ...archivedOf(given) })).map(clientExperiment),
  "experiments.get": async (api, given) => clientExperiment(await api.experiments.get(nameOf(given))),
  "experiments.create": async (api, given) =>
    clientExperiment(
      await api.experiments.create({
        template: String(given.template),
        ...defined({ name: textOf(given, "name") }),
      }),
    ),
  "experiments.start": async (api, given, { models, asked }) => {
    const start: StartExperimentOptions = defined({
      ...models,
      name: textOf(given, "name"),
      template: textOf(given, "template"),
      inputs: given.inputs ? (asked.exact.get("inputs") as Map<string, Value>) : undefined,
    })
    return clientExperiment(await (await api.experiments.start(start)).result)
  },
  "experiments.stop": async (api, given) =>
    clientExperiment(
      await api.experiments.stop(
        defined({ name: textOf(given, "name"), template: textOf(given, "template") }),
      ),
    ),
  "experiments.test": async (api, given, { models, asked }) => {
    const { outputs } = await api.experiments.test({
      template: String(given.template),
      ...defined({
        ...models,
        flow: textOf(given, "flow"),
        inputs: given.inputs ? (asked.exact.get("inputs") as Map<string, Value>) : undefined,
      }),
    }).result
    return outputs
  },
}

/** An experiment as the original shows it, its runs by node as data. */
function clientExperiment({ json, nodes }: ExperimentInfo): Map<string, unknown> {
  const started = nodes.filter(({ runs }) => runs.length > 0)
  return new Map<string, unknown>([
    ...json,
    ["node_runs", Object.fromEntries(started.map(({ name, runs }) => [name, runs]))],
  ])
}
