import type { LineState, NodeState } from "@internal/schema"
import { toPlain } from "@internal/value"

/** The text that was handed on in pieces, where a node's answer is only a generator of it. */
export function saidOf({ said }: NodeState): string | undefined {
  const pieces = said && toPlain(said.value)
  return Array.isArray(pieces) && pieces.every((piece) => typeof piece === "string")
    ? pieces.join("")
    : undefined
}

/** What a node gave, as plain data; undefined while it has given nothing. */
export function outputOf(node: NodeState): unknown {
  return saidOf(node) ?? (node.output && toPlain(node.output.value))
}

/** Whether only the run that made it has the node's output: an object, or a generator that has been read. */
export function isLiveOutput(node: NodeState): boolean {
  return node.live !== undefined && saidOf(node) === undefined
}

/** An output of the flow by its name. */
export function flowOutputs(line: LineState | undefined): Record<string, unknown> | undefined {
  const outputs = line?.outputs && toPlain(line.outputs.value)
  return typeof outputs === "object" && outputs !== null && !Array.isArray(outputs)
    ? (outputs as Record<string, unknown>)
    : undefined
}
