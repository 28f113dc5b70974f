import type { Plan } from "@internal/schema"
import { type Dict, str, type Value } from "@internal/value"

/** Which input a message goes to, which input takes what was said before, and which output is the reply (spec 1.5). */
export interface ChatPorts {
  input: string
  /** Undefined: the whole output is the reply. */
  output: string | undefined
  /** Undefined: what was said before is given to nothing. */
  history: string | undefined
}

/** The reply of a turn: the chat output, else what the flow's only node returned, else all outputs. */
export function chatReply(kind: Plan["kind"], ports: ChatPorts, outputs: Value): Value {
  if (!(outputs instanceof Map)) return outputs
  const named = ports.output === undefined ? undefined : outputs.get(ports.output)
  if (named !== undefined) return named
  const [only] = outputs.keys()
  const isWhole = kind !== "dag" && outputs.size === 1 && only === "output"
  return isWhole ? (outputs.get("output") ?? null) : outputs
}

/** What a turn adds to the history (spec 1.6): inputs and outputs of a DAG, else two messages with roles. */
export function historyRecords(
  kind: Plan["kind"],
  ports: ChatPorts,
  { said, outputs }: { said: Value; outputs: Value },
): Value[] {
  if (kind === "dag") {
    return [
      new Map<string, Value>([
        ["inputs", new Map([[ports.input, said]])],
        ["outputs", outputs],
      ]),
    ]
  }
  return [message("user", said), message("assistant", chatReply(kind, ports, outputs))]
}

function message(role: string, content: Value): Dict {
  return new Map<string, Value>([
    ["role", role],
    ["content", content],
  ])
}

/** A reply as a chat shows it: text as it is, anything else as Python prints it. */
export function replyText(reply: Value): string {
  return str(reply)
}
