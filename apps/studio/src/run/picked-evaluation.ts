import type { Answer, RunRequest } from "@internal/schema/studio"
import { call } from "../api/call.ts"
import {
  type DataColumn,
  evaluationMapping,
  type MappedInput,
  type MappingProblem,
  type MappingSources,
  mappingProblems,
  mappingValues,
} from "./mapping.ts"

/** An evaluation that can be picked: a flow of the folder, or a sample of the gallery. */
export interface EvaluationChoice {
  key: string
  title: string
  summary: string
  flow: string | { sample: string }
}

/** Of an LLM node of an evaluation: what its file says of the model. */
export interface NodeModel {
  node: string
  connection: string
  key: "deployment_name" | "model"
  name: string
}

/** An evaluation that was picked, and how its inputs and models are given. */
export interface PickedEvaluation extends EvaluationChoice {
  inputs: readonly MappedInput[]
  models: readonly NodeModel[]
  /** Whether its code may run. */
  trusted: boolean
  mapping: Record<string, string>
  /** By node, where another than its file says. */
  connections: Record<string, Record<string, string>>
  /** Another dataset than that of the run; empty: that. */
  data: string
  /** Of that other dataset, once they are read. */
  columns?: readonly DataColumn[] | undefined
  rows?: MappingSources["rows"] | undefined
}

/** Evaluations of the folder first, then those of the gallery; `except` is what is to be evaluated. */
export function evaluationChoices(
  flows: Answer<"flows.list"> = [],
  samples: Answer<"gallery.list"> = [],
  except?: string,
): EvaluationChoice[] {
  return [
    ...flows
      .filter(({ type, path, archived }) => type === "evaluation" && path !== except && !archived)
      .map(({ path, name, description }) => ({
        key: `flow ${path}`,
        title: name,
        summary: description || path,
        flow: path,
      })),
    ...samples
      .filter(({ type }) => type === "evaluation")
      .map(({ name, title, summary }) => ({ key: `sample ${name}`, title, summary, flow: { sample: name } })),
  ]
}

/** Reads what a choice takes, and matches it with what there is. */
export async function pickEvaluation(
  choice: EvaluationChoice,
  sources: MappingSources,
): Promise<PickedEvaluation> {
  const { inputs, nodes, trusted } =
    typeof choice.flow === "string"
      ? await call("flows.get", { query: { flow: choice.flow } })
      : { ...(await call("gallery.get", { query: { name: choice.flow.sample } })), trusted: true }
  return {
    ...choice,
    inputs,
    trusted,
    models: nodes.flatMap(({ name: node, model }) => (model ? [{ node, ...model }] : [])),
    mapping: evaluationMapping(inputs, sources),
    connections: {},
    data: "",
  }
}

/** What its inputs can take: of its own dataset, where it has one. */
export function sourcesOf(
  { data, columns = [], rows }: PickedEvaluation,
  of: MappingSources,
): MappingSources {
  return data === "" ? of : { ...of, columns, rows }
}

/** What keeps it from being asked for. A dataset of its own whose columns are not read yet is no problem of the mapping. */
export function evaluationProblems(picked: PickedEvaluation, of: MappingSources): MappingProblem[] {
  const { data, columns, inputs, mapping } = picked
  if (data !== "" && columns === undefined)
    return [{ input: data, problem: "is still being read", severity: "error" }]
  return mappingProblems(inputs, mapping, sourcesOf(picked, of))
}

/** What is asked of the server. */
export function evaluationRequest({
  flow,
  mapping,
  connections,
  data,
}: PickedEvaluation): NonNullable<RunRequest["evaluations"]>[number] {
  const changed = Object.entries(connections)
    .map(([node, values]) => [node, withoutEmpty(values)] as const)
    .filter(([, values]) => Object.keys(values).length > 0)
  return {
    flow,
    columnMapping: mappingValues(mapping),
    ...(changed.length > 0 && { connections: Object.fromEntries(changed) }),
    ...(data !== "" && { data }),
  }
}

const withoutEmpty = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""))
