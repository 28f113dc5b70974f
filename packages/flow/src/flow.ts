import type { Diagnostic, NodePolicy, Place, Plan, PromptySource, ValueType } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import type { FlexFlow } from "./flex/flex-flow.ts"
import type { FlowValue } from "./flow-value.ts"
import type { YamlNode } from "./yaml-node.ts"

export interface FlowInput {
  name: string
  type: ValueType
  /** Absent where the file has none or null. */
  default: FlowValue | undefined
  isChatInput: boolean
  isChatHistory: boolean | null
  description: string
  place: Place
}

export interface FlowOutput {
  name: string
  type: ValueType
  reference: FlowValue
  isChatOutput: boolean
  evaluationOnly: boolean
  description: string
  place: Place
}

export interface NodeSource {
  type: string
  path: string | undefined
  tool: string | undefined
  place: Place
}

export interface FlowNode {
  name: string
  type: string | undefined
  source: NodeSource | undefined
  inputs: Map<string, FlowValue>
  provider: string | undefined
  api: string | undefined
  connection: string | undefined
  connectionPlace: Place | undefined
  module: string | undefined
  aggregation: boolean
  activate: { when: FlowValue; is: Value } | undefined
  useVariants: boolean
  policy: NodePolicy | undefined
  place: Place
  /** What is wrong with the node itself; counts only while the node is part of the flow that is planned. */
  diagnostics: Diagnostic[]
}

export interface NodeVariants {
  defaultVariantId: string | undefined
  /** The variant's node with the outer node's name; undefined where the file has no `node` mapping. */
  variants: Map<string, FlowNode | undefined>
  place: Place
}

/** A `flow.dag.yaml` as it is written: parsed, every part with its place, nothing resolved. */
export interface Flow {
  /** Relative to `root`. */
  file: string
  root: string
  kind: Plan["kind"]
  name: string
  raw: Dict
  yaml: YamlNode
  inputs: FlowInput[]
  outputs: FlowOutput[]
  nodes: FlowNode[]
  variants: Map<string, NodeVariants>
  environment: Map<string, Value>
  messageFormat: "basic" | "openai-vision"
  additionalIncludes: string[]
  language: string
  /** Of a flex flow. */
  flex?: FlexFlow
  /** Set by `selectVariant`. */
  variant: { node: string; variant: string } | undefined
  /** Of a prompty that could be read. */
  prompty?: PromptySource
  diagnostics: Diagnostic[]
}
