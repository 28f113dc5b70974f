import type { ApiCall } from "@internal/schema"

export interface Message {
  role: string
  content: unknown
}
export interface Prompt {
  messages: Message[]
  /** Model, temperature and what else was asked. */
  settings: Record<string, unknown>
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Prompts that a node has sent, as they were sent: of every call of it that has messages, a prompt or texts to embed. */
export function promptsOf(calls: readonly ApiCall[]): Prompt[] {
  return calls.flatMap((call): Prompt[] => {
    const inputs = isRecord(call.inputs) ? call.inputs : {}
    const { messages, prompt, input, ...settings } = inputs
    const below = promptsOf(call.children ?? [])
    if (below.length > 0) return below // the call inside is what was sent
    if (Array.isArray(messages))
      return [
        {
          messages: messages.filter(isRecord).map(({ role, content, ...rest }) => ({
            role: String(role),
            content: Object.keys(rest).length > 0 && !content ? rest : content,
          })),
          settings,
        },
      ]
    if (call.type === "LLM" && typeof prompt === "string")
      return [{ messages: [{ role: "prompt", content: prompt }], settings }]
    if (call.type === "Embedding" && input !== undefined)
      return [{ messages: [{ role: "input", content: input }], settings }]
    return []
  })
}
