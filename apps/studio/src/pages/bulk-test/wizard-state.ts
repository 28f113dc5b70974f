import type { Answer, FlowView, RunRequest } from "@internal/schema/studio"
import {
  type MappingProblem,
  type MappingSources,
  mappingProblems,
  mappingValues,
} from "../../run/mapping.ts"
import { evaluationProblems, evaluationRequest, type PickedEvaluation } from "../../run/picked-evaluation.ts"

export type Preview = Answer<"data.preview">

export interface WizardState {
  name: string
  description: string
  tags: Record<string, string>
  /** Node whose variants run beside the default; empty: the defaults alone. */
  node: string
  variants: string[]
  /** Empty: the one that the flow finds. */
  runtime: string
  data: string
  preview: Preview | undefined
  mapping: Record<string, string>
  /** Arguments of a flex flow's class, as they are typed. */
  init: Record<string, string>
  evaluations: PickedEvaluation[]
  /** Only so many rows. */
  limit: number | undefined
  maxCost: number | undefined
}

export function newWizard(view: FlowView): WizardState {
  return {
    name: `${view.name} bulk test`,
    description: "",
    tags: {},
    node: "",
    variants: [],
    runtime: "",
    data: "",
    preview: undefined,
    mapping: {},
    init: {},
    evaluations: [],
    limit: undefined,
    maxCost: undefined,
  }
}

/** What evaluations of the runs can take. */
export function runSources(view: FlowView, { preview }: Pick<WizardState, "preview">): MappingSources {
  return {
    columns: preview?.columns ?? [],
    rows: preview?.rows ?? [],
    outputs: view.outputs.map(({ name }) => name),
    runInputs: view.inputs.map(({ name }) => name),
  }
}

/** What does not fit yet, of the flow and of each evaluation. */
export function wizardProblems(view: FlowView, state: WizardState): MappingProblem[] {
  const sources = runSources(view, state)
  return [
    ...mappingProblems(view.init, state.init, { columns: [] }),
    ...mappingProblems(view.inputs, state.mapping, { columns: sources.columns, rows: sources.rows ?? [] }),
    ...state.evaluations.flatMap((evaluation) =>
      evaluationProblems(evaluation, sources).map((one) => ({
        ...one,
        input: `${evaluation.title}: ${one.input}`,
      })),
    ),
  ]
}

/** Why it cannot be tested in bulk at all: the original's rule for DAG flows, which a run would be refused by. */
export const refusal = ({ kind, inputs }: FlowView): string | undefined =>
  kind === "dag" && inputs.length === 0 ? "A flow without inputs cannot be run in bulk." : undefined

/** What is asked of the server. */
export function runRequest(view: FlowView, state: WizardState): RunRequest {
  return {
    flow: view.path,
    data: state.data,
    columnMapping: mappingValues(state.mapping),
    ...(Object.values(state.init).some((value) => value !== "") && { init: mappingValues(state.init) }),
    ...(state.name && { displayName: state.name }),
    ...(state.description && { description: state.description }),
    ...(Object.keys(state.tags).length > 0 && { tags: state.tags }),
    ...(state.runtime && { runtime: state.runtime }),
    vary: state.variants.map((variant) => `\${${state.node}.${variant}}`),
    evaluations: state.evaluations.map(evaluationRequest),
    ...(state.limit !== undefined && { limit: state.limit }),
    ...(state.maxCost !== undefined && { maxCost: state.maxCost }),
  }
}

/** Flows of the bulk test whose code nobody has allowed to run yet. */
export function untrusted(view: FlowView, { evaluations }: Pick<WizardState, "evaluations">): string[] {
  const own = view.trusted ? [] : [view.path]
  return [
    ...own,
    ...evaluations.flatMap(({ flow, trusted }) => (trusted || typeof flow !== "string" ? [] : [flow])),
  ]
}
