import type { Diagnostic, ErrorRecord, RunState, ToolSignature, ToolSource, Usage } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import type { Chat, ChatOptions } from "./chat.ts"
import type { ExecutionOptions, Handle, Progress } from "./execution.ts"

export interface TestOptions extends ExecutionOptions {
  /** Values as text or data; casts are the flow's. */
  inputs?: Record<string, unknown> | Map<string, Value>
  /** Run this node alone (spec 3.9). */
  node?: string
  /**
   * Of a DAG: run these nodes as a line does, and no others. `inputs` then has the outputs of others that they need too, as
   * `node.output` or `node.output.property`. No details are written.
   */
  nodes?: string[]
  /** Models tell their text as they think it, by `node-delta`s, also where it is taken whole. Answers are the same. */
  live?: boolean
  /** Nodes record their calls, prompts and answers, as with `PF_DISABLE_TRACING=false`. Default: as the environment says. */
  tracing?: boolean
  /** Kept with the test, for whoever lists tests. */
  properties?: Record<string, unknown>
  /** Of a DAG: other values in its file by dotted path, nodes by name: `{ "nodes.fetch.inputs.url": … }` (spec 1.9). */
  overrides?: Record<string, unknown>
  /** Where flow.detail.json and the rest go; default `<flow>/.promptflow`. `false`: nowhere. */
  output?: string | false
  /** `false`: only the log is written there. Default true. */
  details?: boolean
}

export interface TestResult {
  /** `done` or `failed`. */
  status: RunState
  /**
   * Outputs of the flow, or the node's output with `node`. Exact values. Of a flex flow, what its entry answered: not only
   * a dict.
   */
  output: Value
  /** What Python prints of that, where it is not the output's own form (a tuple, a dataclass). */
  printed?: string
  metrics: Record<string, Value>
  error?: ErrorRecord
  /** Milliseconds. */
  duration: number
  usage: Usage
  /** Inputs that were given and are not the flow's (warned about). */
  unknownInputs: string[]
  warnings: string[]
}

export interface InitOptions {
  path: string
  /** The last two are no DAG: a Python function, and a prompt in one file. */
  type: "standard" | "evaluation" | "chat" | "flex" | "prompty"
  /** Of a chat flow: the connection it uses. Default: the model on this machine. */
  connection?: string
  /** Of a chat flow: deployment, or model. */
  deployment?: string
}

export interface ValidationResult {
  passed: boolean
  file: string
  diagnostics: ValidationDiagnostic[]
  /** Keys of a DAG flow's file that the original's schema does not know, by where they are; values as plain JSON. */
  unknownFields: { path: string; value: unknown }[]
  /** What the code of its tools takes, where `signatures` asked for it. */
  signatures?: DescribedTool[]
}

/** What the text of a tool says that it takes, or why that cannot be said. */
export interface DescribedTool {
  source: ToolSource
  answer: ToolSignature | Error
}

export interface ValidationDiagnostic extends Diagnostic {
  /** What of the flow's file it is about, by keys and positions: `nodes.0.source.path`. */
  path?: string
  /** What is written there, where that is no mapping or list. */
  value?: string | number | boolean | null
}

/** Sections of a flex flow: ports by name. A default is text, as the original writes it. */
export interface FlowSignature {
  inputs: Record<string, { type: string; default?: unknown }>
  /** Left out where the entry says nothing of them. */
  outputs?: Record<string, { type: string }>
  /** Arguments of the class's constructor. */
  init?: Record<string, { type: string; default?: unknown }>
}

export interface SaveFlowOptions {
  /** `module:function`, `module:Class` or `file.ts:name`. */
  entry: string
  /** Folder of the code. Default: the working folder. */
  code?: string
  /** A folder that is not there yet, or empty, for a copy of the code with the flow; default: beside the code. */
  path?: string
  /** Instead of what the annotations say of these sections; the names must be the same. */
  signature?: Partial<FlowSignature>
  /** Written to `sample.json`. It names every input. */
  sample?: { inputs?: Record<string, unknown>; init?: Record<string, unknown> }
  /** A requirements file, which is copied to the flow. */
  requirements?: string
  /** Image that the flow is deployed with. */
  image?: string
}

