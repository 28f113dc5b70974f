import type { Json, Value } from "@internal/value"
import type { Connection } from "./connection.ts"
import type { ApiCall, CallEnd, NewEvent, NodeDelta, RunEvent } from "./event.ts"
import type { Limiter } from "./limiter.ts"
import type { MediaStore } from "./media.ts"
import type { Model } from "./model.ts"
import type { PlannedNode } from "./plan.ts"
import type { ToolSignature, ToolSource } from "./tool.ts"

/** What a node gives to the nodes after it. A live value is a Python object that stays in its line's worker. */
export type NodeValue =
  | { kind: "json"; json: Json }
  | {
      kind: "live"
      handle: string
      /** Python type name. */
      type: string
      /** The shown form of spec 2.6 (`repr` or serialised). */
      shown: Json
      /** A generator or iterator: the flow's output is its items joined (spec 3.2, step 6). */
      iterable: boolean
      /** Set where the items are still a model's to say: the engine has them, and a worker a generator that asks for them. */
      stream?: TextStream
    }

/** Text that is still being written. It is read once: each piece goes to whoever asks first. */
export interface TextStream {
  /** What a generator of it prints as. */
  readonly name: string
  /** The next piece; undefined at the end. Rejects once with what broke it off. */
  next(): Promise<string | undefined>
  /** Nobody reads on. */
  close(): void
  /** All that is left of it; `took` is told each piece. */
  rest(took?: (piece: string) => void): Promise<string>
}

/** One argument of a call. */
export type Argument =
  | NodeValue
  /** `customType`: convert to this strong type first (spec 6.3). */
  | { kind: "connection"; connection: Connection; customType?: string[] }
  /** A list of node values, one per line, for an aggregation node; live ones come as `pickled` references. */
  | { kind: "list"; items: NodeValue[] }

/** One argument of a constructor. */
export type InitArgument =
  | Argument
  /** A model configuration of the original's SDK: its class, its fields, the connection that it names (spec 1.3). */
  | { kind: "configuration"; class: string; values: Json; connection: Connection | undefined }

export interface CallSink {
  log(stream: "stdout" | "stderr", text: string): void
  /** `item`: what a generator gave, where that is no text but JSON. */
  delta(text: string, item?: unknown): void
  /** A metric logged by the tool (aggregation nodes only; elsewhere it is dropped). */
  metric(name: string, value: Json, variant?: string): void
  /** A model call that the tool's own code made has ended. */
  modelCall?(call: ToolModelCall): void
}

/** A model call of a tool's own code: an event, but for what the engine knows. */
export interface ToolModelCall extends Omit<CallEnd, "type" | "line" | "node" | "attempt" | "late"> {
  /** The node whose code made it; absent: the one that runs. A generator may be read by another node. */
  node?: string
}

export interface ToolCall {
  node: string
  source: ToolSource
  line: number | null
  /** Constructor arguments of a ToolProvider class, or of an entry class. */
  init: Map<string, InitArgument>
  /** Of an entry class: only make its object, or call its `__aggregate__`. Absent: call it. */
  method?: "open" | "aggregate"
  /** Absent parameters take their Python default. */
  args: Map<string, Argument>
}

export interface CallResult {
  value: NodeValue
  portable: boolean
  calls: ApiCall[]
}

/** One line's place in a worker, from its first call to its last. */
export interface LineSession extends AsyncDisposable {
  /** Rejects with `TOOL_FAILED`, `TOOL_RAISED`, `WORKER_DIED`, `WORKER_KILLED`, `TOOL_CANCELED`… Aborting the signal stops the call. */
  call(call: ToolCall, sink: CallSink, signal: AbortSignal): Promise<CallResult>
  /** `value[property]` by the tokens of spec 1.2.5. Rejects with `REFERENCE_PROPERTY`. */
  property(value: NodeValue & { kind: "live" }, property: string, node: string): Promise<NodeValue>
  /** Python's `==` with a JSON value (activation). */
  equals(value: NodeValue & { kind: "live" }, other: Json): Promise<boolean>
  /** What a template asks of an object: all items for `iterate`, else one answer, or none where there is nothing. */
  look(value: NodeValue & { kind: "live" }, operation: LookOperation, argument: Json): Promise<Looked[]>
  /** Consumes a generator and joins `str(item)`; each item goes to the sink first. */
  join(value: NodeValue & { kind: "live" }, sink: CallSink): Promise<Json>
  /** The value as flow output: what JSON holds of it, else rejects with `OUTPUT_UNSERIALIZABLE` (data: type, detail). */
  output(value: NodeValue & { kind: "live" }): Promise<Json>
  /**
   * The value as the whole output of a flex flow: a dict, or a bare value, with what `print` shows of one that JSON
   * changes. Rejects with `OUTPUT_UNSERIALIZABLE` (data: output_name, type, detail).
   */
  whole(value: NodeValue & { kind: "live" }): Promise<{ json: Json; text?: string }>
  /** Keeps a live value for the aggregation stage after the line's worker goes on to another line. */
  keep(value: NodeValue & { kind: "live" }): Promise<NodeValue>
}

