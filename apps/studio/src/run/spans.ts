import type { ApiCall, Usage } from "@internal/schema"

/** A call among the calls of a node, with where it stands: `0.1` is the second call below the first. */
export interface Span {
  key: string
  /** 0 for a call that no other has made. */
  depth: number
  call: ApiCall
  /** Flow, Function, Tool, LLM, Embedding, Retrieval. */
  kind: string
  /** Milliseconds since the epoch. */
  start: number
  /** Milliseconds. */
  duration: number
  tokens: TokenCounts | undefined
  failed: boolean
}

export interface TokenCounts {
  prompt: number
  completion: number
  total: number
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Calls with those below them, each behind the one that made it. */
export function spansOf(calls: readonly ApiCall[], depth = 0, above = ""): Span[] {
  return calls.flatMap((call, at) => {
    const key = above === "" ? String(at) : `${above}.${at}`
    const own: Span = {
      key,
      depth,
      call,
      kind: call.type || "Function",
      start: call.start_time * 1000,
      duration: Math.max(0, (call.end_time - call.start_time) * 1000),
      tokens: tokensOf(call),
      failed: call.error !== null && call.error !== undefined,
    }
    return [own, ...spansOf(call.children ?? [], depth + 1, key)]
  })
}

/** What a call and the calls below it came to; undefined where no model has counted. */
export function tokensOf(call: ApiCall): TokenCounts | undefined {
  const { total_tokens, prompt_tokens, completion_tokens } = recordOf(
    Object.keys(recordOf(call.system_metrics)).length > 0 ? call.system_metrics : recordOf(call.output).usage,
  )
  if (typeof total_tokens === "number")
    return {
      prompt: Number(prompt_tokens ?? 0),
      completion: Number(completion_tokens ?? 0),
      total: total_tokens,
    }
  const below = (call.children ?? []).flatMap((child) => tokensOf(child) ?? [])
  if (below.length === 0) return undefined
  const sum = (of: keyof TokenCounts) => below.reduce((all, one) => all + one[of], 0)
  return { prompt: sum("prompt"), completion: sum("completion"), total: sum("total") }
}

/** Of a line or node: what all of its models counted. */
export function countsOf(usage: Usage | undefined): TokenCounts | undefined {
  if (!usage) return undefined
  return { prompt: usage.prompt_tokens, completion: usage.completion_tokens, total: usage.total_tokens }
}

export interface ChatMessage {
  role: string
  content: unknown
  /** The model's own, and not what it was sent. */
  generated: boolean
  /** Names of tools that it asks for, calls as they are. */
  toolCalls?: unknown
}

/** What was said to a model and what it answered, in order; empty where the call is none of a model's. */
export function conversationOf({ type, inputs, output }: ApiCall): ChatMessage[] {
  if (type !== "LLM") return []
  const { messages, prompt } = recordOf(inputs)
  const sent = Array.isArray(messages)
    ? messages.filter(isRecord).map((message) => messageOf(message, false))
    : typeof prompt === "string"
      ? [{ role: "prompt", content: prompt, generated: false }]
      : []
  const answered = listOf(recordOf(output).choices).flatMap((choice): ChatMessage[] => {
    const { message, text } = recordOf(choice)
    if (isRecord(message)) return [messageOf(message, true)]
    return typeof text === "string" ? [{ role: "assistant", content: text, generated: true }] : []
  })
  if (answered.length === 0 && typeof output === "string" && output !== "")
    answered.push({ role: "assistant", content: output, generated: true })
  return [...sent, ...answered]
}

function messageOf(message: Record<string, unknown>, generated: boolean): ChatMessage {
  const { role, content, tool_calls, function_call } = message
  const calls = tool_calls ?? function_call
  return {
    role: String(role ?? (generated ? "assistant" : "message")),
    content: content ?? "",
    generated,
    ...(calls != null && { toolCalls: calls }),
  }
}

/** What else a model was asked with: model, temperature, and the like. */
export function parametersOf({ type, inputs }: ApiCall): Record<string, unknown> {
  if (type !== "LLM") return {}
  const { messages: _, prompt: __, tools: ___, functions: ____, ...parameters } = recordOf(inputs)
  return parameters
}

/** Tools that a model was offered. */
export function toolsOf({ type, inputs }: ApiCall): unknown[] {
  if (type !== "LLM") return []
  const { tools, functions } = recordOf(inputs)
  return [...listOf(tools), ...listOf(functions)]
}

/** What a node was given by its flow: without what the engine tells a prompt besides. *Raw JSON* has all of the record. */
export function givenInputs(inputs: unknown): unknown {
  if (!isRecord(inputs)) return inputs
  const { _inputs_to_escape, ...given } = inputs
  return given
}

/** Of a call that renders a prompt: its template and what went into it. */
export function templateOf({
  type,
  inputs,
}: ApiCall): { template: string; variables: Record<string, unknown> } | undefined {
  if (type === "LLM") return undefined
  const { prompt, template, inputs: variables, _inputs_to_escape, ...rest } = recordOf(inputs)
  const text = typeof template === "string" ? template : prompt
  if (typeof text !== "string") return undefined
  if (isRecord(variables)) return { template: text, variables } // as a prompty has them
  const used = Object.entries(rest).filter(([name]) => new RegExp(`\\b${escaped(name)}\\b`).test(text))
  return { template: text, variables: Object.fromEntries(used) }
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")

export interface Embedded {
  text: unknown
  vector: readonly number[]
}

/** Texts that were embedded, each with its vector. */
export function embeddingsOf({ type, inputs, output }: ApiCall): Embedded[] {
  if (type !== "Embedding") return []
  const { input } = recordOf(inputs)
  const texts = Array.isArray(input) && !input.every((one) => typeof one === "number") ? input : [input]
  const data = Array.isArray(output) ? output : listOf(recordOf(output).data)
  const vectors = isVector(data) ? [data] : data.map((one) => (isVector(one) ? one : recordOf(one).embedding))
  return texts.map((text, at) => ({ text: text ?? null, vector: isVector(vectors[at]) ? vectors[at] : [] }))
}

const isVector = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "number")

export interface Retrieved {
  id: string
  content: unknown
  score: number | undefined
}

/** What was asked of an index, and the documents that it gave with how well each fits. */
export function retrievalOf({
  type,
  inputs,
  output,
}: ApiCall): { query: unknown; documents: Retrieved[] } | undefined {
  if (type !== "Retrieval") return undefined
  const given = recordOf(inputs)
  const query =
    given.query ?? given.question ?? given.text ?? Object.values(given).find((one) => typeof one === "string")
  const listed = Array.isArray(output)
    ? output
    : listOf(recordOf(output).documents ?? recordOf(output).results)
  const documents = listed.map((one, at): Retrieved => {
    const found = recordOf(one)
    const document = { ...recordOf(found.document), ...found }
    const score = document.score ?? document["document.score"] ?? document.similarity
    const content =
      document.content ?? document["document.content"] ?? document.page_content ?? document.text ?? one
    return {
      id: String(document.id ?? document["document.id"] ?? at),
      content,
      score: typeof score === "number" ? score : undefined,
    }
  })
  return { query, documents }
}
