import type { RunState } from "../../api/run-state.ts"
import type { ShownError } from "../../ui/error-view.tsx"
import type { Evaluation } from "./evaluation.ts"

/** Which input takes the message, which one the history, and which output is the reply. */
export interface ChatPortNames {
  input: string
  history?: string
  output?: string
}

export type TurnStatus = "opening" | "running" | "done" | "failed" | "stopped"

/** A message and what became of it. Another object after each change. */
export interface Turn {
  readonly kind: "turn"
  readonly id: number
  readonly message: unknown
  /** Of the other inputs, as this turn got them. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** What the flow was given as history. */
  readonly history: readonly unknown[]
  readonly status: TurnStatus
  /** What is done before the first node. */
  readonly setup: string
  /** The reply as far as it has come. */
  readonly text: string
  readonly reply?: unknown
  /** All outputs. */
  readonly outputs?: unknown
  readonly error?: ShownError
  /** Milliseconds. */
  readonly duration?: number
  readonly tokens?: number
  /** What its nodes do and did. */
  readonly state?: RunState
  /** The test that it is, in the store: its trace can be read again. */
  readonly run?: string
  /** The server's work that asks it, as long as that goes on. */
  readonly work?: string
  /** What experiments say of it, one each. */
  readonly evaluations?: readonly Evaluation[]
}

/** A new session began here: what is above is no history of what is below. */
export interface Separator {
  readonly kind: "separator"
  readonly id: number
}

export type Entry = Turn | Separator
export const isTurn = (entry: Entry): entry is Turn => entry.kind === "turn"
