import type { Diagnostic, ErrorRecord, NodeDelta, RunEvent, RunState, Usage } from "@internal/schema"
import type { Comparison } from "@internal/stats"
import type { AskSecrets } from "@internal/store"
import type { Value } from "@internal/value"
import type { Chat, ChatOptions } from "./chat-api.ts"
import type { ExperimentOperations } from "./experiment-api.ts"
import type { ImportOptions, ImportReport } from "./import-api.ts"
import type { Prompty, PromptyOptions } from "./prompty-api.ts"
import type { ToolApi } from "./tool-api.ts"

/** How a Millrace is opened. Everything has a default that needs no configuration. */
export interface OpenOptions {
  /** Default `MILLRACE_HOME`, else `~/.millrace`; under `pf` also `PF_HOME_DIRECTORY` for run folders. */
  home?: string
  /** Default the process's working folder. */
  cwd?: string
  /** `pf`: defaults and texts of the original (run folders under `~/.promptflow/.runs`, 4 lines in flight). */
  profile?: "millrace" | "pf"
  /** Default `process.env`. */
  env?: Record<string, string | undefined>
}

/** What every execution of a flow can be told. */
export interface ExecutionOptions {
  /** Folder, flow file, as the original resolves it (spec 1.1). */
  flow: string
  /** `${node.variant}` (quotes allowed). */
  variant?: string
  /** `{ node: { connection | deployment_name | model | input: value } }` (spec 1.9). */
  connections?: Record<string, Record<string, string>>
  environment?: Record<string, string>
  /** Arguments of a flex flow's class (spec 1.3). */
  init?: Record<string, unknown> | Map<string, Value>
  /** Name of a runtime; default: found as the flow asks (issue part 4). */
  runtime?: string
  /** Make a managed environment when requirements are not met. Default true. */
  install?: boolean
  /** Use this connection for every LLM node instead of the ones named in the flow. */
  connection?: string
  /** Folders of model recordings. */
  record?: string
  replay?: string
  signal?: AbortSignal
}

