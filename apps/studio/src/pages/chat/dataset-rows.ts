import type { ChatPortNames, Turn } from "./turn.ts"

/**
 * A row for each turn that was answered: the flow's inputs by name, with the history as it was, and the reply under the name
 * of the chat output (`reply` where that is an input too, or there is none). A batch maps them by name.
 */
export function datasetRows(turns: readonly Turn[], ports: ChatPortNames): Record<string, unknown>[] {
  return turns.flatMap((turn): Record<string, unknown>[] => {
    if (turn.status !== "done") return []
    const inputs: Record<string, unknown> = { ...turn.inputs }
    if (ports.history !== undefined) inputs[ports.history] = turn.history
    inputs[ports.input] = turn.message
    const name = ports.output !== undefined && !(ports.output in inputs) ? ports.output : "reply"
    return [{ ...inputs, [name]: turn.reply }]
  })
}
