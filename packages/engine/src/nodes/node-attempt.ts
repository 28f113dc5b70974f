import type { Model } from "@internal/schema"
import { Json } from "@internal/value"
import type { Answer, Attempt } from "./model-call.ts"
import type { NodeCall } from "./node-call.ts"
import { tracedModelCall } from "./traced-node.ts"

interface Parts {
  model: Model
  connection: string
  headers?: Record<string, string>
  /** The node may have ended before the call does. */
  late?: boolean
}

/** A node's attempt: its text is shown as it comes, and its end is in the journal. */
export function nodeAttempt(call: NodeCall, { late, ...parts }: Parts, attempt: number): Attempt {
  const { host, line, node, signal, sink, seat } = call
  const answer: Answer = { text: "", ...(late && { pieces: [] }) }
  return {
    ...parts,
    signal,
    seat,
    answer,
    context: { ...(call.traces && { whole: true }), ...(host.live && !late && { live: true }) },
    delta: (text) => sink.delta(text),
    ended: (ended, request) => {
      call.traces?.push(tracedModelCall(request, answer, ended))
      const event = { type: "call-end" as const, line, node: node.name, attempt, ...ended }
      const said = answer.isWhole && answer.pieces && Json.of(answer.pieces)
      void host.writer.append([late ? { ...event, late, ...(said && { said }) } : event])
    },
  }
}
