import type { ChatMessage, ChatRequest, CompletionRequest, EmbeddingRequest, Usage } from "@internal/schema"

type Count = (text: string) => number

// What a chat costs beyond its text: framing of each message, a name, the start of the answer, a small image.
const MESSAGE = 3
const NAME = 1
const REPLY = 3
const IMAGE = 85

/** An estimate, for answers that say nothing of usage (streams, most of all). */
export async function chatUsage(request: ChatRequest, answer: string): Promise<Usage> {
  const count = await counter(request.model)
  const prompt = request.messages.reduce((sum, message) => sum + messageTokens(message, count), REPLY)
  return estimate(prompt, count(answer))
}

export async function completionUsage(request: CompletionRequest, answer: string): Promise<Usage> {
  const count = await counter(request.model)
  return estimate(count(request.prompt), count(answer))
}

export async function embeddingUsage(request: EmbeddingRequest): Promise<Usage> {
  const count = await counter(request.model)
  return estimate(
    [request.input].flat().reduce((sum, text) => sum + count(text), 0),
    0,
  )
}

function messageTokens(message: ChatMessage, count: Count): number {
  let tokens = MESSAGE + count(message.role)
  if (message.name) tokens += NAME + count(message.name)
  if (typeof message.content === "string") tokens += count(message.content)
  for (const part of Array.isArray(message.content) ? message.content : [])
    tokens += part.type === "text" ? count(part.text) : IMAGE
  for (const call of [message.tool_calls, message.function_call])
    if (call !== undefined) tokens += count(JSON.stringify(call))
  return tokens
}

function estimate(prompt: number, completion: number): Usage {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    estimated: true,
  }
}

const OLDER = /gpt-?3\.?5|gpt-4(?![.o\d])|text-embedding|davinci|babbage/i

/** Loads one encoding, the one that the model's name asks for; an unknown name gets the newer. */
async function counter(model: string): Promise<Count> {
  const { encode } = OLDER.test(model)
    ? await import("gpt-tokenizer/encoding/cl100k_base")
    : await import("gpt-tokenizer/encoding/o200k_base")
  // Text that looks like a control token is text.
  return (text) => encode(text, { disallowedSpecial: new Set() }).length
}
