import { type CallEnd, type LineState, reduceLine } from "@internal/schema"
import { callLines } from "../../api/call.ts"
import { readEvent } from "../../api/read-event.ts"

export interface WholeLine {
  state: LineState | undefined
  /** Requests to models, by node, as they ended: retries too. */
  requests: Map<string, CallEnd[]>
}

/** A line of a run, folded from all that its journal says of it. */
export async function readLine(run: string, line: number, signal: AbortSignal): Promise<WholeLine> {
  let state: LineState | undefined
  const requests = new Map<string, CallEnd[]>()
  const entries = callLines("runs.events", { query: { name: run, line }, signal } as never)
  for await (const { journal } of entries) {
    const { text, ...at } = journal as { run: string; seq: number; at: number; text: string }
    const event = readEvent(text, at)
    state = reduceLine(state, event)
    if (event.type === "line-start") requests.clear()
    if (event.type === "call-end") requests.set(event.node, [...(requests.get(event.node) ?? []), event])
  }
  return { state, requests }
}
