import { type Experiment, experimentJson, readExperiment } from "@internal/flow"
import type { ExperimentRecord } from "@internal/store"
import { str, type Value } from "@internal/value"
import type { ExperimentInfo } from "../api/experiments.ts"

export function definitionOf(record: ExperimentRecord): Experiment {
  return readExperiment(record.definition, record.template)
}

/** An experiment as it is shown; `json` has the fields, the order and the texts of the original. */
export function experimentInfo(record: ExperimentRecord): ExperimentInfo {
  const experiment = definitionOf(record)
  const nodes = experiment.nodes.map(({ name, type }) => {
    const runs = record.nodeRuns.filter(({ node }) => node === name)
    return {
      name,
      type,
      status: runs.at(-1)?.status ?? "NotStarted",
      runs: runs.map(({ run, status }) => ({ name: run, status })),
    }
  })
  const json = experimentJson(experiment, { shown: true })
  const started = [...new Set(record.nodeRuns.map(({ node }) => node))]
  json.set("name", record.name)
  json.set(
    "node_runs",
    new Map(
      started.map((name) => {
        const runs = record.nodeRuns.filter(({ node }) => node === name)
        // the original prints the list as text
        const shown = runs.map(
          ({ run, status }) =>
            new Map<string, Value>([
              ["name", run],
              ["status", status],
            ]),
        )
        return [name, str(shown)]
      }),
    ),
  )
  json.set("status", record.status)
  json.set("properties", new Map())
  json.set("created_on", localTime(record.createdAt))
  if (record.startedAt !== null) json.set("last_start_time", localTime(record.startedAt))
  if (record.endedAt !== null) json.set("last_end_time", localTime(record.endedAt))
  return {
    name: record.name,
    status: record.status,
    description: experiment.description,
    createdOn: new Date(record.createdAt).toISOString(),
    startedOn: record.startedAt === null ? null : new Date(record.startedAt).toISOString(),
    endedOn: record.endedAt === null ? null : new Date(record.endedAt).toISOString(),
    folder: record.folder,
    nodes,
    json,
  }
}

/** As Python's `datetime.now().isoformat()` has it. */
function localTime(ms: number): string {
  const zone = new Date(ms).getTimezoneOffset() * 60_000
  return new Date(ms - zone).toISOString().replace("Z", "000")
}