export interface TestOptions extends ExecutionOptions {
  /** Values as text or data; casts are the flow's. */
  inputs?: Record<string, unknown> | Map<string, Value>
  /** Run this node alone (spec 3.9). */
  node?: string
  /** Where flow.detail.json and the rest go; default `<flow>/.promptflow`. `false`: nowhere. */
  output?: string | false
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

/** What a test or a run reports while it goes on: journal events, live text, and steps before the first line. */
export type Progress =
  | RunEvent
  | NodeDelta
  /** Setting up: making an environment, fetching a model. `done`/`total` in bytes or steps. */
  | { type: "setup"; step: string; done?: number; total?: number }
  /** Facts that are known before the first line. */
  | {
      type: "ready"
      run: string
      flow: string
      nodes: string[]
      /** Lines to run; null when the data is not counted. */
      lines: number | null
      runtime?: string
      models: string[]
      concurrency: number
    }
  | { type: "warning"; message: string }
  /**
   * Under the `pf` profile: what goes into flow.log or logs.txt, as it is written, newline included, and what tool files
   * print while they are imported (pf prints it).
   */
  | { type: "log"; text: string }
  /** In an experiment: a node's run has this status now. */
  | { type: "experiment-node"; node: string; run: string; status: string; reused: boolean; error?: string }
  /** In a chat: text that the reply is made of, as it arrives. */
  | { type: "chat-delta"; text: string }

/** Something that goes on: read `events` to follow it (optional), await `result`, `cancel()` to stop it cleanly. */
export interface Handle<Result> {
  readonly name: string
  events(): AsyncIterable<Progress>
  readonly result: Promise<Result>
  /** First call: finish what is in flight and save; second: stop now. */
  cancel(): void
}

export interface RunOptions extends ExecutionOptions {
  name?: string
  displayName?: string
  description?: string
  tags?: Record<string, string>
  properties?: Record<string, string>
  /** File or folder (csv, tsv, json, jsonl). */
  data?: string
  /** Name of a run to evaluate. */
  run?: string
  columnMapping?: Record<string, unknown>
  /** Lines in flight. Default 16; under `pf` `PF_WORKER_COUNT`, else 4. */
  concurrency?: number
  /** Only the first n rows. */
  limit?: number
  /** Seconds. */
  lineTimeout?: number
  batchTimeout?: number
}

/** What a run that goes on with an earlier one can be told; all else is the earlier one's (spec 4.6). */
export interface ResumeOptions
  extends Pick<
    RunOptions,
    | "name"
    | "displayName"
    | "description"
    | "tags"
    | "concurrency"
    | "lineTimeout"
    | "batchTimeout"
    | "runtime"
    | "install"
    | "record"
    | "replay"
    | "signal"
  > {
  /** Name of a run that has ended, however it ended. */
  from: string
}

/** A Python script, in which `promptflow` is Millrace. */
export interface ScriptOptions
  extends Pick<ExecutionOptions, "runtime" | "install" | "connection" | "record" | "replay" | "signal"> {
  script: string
  args?: string[]
  report?(progress: Progress): void
}

/** A folder that an earlier run left, of ours or of the original, and what to call the run. */
export interface RegisterOptions extends Pick<RunOptions, "name" | "displayName" | "description" | "tags"> {
  folder: string
}

/** A run as `run show` prints it (surface.md 1.3, Run JSON), plus what the original does not keep. */
export interface RunInfo {
  name: string
  kind: "batch" | "test"
  state: RunState
  /** The original's word for the state: Completed, Failed, Running, Canceled. */
  status: string
  createdOn: string
  startedOn: string | null
  endedOn: string | null
  displayName: string
  description: string | null
  tags: Record<string, string> | null
  archived: boolean
  /** As the original stores them (spec 8.2): flow_path, output_path, run, node_variant, column_mapping, system_metrics… */
  properties: Record<string, unknown>
  flowName: string
  data: string | null
  output: string
  run: string | null
  error: ErrorRecord | null
  counts: { total: number | null; done: number; failed: number; crashed: number; cancelled: number }
  usage: Usage
  metrics: Record<string, Value>
}

export interface RunDetails {
  /** `inputs.line_number`, `inputs.*`, `outputs.*`. */
  columns: string[]
  /** A cell of a failed line's output is the text `(Failed)`. */
  rows: Value[][]
  lines: { line: number; status: string; error?: ErrorRecord; duration: number; tokens: number }[]
}

export interface CompareOptions {
  /** The first is the base. Runs, or runs of a flow whose evaluations are then used. */
  runs: string[]
  /** Evaluation runs over them; default: every completed evaluation run of each. */
  evaluations?: string[]
  /** Per-row column of the evaluation's outputs to compare by. */
  score?: string
  metrics?: string[]
  failed?: "wrong" | "exclude"
  /** Seconds to spend on resampling. */
  timeBox?: number
}

export interface RunComparison {
  runs: RunInfo[]
  /** Mean tokens and median seconds per line, in the order of `runs`. */
  cost: { run: string; tokensPerLine: number; secondsPerLine: number }[]
  comparison: Comparison
}

export interface ValidationResult {
  passed: boolean
  file: string
  diagnostics: Diagnostic[]
}

export interface ConnectionInfo {
  name: string
  /** Class name. */
  type: string
  module: string
  createdDate: string
  lastModifiedDate: string
  /** Fields in order; secrets masked. */
  fields: Record<string, string>
  /** The JSON that `connection show` prints. */
  json: Record<string, unknown>
}

export interface RuntimeInfo {
  name: string
  interpreter: string
  version: string
  kind: "system" | "folder" | "managed"
  folder?: string
  packages?: string[]
  current: boolean
}

export interface ModelInfo {
  name: string
  file: string
  bytes: number
}

export interface Check {
  subject: string
  state: "ok" | "warning" | "missing"
  detail: string
  fix?: string
}

export interface MillraceApi extends AsyncDisposable {
  readonly home: string
  readonly profile: "millrace" | "pf"
  readonly flows: {
    test(options: TestOptions): Handle<TestResult>
    /** Opens a conversation with a chat flow; `progress` tells of setting up. */
    chat(options: ChatOptions, progress?: (progress: Progress) => void): Promise<Chat>
    validate(options: { flow: string }): Promise<ValidationResult>
    /** Writes a new flow folder, or a flow around a function that is there; answers the files written. */
    init(options: { path: string; type: "standard" | "evaluation" | "chat" } | WrapOptions): Promise<string[]>
    /** Writes `flow.flex.yaml` for a callable; answers the folder. Imports its module. */
    save(options: SaveFlowOptions): Promise<string>
    /** The interface of a callable, `module:name` in the folder `code` (default: the working folder). Imports its module. */
    inferSignature(options: {
      entry: string
      code?: string
      includePrimitiveOutput?: boolean
    }): Promise<FlowSignature>
    /** What a folder is: kind, inputs, outputs, nodes. Runs no code of it. */
    describe(options: { flow: string }): Promise<FlowDescription>
  }
  readonly runs: {
    create(options: RunOptions): Promise<Handle<RunInfo>>
    /** A new run: done lines of an earlier one are taken over, the others run, all are aggregated. */
    resume(options: ResumeOptions): Promise<Handle<RunInfo>>
    /** Registers the folder of a run that this store does not know; the folder stays where it is. */
    register(options: RegisterOptions): Promise<RunInfo>
    list(options?: { limit?: number; archived?: "only" | "include" }): Promise<RunInfo[]>
    get(name: string): Promise<RunInfo>
    details(name: string, options?: { limit?: number }): Promise<RunDetails>
    metrics(name: string): Promise<Record<string, Value>>
    /** Follows a run of this or another process until it ends. */
    follow(name: string): Handle<RunInfo>
    /** The text of logs.txt so far. */
    log(name: string): Promise<string>
    compare(options: CompareOptions): Promise<RunComparison>
    update(
      name: string,
      changes: { displayName?: string; description?: string; tags?: Record<string, string> },
    ): Promise<RunInfo>
    /**
     * Writes one HTML file that shows runs (outputs side by side, metrics, failures, traces) without asking anyone for
     * anything; answers its path, by default among the temporary files.
     */
    visualize(names: string[], file?: string): Promise<string>
    /** Writes the run folder again from the journal, complete whatever the number of lines; answers where it is. */
    export(name: string, folder?: string): Promise<string>
    archive(name: string): Promise<RunInfo>
    restore(name: string): Promise<RunInfo>
    delete(name: string): Promise<void>
  }
  readonly experiments: ExperimentOperations
  readonly connections: {
    /** `file` as in YAML. Secrets that are placeholders (`<user-input>`, empty, `***`) are asked for, by name. */
    create(file: Record<string, unknown>, ask?: AskSecrets): Promise<ConnectionInfo>
    /** Secrets that are not named, or placeholders, stay; those that are `<user-input>` are asked for. */
    update(name: string, changes: Record<string, unknown>, ask?: AskSecrets): Promise<ConnectionInfo>
    get(name: string): Promise<ConnectionInfo>
    list(options?: { limit?: number }): Promise<ConnectionInfo[]>
    delete(name: string): Promise<void>
    /** A YAML or `.env` file as an object. */
    read(path: string, name?: string): Promise<Record<string, unknown>>
  }
  readonly runtimes: {
    list(): Promise<RuntimeInfo[]>
    create(
      options: { name: string; requirements?: string; python?: string },
      progress?: (p: Progress) => void,
    ): Promise<RuntimeInfo>
    get(name: string): Promise<RuntimeInfo>
    delete(name: string): Promise<void>
  }
  readonly tools: ToolApi
  readonly models: {
    list(): Promise<ModelInfo[]>
    pull(name: string, progress?: (p: Progress) => void): Promise<ModelInfo>
    add(file: string, name?: string): Promise<ModelInfo>
    delete(name: string): Promise<void>
  }
  readonly config: {
    all(): Promise<Record<string, unknown>>
    set(key: string, value: string, path?: string): Promise<void>
  }
  /** A prompty file as functions: call it, see its prompt, estimate its tokens. */
  prompty(path: string, options?: PromptyOptions): Promise<Prompty>
  /**
   * Reads a run.yml (spec 8.3) into options, paths resolved against it. `set` wins over its fields, mappings merged;
   * without a file `set` is all there is. `warn` is told of fields that nothing knows.
   */
  readRunFile(
    path: string | undefined,
    options?: { set?: Record<string, unknown>; warn?(message: string): void },
  ): Promise<RunOptions>
  /** Takes over connections and runs of the original's home; nothing there or here is overwritten. */
  importPromptflow(options?: ImportOptions): Promise<ImportReport>
  /** Runs a Python script whose `promptflow` (`PFClient`, `load_flow`, `Prompty`) is this; answers its exit code. */
  runScript(options: ScriptOptions): Promise<number>
  /** What this machine has and lacks; with a flow, what of it runs and what to set. */
  doctor(options?: { flow?: string }): Promise<Check[]>
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
  /** Instead of the one that the annotations make. */
  signature?: FlowSignature
  sample?: { inputs?: Record<string, unknown>; init?: Record<string, unknown> }
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

export interface FlowDescription {
  kind: "dag" | "flex" | "prompty"
  file: string
  name: string
  inputs: { name: string; type: string; default?: Value }[]
  outputs: { name: string; type: string }[]
  nodes: { name: string; kind: string; variants: string[] }[]
  chat: boolean
}
