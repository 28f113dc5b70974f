import type { Dict, Json, Value } from "@internal/value"
import type { Diagnostic } from "./diagnostic.ts"
import type { Place } from "./error.ts"
import type { ToolSignature, ToolSource } from "./tool.ts"

/** Types of flow inputs and outputs (spec 2.1). */
export const VALUE_TYPES = [
  "int",
  "double",
  "bool",
  "string",
  "secret",
  "prompt_template",
  "list",
  "object",
  "file_path",
  "image",
  "assistant_definition",
] as const
export type ValueType = (typeof VALUE_TYPES)[number]

/** A structured reference (spec 1.2.5). `text` is the normalised form, `${flow.x}` or `${node.output.p}`. */
export type Reference =
  | { kind: "flow-input"; name: string; text: string }
  | { kind: "node-output"; node: string; section: string; property: string; text: string }

export type Binding =
  /** A literal, already cast to the tool's parameter type. */
  | { kind: "literal"; value: Json; place?: Place }
  /** A literal that names a connection (the tool's parameter is a connection). */
  | { kind: "connection"; name: string; types: string[]; customType?: string[]; place?: Place }
  /** A literal image or other file that the engine opens when the plan starts. */
  | { kind: "file"; type: "image" | "assistant_definition"; value: Json; place?: Place }
  | (Reference & { place?: Place })

/** An argument of an entry class's constructor (spec 1.3). */
export type InitBinding =
  | (Binding & { kind: "literal" | "connection" })
  /** A dict for a model configuration of the original's SDK, and the connection that it names; `problem`: it is no dict. */
  | { kind: "configuration"; class: string; value: Json; connection?: string; problem?: string }

export interface InputPort {
  name: string
  type: ValueType
  default?: Json
  /** May be left out, and is never cast: the function's own default stands for it (flex flows, spec 2.3). */
  optional?: true
  isChatInput: boolean
  /** `null`: not said. `false` switches the name-based fallback off. */
  isChatHistory: boolean | null
  description: string
  place?: Place
}

export interface OutputPort {
  name: string
  type: ValueType
  binding: Binding
  isChatOutput: boolean
  evaluationOnly: boolean
  description: string
  place?: Place
}

export type NodeTool =
  | { kind: "python"; source: ToolSource; signature: ToolSignature | undefined }
  | { kind: "javascript"; path: string; signature: ToolSignature | undefined }
  | { kind: "prompt"; template: TemplateSource }
  | {
      kind: "llm"
      api: "chat" | "completion"
      template: TemplateSource
      connection: string
      provider: string
      /** The package tool `llm`: connection and api are among the node's inputs, and no model need be named (spec 5.6). */
      packaged?: boolean
      /** Of a package tool: the original's module of it. */
      module?: string
      /** A vision tool: its images reach the model. Names of its inputs that are not the prompt's, and its usual model. */
      vision?: { names: string[]; model?: string }
    }
  | { kind: "custom_llm"; source: ToolSource; template: TemplateSource; signature: ToolSignature | undefined }
  /** What a flex flow runs: a function, or a class whose object is made once per worker (spec 1.3). */
  | {
      kind: "entry"
      source: ToolSource & { type: "entry" }
      signature: ToolSignature | undefined
      /** Arguments of the class's constructor. */
      init: Record<string, InitBinding>
      language: "python" | "javascript"
      /** Calls `__aggregate__` of a class instead of its object. */
      method?: "aggregate"
    }
  /** What a prompty runs (spec 1.4). */
  | { kind: "prompty"; prompty: PromptySource }

/** A prompty file: its front matter with overrides applied and `${env:…}`, `${file:…}` resolved, and its template. */
export interface PromptySource {
  /** Relative to the flow folder. */
  path: string
  name: string
  template: TemplateSource
  /** The line of the file that the template starts in. */
  line: number
  api: "chat" | "completion"
  /** `all`: the answer is the API's whole response. */
  response: "first" | "all"
  /** `model.configuration`: fields of a model's connection, or the name of one as `connection`. */
  configuration: Json
  /** `model.parameters`, sent as they are. */
  parameters: Json
  /** Declared inputs; if there are none, the sample's keys. */
  inputs: PromptyInput[]
  /** Keys that are taken out of a JSON answer; empty: all of it. */
  outputs: string[]
  /** Inputs for a call that gives none. */
  sample?: Json
}
export interface PromptyInput {
  name: string
  /** Absent: the input is required. */
  default?: Json
}

/** A Jinja2 file of the flow, read when the plan is made. */
export interface TemplateSource {
  path: string
  text: string
  /** Undeclared variables in order of first occurrence (spec 5.2). */
  variables: string[]
}

/** `x-millrace` of a node: what the original has no words for. */
export interface NodePolicy {
  /** False: neither give its answers to others nor take theirs. */
  cache?: boolean
  /** Its code answers equal inputs equally: other runs may have its answers. */
  pure?: boolean
  /** Seconds for one attempt. */
  timeout?: number
  /** Attempts after the first, seconds before the first of them (doubled each time), and errors it is for; default all. */
  retry?: { times: number; backoff: number; on?: string[] }
  onError?:
    | { kind: "fail" }
    /** Go on as if it had been bypassed. */
    | { kind: "skip" }
    | { kind: "default"; value: Json }
    /** Another node's answer, or the same call over another connection. */
    | { kind: "fallback"; name: string; to?: "node" | "connection" }
}

export interface PlannedNode {
  name: string
  tool: NodeTool
  stage: "line" | "aggregation"
  bindings: Record<string, Binding>
  activate?: { when: Binding; is: Value }
  /** Names of the nodes that must have ended before this one is decided on; derived. */
  after: string[]
  /** Inputs whose values come straight from flow inputs: role headers in them are escaped (spec 5.3). */
  escaped: string[]
  /** Hashes of what it is made of beside its inputs, by name (`template ask.jinja2`); set in a plan that is to run. */
  parts?: Record<string, string>
  policy?: NodePolicy
  /** It runs only to stand in for a node that has failed. */
  onDemand?: true
  place?: Place
}

/** Immutable, validated, variant-resolved. `nodes` are in topological order, stable by file order (spec 1.2.6). */
export interface Plan {
  /**
   * A flex flow and a prompty are plans of one node: its value is the output of the line, `outputs` are only described,
   * and there are no records of nodes (spec 3.8).
   */
  kind: "dag" | "flex" | "prompty"
  name: string
  /** What the file of a DAG flow calls itself in records, where it does. */
  id?: string
  /** Content hash of everything that decides an output: yaml after variants and overrides, code, templates. */
  hash: string
  inputs: InputPort[]
  outputs: OutputPort[]
  nodes: PlannedNode[]
  /** Connections that other nodes than LLM nodes name under `connection`: they must be there, though nothing uses them. */
  named?: { connection: string; node: string; place?: Place | undefined }[]
  /** Inputs of a test that is given none. */
  sample?: Dict
  messageFormat: "basic" | "openai-vision"
  /** Node and variant that were chosen by a selector, for names and records. */
  variant?: { node: string; variant: string }
  /** The flow file's own environment variables as text (spec 1.2, dict and list values as JSON). */
  environment: Record<string, string>
  diagnostics: Diagnostic[]
}

/** What the pure flow room needs of a folder; paths are relative to the flow folder. */
export interface FolderReader {
  readonly root: string
  /** Text with a BOM removed, or undefined if there is no such file. */
  read(path: string): string | undefined
  exists(path: string): boolean
  /** Names in a folder, for suggestions, where they can be had. */
  names?(folder: string): readonly string[]
}
