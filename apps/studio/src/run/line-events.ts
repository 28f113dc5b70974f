import { type CallEnd, type LineState, reduceLine } from "@internal/schema"
import { callLines } from "../api/call.ts"
import { readEvent } from "../api/read-event.ts"

/** A line by its number, or what the nodes that run over all lines did. */
export type LineName = number | "aggregation"

export interface WholeLine {
  state: LineState | undefined
  /** Requests to models, by node, as they ended: retries too. */
  requests: Map<string, CallEnd[]>
}

/** A line of a run, folded from all that its journal says of it; undefined where it has not begun. */
export async function readLine(run: string, line: LineName, signal: AbortSignal): Promise<WholeLine> {
  let state: LineState | undefined
  const requests = new Map<string, CallEnd[]>()
  const entries = callLines("runs.events", { query: { name: run, line }, signal } as never)
  for await (const { journal } of entries) {
    const { text, ...at } = journal as { run: string; seq: number; at: number; text: string }
    const event = readEvent(text, at)
    if (!("line" in event)) continue // the aggregation's part has what concerns the whole run beside it
    state = reduceLine(state, event)
    if (event.type === "line-start") requests.clear()
    if (event.type === "call-end") requests.set(event.node, [...(requests.get(event.node) ?? []), event])
  }
  return { state, requests }
}
