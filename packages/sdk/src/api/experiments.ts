import type { Value } from "@internal/value"
import type { ExecutionOptions, Handle } from "./execution.ts"

export interface ExperimentInfo {
  name: string
  /** NotStarted, Queuing, InProgress, Terminated. */
  status: string
  description: string | null
  createdOn: string
  startedOn: string | null
  endedOn: string | null
  /** Where snapshots, logs and the folders of runs are. */
  folder: string
  nodes: ExperimentNodeInfo[]
  /** The experiment as the original prints it. */
  json: Map<string, Value>
}

export interface ExperimentNodeInfo {
  name: string
  type: "flow" | "command" | "chat_group"
  /** Of the last start: NotStarted, Queuing, InProgress, Completed, Failed, Canceled. */
  status: string
  /** All there were, oldest first; each is a run like any other. */
  runs: { name: string; status: string }[]
}

/** How models answer while an experiment goes on. */
type Models = Pick<ExecutionOptions, "connection" | "record" | "replay" | "runtime" | "install" | "signal">

export interface StartExperimentOptions extends Models {
  /** One that was created; or a template, of which one is created. */
  name?: string
  template?: string
  /** For inputs of the experiment, and paths for its data, by name. */
  inputs?: Record<string, unknown> | Map<string, Value>
}

export interface TestExperimentOptions extends Models {
  template: string
  /** Columns of the one row that takes the place of every data item, and inputs of the experiment. */
  inputs?: Record<string, unknown> | Map<string, Value>
  /** Begin with the node that runs this flow, which gets the inputs themselves; what follows it runs too. */
  flow?: string
}

export interface TestExperimentResult {
  /** Outputs by node; of a chat group its turns. */
  outputs: Map<string, Value>
}

/** `millrace.experiments`. */
export interface ExperimentOperations {
  create(options: { template: string; name?: string }): Promise<ExperimentInfo>
  /** Newest first. */
  list(options?: { limit?: number; archived?: "only" | "include" }): Promise<ExperimentInfo[]>
  get(name: string): Promise<ExperimentInfo>
  /** Runs it here. What is wrong with it as a whole rejects; a node that fails is in the result. */
  start(options: StartExperimentOptions): Promise<Handle<ExperimentInfo>>
  /** Makes it ready for another process to start; created first if a template is given. */
  queue(options: Pick<StartExperimentOptions, "name" | "template">): Promise<ExperimentInfo>
  /** Tells whoever runs it to stop what is running and end. */
  stop(options: { name?: string; template?: string }): Promise<ExperimentInfo>
  /** Runs flows and chat groups once, in order; commands, and what needs them, are left out. */
  test(options: TestExperimentOptions): Handle<TestExperimentResult>
}
