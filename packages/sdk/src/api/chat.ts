import type { Value } from "@internal/value"
import type { ExecutionOptions, Handle } from "./execution.ts"
import type { TestResult } from "./flows.ts"

export interface ChatOptions extends ExecutionOptions {
  /** Values of inputs other than the message; one for the history's input is what the chat begins with. */
  inputs?: Record<string, unknown> | Map<string, Value>
  /**
   * Which input takes the message, which one the history (none: none does), which output is the reply (none: all of them).
   * Default: what the flow says (spec 1.5).
   */
  ports?: { input: string; history?: string; output?: string }
  /** Where chat.detail.json and the rest go; default `<flow>/.promptflow`. `false`: nowhere. */
  output?: string | false
}

/** How one turn is otherwise than its chat. */
export interface AskOptions {
  /** Values of other inputs, this time: before those of the chat. */
  inputs?: Record<string, unknown> | Map<string, Value>
  /** Records of the history that stay: the chat goes on from an earlier place. Default: all. */
  keep?: number
}

/** What became of a turn. A failed one adds nothing to the history. */
export interface ChatReply extends TestResult {
  /** The chat output; null when the turn failed. */
  reply: Value
}

/** A turn that goes on: iterate over it for the text of the reply as it arrives, or await `result`. */
export interface ChatTurn extends Handle<ChatReply>, AsyncIterable<string> {}

/** A conversation with a chat flow. The flow's code stays loaded from turn to turn; dispose of it at the end. */
export interface Chat extends AsyncDisposable {
  /** Name of the flow. */
  readonly flow: string
  readonly kind: "dag" | "flex" | "prompty"
  /** What the flow is given as history, in the form of its kind (spec 1.6). */
  readonly history: readonly Value[]
  /** Whether files that the flow includes from elsewhere are others than when the chat was opened: it does not run them. */
  readonly outdated: boolean
  /** One turn at a time: the next may be asked when the result of the last is there. */
  ask(message: unknown, options?: AskOptions): ChatTurn
}
