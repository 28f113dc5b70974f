import type { Plan } from "@internal/schema"

/** Whether a flow can be talked to (spec 1.5), and if not, why. */
export function isChatFlow(
  plan: Pick<Plan, "inputs" | "outputs">,
):
  | { chat: true; input: string; output: string | undefined; history: string }
  | { chat: false; reason: string } {
  const inputs = plan.inputs.filter((port) => port.isChatInput)
  const outputs = plan.outputs.filter((port) => port.isChatOutput)
  const history = chatHistoryInput(plan)
  const [input] = inputs
  if (!input || inputs.length > 1) {
    return { chat: false, reason: `a chat flow has one chat input, and this one has ${inputs.length}` }
  }
  if (outputs.length > 1) {
    return { chat: false, reason: `a chat flow has one chat output, and this one has ${outputs.length}` }
  }
  if (plan.outputs.length > 0 && outputs.length === 0) {
    return { chat: false, reason: "none of the outputs is marked is_chat_output" }
  }
  if (history === undefined) return { chat: false, reason: "there is no input for the chat history" }
  return { chat: true, input: input.name, output: outputs[0]?.name, history }
}

/** The input that takes the history: the flagged one, else one named `chat_history` that is not flagged false. */
export function chatHistoryInput(plan: Pick<Plan, "inputs">): string | undefined {
  const flagged = plan.inputs.find((port) => port.isChatHistory)
  if (flagged) return flagged.name
  return plan.inputs.find((port) => port.name === "chat_history" && port.isChatHistory === null)?.name
}