/** A flow around a Python function (surface.md 1.1). */
export interface WrapOptions {
  /** The flow folder, which holds the code. */
  path: string
  /** The Python file, relative to that folder or to the working folder. */
  entry: string
  function: string
  /** Parameters that are filled by prompts: the template of each, relative to the folder. */
  promptTemplates?: Record<string, string>
}

export interface DescribedNode {
  name: string
  /** Of a node with variants, that of its default. */
  kind: string
  variants: string[]
  defaultVariant?: string
  aggregation?: true
  /** Of an `llm` node, as the file says it; empty where it says nothing. */
  model?: { connection: string; key: "deployment_name" | "model"; name: string }
}

export interface FlowDescription {
  kind: "dag" | "flex" | "prompty"
  file: string
  name: string
  inputs: { name: string; type: string; description?: string; default?: Value }[]
  outputs: { name: string; type: string }[]
  nodes: DescribedNode[]
  chat: boolean
  /** Which input takes the message, which one the history, and which output is the reply; null: no chat flow. */
  chatPorts: { input: string; history: string; output?: string } | null
  /** Arguments of a flex flow's class. */
  init: { name: string; type: string; default?: Value }[]
  /**
   * What a flex flow or a prompty runs with where nothing is given. `only`: whatever is given, as a prompty that declares no
   * inputs does.
   */
  sample: { inputs?: Dict; init?: Dict; only: boolean } | null
  /** How images stand in its values. */
  messageFormat: "basic" | "openai-vision"
}

/** A test of a flow that the store still has. */
export interface FlowTest {
  /** Its events are those of the run of this name. */
  run: string
  /** The node that ran alone. */
  node: string | null
  /** The nodes that ran, where those were not all. */
  nodes: string[] | null
  state: RunState
  /** Milliseconds since the epoch. */
  createdAt: number
  /** What it was started with. */
  properties: Record<string, unknown>
}

/** `millrace.flows`. */
export interface FlowOperations {
  test(options: TestOptions): Handle<TestResult>
  /** Tests of the flow in a folder, or of a prompty, by whatever program, newest first; some of the newest of all flows are kept. */
  tests(options: { flow: string; limit?: number }): Promise<FlowTest[]>
  /** Opens a conversation with a chat flow; `progress` tells of setting up. */
  chat(options: ChatOptions, progress?: (progress: Progress) => void): Promise<Chat>
  /** `careful`: nothing that lies in the folder is started, see `describe`. */
  validate(options: { flow: string; careful?: boolean; signatures?: boolean }): Promise<ValidationResult>
  /** Writes a new flow folder, or a flow around a function that is there; answers the files written. */
  init(options: InitOptions | WrapOptions): Promise<string[]>
  /** Writes `flow.flex.yaml` for a callable; answers the folder. Imports its module. */
  save(options: SaveFlowOptions): Promise<string>
  /** The interface of a callable, `module:name` in the folder `code` (default: the working folder). Imports its module. */
  inferSignature(options: {
    entry: string
    code?: string
    includePrimitiveOutput?: boolean
  }): Promise<FlowSignature>
  /**
   * What a folder is: kind, inputs, outputs, nodes. Runs no code of it. `careful`: nor an interpreter that lies in it, nor
   * imports of installed packages.
   */
  describe(options: { flow: string; careful?: boolean }): Promise<FlowDescription>
  /** Hides a flow from lists, as `runs.archive` hides a run: it stays as it is, nothing in its folder changes, and it runs. */
  archive(options: { flow: string }): Promise<void>
  /** Shows it again. */
  restore(options: { flow: string }): Promise<void>
  /** Absolute paths, links resolved, of the flows that are hidden: folders, and files of promptys. */
  archived(): Promise<string[]>
}
