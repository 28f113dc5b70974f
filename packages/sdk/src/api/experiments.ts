import type { ErrorRecord } from "@internal/schema"
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
  /** What a flow of the template has answered already, say in a chat: only what depends on that is run. */
  answered?: Answered
}

/** A line that has been run. */
export interface Answered {
  /** Folder or file of the flow: the template's nodes of this flow that need no other of it count as run. */
  flow: string
  /** All values that the flow ran with, by input. */
  inputs: Record<string, unknown> | Map<string, Value>
  /** What it answered; that which is no dict is its `output`. */
  outputs: unknown
  /** Its run, which the traces of what is run then name. */
  run?: string
}

/** A node of a template in a test. */
export interface TestedNode {
  name: string
  type: ExperimentNodeInfo["type"]
  /** `answered`: had been run before. `left-out`: it is a command, or needs what has not been run or has failed. */
  status: "done" | "failed" | "answered" | "left-out"
  /** The test of its flow, in the store. */
  run?: string
  /** By output; of a chat group its turns. */
  outputs?: Value
  metrics?: Record<string, Value>
  error?: ErrorRecord
  /** Why it was left out. */
  reason?: string
  /** Milliseconds. */
  duration?: number
}

export interface TestExperimentResult {
  /** Outputs by node; of a chat group its turns. */
  outputs: Map<string, Value>
  /** In the order in which they ran. A node that fails rejects the test, except with `answered`: then it is here. */
  nodes: TestedNode[]
}

/** A template, read and checked; nothing of it was run. */
export interface ExperimentDescription {
  /** The file, absolute. */
  path: string
  description: string | null
  inputs: { name: string; type: string; default: Value }[]
  nodes: DescribedNode[]
  /** What is wrong with it: it cannot be tested. */
  problem?: { code: string; message: string; hint?: string }
}

export interface DescribedNode {
  name: string
  type: ExperimentNodeInfo["type"]
  /** Files or folders of the flows that it runs, absolute. */
  flows: string[]
  /**
   * What becomes of it when a line of the flow that was asked about has been run: nothing (`answered`), it runs, it is
   * `left-out`, or it does not depend on that (`apart`). Without a flow everything is `apart`.
   */
  part: "answered" | "runs" | "left-out" | "apart"
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
  /** What a template says, and what of it is run on a line of `flow`. Runs nothing; fails only where there is no file. */
  describe(options: { template: string; flow?: string }): Promise<ExperimentDescription>
  /** Runs flows and chat groups once, in order; commands, and what needs them, are left out. */
  test(options: TestExperimentOptions): Handle<TestExperimentResult>
}
