import type { ModelEndpoint, RateLimits } from "./rate-limits.ts"

/** Token counts of one call. `estimated` when the API said nothing and a tokenizer counted. */
export interface Usage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  estimated?: boolean
}

export type MessagePart =
  | { type: "text"; text: string }
  | { type: "image_url"; image_url: { url: string; detail?: string } }

export interface ChatMessage {
  role: string
  content?: string | MessagePart[] | null
  name?: string
  tool_call_id?: string
  tool_calls?: unknown
  function_call?: unknown
}

/**
 * One chat call as the wire has it: `parameters` are the API's own names and values, built by the engine exactly as
 * spec 5.4 says, and sent as they are. `model` is the deployment for Azure.
 */
export interface ChatRequest {
  model: string
  messages: ChatMessage[]
  parameters: Record<string, unknown>
  /** Absent: the request says nothing of it. */
  stream?: boolean
}
export interface CompletionRequest {
  model: string
  prompt: string
  parameters: Record<string, unknown>
  stream?: boolean
}
export interface EmbeddingRequest {
  model: string
  input: string | string[]
  parameters: Record<string, unknown>
}

export type ModelDelta =
  /** Text of the first choice as it arrives (the whole of it, once, when not streaming). */
  | { type: "text"; text: string }
  /** The complete assistant message of the first choice as the API answered it; only when not streaming. */
  | { type: "message"; message: Record<string, unknown> }
  /** What the API answered as it is, where the call asked for it whole: once, or each chunk of a stream. */
  | { type: "response"; response: Record<string, unknown> }
  /**
   * Always last, exactly once. `usage` absent if the API gave none and nothing could count. `logprobs` as the API's first
   * choice has them; only when not streaming.
   */
  | {
      type: "end"
      finishReason: string | null
      usage?: Usage
      model?: string
      requestId?: string
      logprobs?: unknown
    }

export interface CallContext {
  signal: AbortSignal
  /** Extra headers, e.g. the original's `ms-azure-ai-promptflow-called-from`. */
  headers?: Record<string, string>
  /** Further parameters of the address. */
  query?: Record<string, string>
  /** Seconds for the whole attempt; default 600 (spec 3.6). */
  timeout?: number
  /** Answer `response` deltas too. */
  whole?: boolean
  /** Answer text as it comes though the request does not stream, where that changes nothing of what is answered. */
  live?: boolean
  /** Told what the headers of an answer say of limits, as soon as they are there; `status` is HTTP's. */
  answered?(limits: RateLimits, status: number): void
}

/**
 * ONE attempt each; retries belong to the engine. Fails with a MillraceError `MODEL_CALL_FAILED` whose data are
 * `ModelFailure`.
 */
export interface ChatModel {
  chat(request: ChatRequest, call: CallContext): AsyncIterable<ModelDelta>
}
export interface CompletionModel {
  complete(request: CompletionRequest, call: CallContext): AsyncIterable<ModelDelta>
}
export interface EmbeddingModel {
  embed(
    request: EmbeddingRequest,
    call: CallContext,
  ): Promise<{ vectors: number[][]; usage?: Usage; model?: string }>
}
export type Model = ChatModel &
  CompletionModel &
  EmbeddingModel & {
    /** Absent for what nobody limits: a model on this machine, a recording. */
    endpoint?: ModelEndpoint
  }

/** The `data` of `MODEL_CALL_FAILED`: everything the retry rules of spec 5.5 look at. */
export interface ModelFailure extends Record<string, unknown> {
  /** The OpenAI SDK's class for it: BadRequestError, AuthenticationError, RateLimitError, APIConnectionError, APITimeoutError… */
  class: string
  /** HTTP status, absent when no answer came. */
  status?: number
  /** `error.type` / `error.code` / `error.param` of the answer's body. */
  type?: string
  errorCode?: string
  param?: string
  /** The API's own words, secrets removed. */
  detail: string
  /** From `retry-after-ms` or `Retry-After` (seconds or date). */
  retryAfterMs?: number
  requestId?: string
}
