import { originalClass, type ToolModelCall, toMillraceError } from "@internal/schema"
import type { TextStreams } from "./text-streams.ts"

/** Whoever asks: a tool's call, or a module that is being imported. */
export interface Caller {
  /** Journals a model call as one of the node that runs. */
  modelCall(call: ToolModelCall): void
  /** Aborted when nobody waits for the answer any more: the call was stopped, its line or its process has ended. */
  signal: AbortSignal
}
/** Answers what Python code asks of the engine. Rejects with an error whose message the code gets. */
export type AskHandler = (kind: string, payload: unknown, caller: Caller) => Promise<unknown>

/** What the code gets: a value, or an error with the name of the original's class. */
export interface AnswerMessage {
  type: "answer"
  id: number
  value: unknown
  error: string | null
  class: string | null
}

/** Answers one question. `failed` is told what was thrown. */
export async function answerQuestion(
  { id, kind, payload }: { id: number; kind: string; payload: unknown },
  ask: AskHandler,
  caller: Caller,
  streams: TextStreams,
  failed: (thrown: unknown) => void = () => {},
): Promise<AnswerMessage> {
  try {
    const value = kind === "stream" ? await streams.next(payload) : await ask(kind, payload, caller)
    return { type: "answer", id, value: streams.handed(id, value) ?? null, error: null, class: null }
  } catch (thrown) {
    failed(thrown)
    const error = thrown instanceof Error ? thrown.message : String(thrown)
    const { className, original } = toMillraceError(thrown)
    return { type: "answer", id, value: null, error, class: className ?? originalClass(original) }
  }
}
