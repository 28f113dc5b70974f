import type { Place, ValueType } from "@internal/schema"
import type { Dict, Value } from "@internal/value"

/** An experiment template (spec 8.5). Paths are as they are written until somebody resolves them. */
export interface Experiment {
  description: string | null
  data: ExperimentData[]
  inputs: ExperimentInput[]
  nodes: ExperimentNode[]
}

export interface ExperimentData {
  name: string
  path: string
}

export interface ExperimentInput {
  name: string
  type: ValueType
  default: Value
}

export type ExperimentNode = ExperimentFlow | ExperimentCommand | ExperimentChatGroup

interface NodeBase {
  name: string
  display_name?: string
  environment_variables: Record<string, string>
  place?: Place
}

/** A run of a flow; `inputs` is its column mapping. */
export interface ExperimentFlow extends NodeBase {
  type: "flow"
  path: string
  inputs: Dict
  init: Dict
  variant?: string
  connections: Record<string, Record<string, string>>
  tags?: Record<string, string>
  properties?: Record<string, string>
}

/** A command of the shell, run in the folder `code`. */
export interface ExperimentCommand extends NodeBase {
  type: "command"
  command: string
  code?: string
  inputs: Dict
  /** Where outputs are written; null: in the folder of the node's run. */
  outputs: Record<string, string | null>
}

/** Flows that talk with one another, in turns. */
export interface ExperimentChatGroup extends NodeBase {
  type: "chat_group"
  roles: ExperimentRole[]
  max_turns?: number
  max_tokens?: number
  /** Seconds. */
  max_time?: number
  stop_signal: string
  code?: string
}

export interface ExperimentRole {
  role: string
  path: string
  inputs: Dict
}

export const DEFAULT_STOP_SIGNAL = "[STOP]"

/** Types that an experiment's input may have. */
export const EXPERIMENT_INPUT_TYPES = ["int", "string", "double", "list", "object", "bool"] as const

/** What the inputs of a node, all roles together, are given. */
export function nodeInputsOf(node: ExperimentNode): Dict[] {
  return node.type === "chat_group" ? node.roles.map(({ inputs }) => inputs) : [node.inputs]
}
