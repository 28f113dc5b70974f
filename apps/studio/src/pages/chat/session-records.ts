import { historyRecords } from "@internal/flow"
import type { FlowView } from "@internal/schema/studio"
import { fromPlain, toPlain } from "@internal/value"
import { type ChatPortNames, type Entry, isTurn, type Turn } from "./turn.ts"

/** Turns since the last separator. */
export function sessionOf(entries: readonly Entry[]): readonly Turn[] {
  const from = entries.findLastIndex(({ kind }) => kind === "separator")
  return entries.slice(from + 1).filter(isTurn)
}

/** What those turns have added to the history (spec 1.6). */
export function recordsOf(kind: FlowView["kind"], turns: readonly Turn[], ports: ChatPortNames): unknown[] {
  const names = { input: ports.input, output: ports.output, history: ports.history }
  return turns.flatMap(({ status, message, outputs }) => {
    if (status !== "done") return []
    const turn = { said: fromPlain(message), outputs: fromPlain(outputs) }
    return historyRecords(kind, names, turn).map(toPlain)
  })
}

/** Whether the flow says the same by itself. */
export function isMarked({ chatPorts }: FlowView, { input, history, output }: ChatPortNames): boolean {
  return chatPorts?.input === input && chatPorts.history === history && chatPorts.output === output
}
