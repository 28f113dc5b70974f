import { renderTemplate } from "../prompt/render.ts"
import { json } from "../values.ts"
import type { NodeCall, NodeResult } from "./node-call.ts"

/** A prompt node: its text, with the twin in which role headers of flow inputs stay hidden (spec 5.2, 5.3). */
export async function runPrompt(call: NodeCall): Promise<NodeResult> {
  const { text, escaped } = await renderTemplate(call, call.inputs)
  return { value: json(text), ...(escaped && { escaped }), portable: true, calls: [] }
}
