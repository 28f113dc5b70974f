import type { ApiCall, Connection, DebugInfo, ToolSource } from "@internal/schema"
import { Json, parse, toPlain } from "@internal/value"

/** An error as a worker describes it: a row of the table, its data, and what overrides the table. */
export interface ErrorMessage {
  code: string
  data: Record<string, unknown>
  text: string | null
  original: string[] | null
  format: string | null
  target: string | null
  additional: { type: string; info: unknown }[] | null
  trace: string | null
  thrown?: DebugInfo | null
  className?: string | null
}

/** A parameter as Python describes it; `default` absent is null. */
export interface ParameterMessage {
  name: string
  type: string[]
  default: { value: string | null; shown: string } | null
  enum: string[] | null
  customType: string[] | null
  connection: boolean
}
export interface SignatureMessage {
  function: string
  className: string | null
  async: boolean
  generator: boolean
  parameters: ParameterMessage[]
  init: ParameterMessage[]
  kwargs: boolean
  promptParameter: string | null
  streamingOption: string | null
  extra: Record<string, unknown>
  entry: { outputs: { name: string; type: string }[]; aggregation: number | null } | null
}

/** What the supervisor reports on descriptor 4. */
export type SupervisorMessage =
  | { type: "ready"; pid: number; python: number[]; fork: boolean }
  | {
      type: "prepared"
      index: number
      fork: boolean
      signature: SignatureMessage | null
      error: ErrorMessage | null
    }
  | { type: "described"; id: number; signature: SignatureMessage | null; error: ErrorMessage | null }
  | QuestionMessage
  | { type: "forked"; worker: number; pid: number }
  | { type: "exit"; worker: number; code: number | null; signal: number | null }

/** What Python code asks of the engine: a tool's call, or (null) a module that is imported, a thread of its own. */
export interface QuestionMessage {
  type: "ask"
  id: number
  call: number | null
  kind: string
  payload: unknown
}

/** Model calls of a flow's code are counted; also kept; or answered from what was kept. */
export type ModelCalls = "report" | "record" | "replay"

/** The first message to a supervisor or a spawned worker. */
export interface StartMessage {
  type: "start"
  folder: string
  shim: string
  socket: string | null
  temporary: string
  /** Where images lie, and the key of what stands for them in messages. */
  media: { key: string; folder: string } | null
  fork: boolean
  /** What becomes of the model calls that the flow's own code makes. */
  calls: ModelCalls
  token: string | null
  stdout: string | null
  stderr: string | null
}
export type SupervisorCommand =
  | { type: "prepare"; index: number; source: ToolSource }
  | { type: "fork"; worker: number; token: string; stdout: string; stderr: string }
  | { type: "describe"; id: number; source: ToolSource }

/** An argument that is not JSON; its place in the arguments holds null. */
export type Special =
  | { kind: "live"; handle: string }
  /** A model's text that is still coming, for a generator that asks for its pieces (`ask` of the kind `stream`). */
  | { kind: "stream"; handle: string; name: string }
  | { kind: "connection"; connection: Connection; customType: string[] | null }
  | { kind: "configuration"; class: string; values: unknown; connection: Connection | null }

/** What a worker sends. Messages with a `value` are split by `readMessage`. */
export type WorkerMessage =
  | { type: "hello"; token: string | null; pid: number; python: number[] }
  | { type: "log"; id: number; stream: "stdout" | "stderr"; text: string; end: number | null }
  /** `item`: what a generator gave, where that is no text but JSON. */
  | { type: "delta"; id: number; text: string; item?: unknown }
  | { type: "metric"; id: number; name: string; variant: string | null; value: Json }
  | QuestionMessage
  | {
      type: "result"
      id: number
      kind: "json" | "live"
      value: Json
      portable?: boolean
      calls?: ApiCall[]
      handle?: string
      class?: string
      iterable?: boolean
      text?: string
    }
  | { type: "error"; id: number; error: ErrorMessage; calls: ApiCall[] }

const SIZE = /^\{"size":(\d+),/

/**
 * Reads one line of a worker. A line that starts with `size` ends with `"value":<size characters>}`: those stay text, so
 * that every number keeps its spelling and nothing is parsed that nobody looks at.
 *
 * @throws SyntaxError for a line that is not a message
 */
export function readMessage(line: string): WorkerMessage {
  const size = SIZE.exec(line)
  if (!size) return parseHead(line)
  const start = line.length - 1 - Number(size[1])
  const head = parseHead(`${line.slice(0, start)}null}`)
  head.value = Json.ofText(line.slice(start, -1))
  return head
}

/** Traced inputs and outputs may hold NaN, which Python writes and `JSON.parse` refuses. */
export function parseHead(text: string): ReturnType<typeof JSON.parse> {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error
    return toPlain(parse(text))
  }
}

/** JSON text as one line of well-formed UTF-8: line breaks between tokens and lone surrogates would not survive. */
export function wireText(json: Json): string {
  let text = json.text
  if (text.includes("\n")) text = text.replaceAll("\n", " ")
  if (text.includes("\r")) text = text.replaceAll("\r", " ")
  if (!text.isWellFormed()) text = text.replace(LONE, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
  return text
}
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