/** `face`: the object itself; `call`: its argument is a list of arguments and a dict of named ones. */
export type LookOperation =
  | "face"
  | "attribute"
  | "item"
  | "iterate"
  | "length"
  | "contains"
  | "call"
  | "print"

/** What a template sees of a Python value, or what asking for it raised. */
export type Looked =
  | { kind: "json"; json: Json }
  | { kind: "error"; type: string; message: string }
  | { kind: "list" | "tuple"; items: Looked[] }
  | { kind: "dict"; items: ReadonlyMap<string, Looked> }
  | {
      kind: "live"
      value: NodeValue & { kind: "live" }
      str: string
      repr: string
      /** Protocols of its class. */
      has: ReadonlySet<string>
      truth: boolean
      /** Those that are plain values. */
      attributes: ReadonlyMap<string, Value>
    }

/** Runs tools of one kind (Python, JavaScript). */
export interface ToolRunner extends AsyncDisposable {
  /** Imports the tools and answers their signatures, in order; a failure is a MillraceError, not a rejection. */
  prepare(sources: ToolSource[]): Promise<(ToolSignature | Error)[]>
  /** Waits until a worker is free for this line. */
  open(line: number | null, signal: AbortSignal): Promise<LineSession>
}

/** One writer at a time; `append` resolves when the events would survive the death of the process. */
export interface Writer {
  /**
   * `at`: when it happened, for what happened before; default now. What has failed to be written once is refused from
   * then on, so that nobody has to wait for every answer: a rejection that is not looked at is no harm.
   */
  append(events: (NewEvent & { at?: number })[]): Promise<void>
  close(): Promise<void>
}

/** Who writes a run: enough to tell whether that process still lives. */
export interface Owner {
  host: string
  boot: string
  pid: number
  started: string
}

export interface Journal {
  claim(run: string, owner: Owner): Promise<Writer>
  /** History after `after`, in short transactions; ends at the last event written. */
  read(run: string, after?: number): AsyncIterable<RunEvent>
}

export interface ConnectionReader {
  get(name: string): Promise<Connection | undefined>
}

export interface Clock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface ModelSource {
  chat(connection: Connection): Promise<Model>
  /**
   * Hash of the file that answers, where that is a model on this machine; undefined elsewhere. `ifThere`: undefined too
   * where the file has to be fetched first.
   */
  weights?(connection: Connection, options?: { ifThere?: boolean }): Promise<string | undefined>
}

/** All that the answer of a node depends on, as one hash (contracts.md, Cache). */
export interface NodeKey {
  hash: string
  kind: "model" | "code"
  /** Something in it is known by how it prints only: the key means nothing outside the line. */
  local?: boolean
  /** Asked again, the model may say something else. */
  sampled?: boolean
}

/** Answers of nodes of earlier runs. */
export interface NodeCache {
  /** Whether other runs may have the answer. */
  keeps(node: PlannedNode, key: NodeKey): boolean
  /** Whether an answer of another run may stand for this call. */
  answers(node: PlannedNode, key: NodeKey): boolean
  get(key: string): Promise<Json | undefined>
}

/** Everything impure that executing a plan needs, handed in by the SDK. */
export interface Host {
  writer: Writer
  python: ToolRunner | undefined
  javascript: ToolRunner | undefined
  models: ModelSource
  connections: ConnectionReader
  limiter: Limiter
  clock: Clock
  cache?: NodeCache
  /** Hash of what code runs in: the interpreter, and the variables that the run was given. */
  surroundings?: string
  /** Images; without it a value that should be one stays what it is. */
  media?: MediaStore
  /** What prompties are called with; without it none can be. */
  prompty?: {
    env: Readonly<Record<string, string | undefined>>
    /** A file of the flow folder. Rejects if it cannot be read. */
    bytes(path: string): Promise<Uint8Array>
    /** Told the secrets of a model configuration before they are used. */
    secrets(values: string[]): void
  }
  /** Nodes record their calls (`PF_DISABLE_TRACING=false`, spec 9.1). */
  tracing?: boolean
  /** Models are asked for their text as they think it, also where a node takes it whole: for `delta`. */
  live?: boolean
  /** Live text, never kept. */
  delta?(delta: NodeDelta): void
  /** What code prints when no node runs: a generator that is read for a flow output. The original keeps it nowhere. */
  printed?(text: string): void
}
