import { MillraceError, type ModelFailure } from "@internal/schema"
import { TimedOut } from "../http/deadline.ts"

/** Takes secrets out of text that came from outside, or that holds an address. */
export type Scrub = (text: string) => string

const CLASS_BY_STATUS: Readonly<Record<number, string>> = {
  400: "BadRequestError",
  401: "AuthenticationError",
  403: "PermissionDeniedError",
  404: "NotFoundError",
  409: "ConflictError",
  422: "UnprocessableEntityError",
  429: "RateLimitError",
}

/** What the OpenAI SDK calls an answer of this status. */
function statusClass(status: number): string {
  return CLASS_BY_STATUS[status] ?? (status >= 500 ? "InternalServerError" : "APIStatusError")
}

/** Lower-case names; a header that came twice is a list. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** The failure that an HTTP answer of status ≥ 400 stands for; `detail` is worded as the original's SDK words it. */
export function statusFailure(status: number, headers: Headers, text: string, scrub: Scrub): MillraceError {
  const body = errorBody(text)
  const words = typeof body?.message === "string" ? body.message : undefined
  const failure: ModelFailure = {
    class: statusClass(status),
    status,
    ...errorFacts(body),
    detail: `Error code: ${status}${words ? ` - ${words}` : ""}`,
    retryAfterMs: retryAfterMs(headers),
    requestId: requestId(headers),
  }
  const unsaid = words === undefined && text.trim() !== "" ? `The server answered: ${excerpt(text)}` : ""
  return modelFailed(failure, scrub, { hint: [statusHint(failure), unsaid].filter(Boolean).join(" ") })
}

/**
 * An error object inside an answer of status 200: in the middle of a stream, or instead of a completion, which to the
 * SDK is a completion that it cannot read.
 */
export function answerFailure(
  error: unknown,
  requestId: string | undefined,
  scrub: Scrub,
  kind: "APIError" | "APIResponseValidationError" = "APIError",
): MillraceError {
  const body = isRecord(error) ? error : { message: error }
  const detail =
    typeof body.message === "string" ? body.message : `The API answered an error: ${excerpt(body)}`
  return modelFailed({ class: kind, ...errorFacts(body), detail, requestId }, scrub)
}

/** An answer that is no completion at all. */
export function shapeFailure(reason: string, text: string, scrub: Scrub): MillraceError {
  const detail = `The answer is not what the API promises: ${reason}: ${excerpt(text)}`
  const hint = "Check that the connection's address is that of an OpenAI-compatible API."
  return modelFailed({ class: "APIResponseValidationError", detail }, scrub, { hint })
}

const DISCONNECTED = new Set(["UND_ERR_SOCKET", "UND_ERR_DESTROYED", "HPE_INVALID_EOF_STATE"])
const ABORTED = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"])
const TIMEOUTS = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"])

/**
 * The failure for a call that got no answer. A server that hung up carries the words by which the
 * original knows an error worth another try (spec 5.5). A reset counts as such too, although the original gives up there:
 * to the caller it is the same event, told apart only by what was left in a buffer.
 */
export function connectionFailure(thrown: unknown, address: URL, scrub: Scrub): MillraceError {
  const cause = rootCause(thrown)
  const code = String(cause.code ?? "")
  const place = `${address.protocol}//${address.host}`
  if (thrown instanceof TimedOut || TIMEOUTS.has(code)) {
    const detail = thrown instanceof TimedOut ? thrown.message : "Request timed out: no connection was made."
    return modelFailed({ class: "APITimeoutError", detail }, scrub, { cause: thrown })
  }
  const words = DISCONNECTED.has(code)
    ? "Server disconnected without sending a response."
    : ABORTED.has(code)
      ? `Connection aborted: ${cause.message}.`
      : `${cause.message || code} (${place})`
  const failure = { class: "APIConnectionError", detail: `Connection error. ${words}` }
  const hint = connectionHint(code, place, elsewhere(cause, address))
  return modelFailed(failure, scrub, { cause: thrown, hint })
}

/**
 * An answer or stream whose connection was lost, or that ended before the model did. What has begun to answer is not
 * asked again: these are not the words of an error worth another try (spec 5.5).
 */
export function brokenOff(thrown: unknown, what: "answer" | "stream", scrub: Scrub): MillraceError {
  if (thrown instanceof TimedOut)
    return modelFailed({ class: "APITimeoutError", detail: thrown.message }, scrub, { cause: thrown })
  const words = thrown === undefined ? "it ended before the model had finished" : rootCause(thrown).message
  const detail = `Connection error. The ${what} broke off: ${words}.`
  return modelFailed({ class: "APIConnectionError", detail }, scrub, { cause: thrown })
}

export function modelFailed(
  failure: ModelFailure,
  scrub: Scrub = (text) => text,
  options: { hint?: string; cause?: unknown } = {},
): MillraceError {
  const clean = Object.fromEntries(
    Object.entries(failure)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "string" ? scrub(value) : value]),
  )
  return new MillraceError("MODEL_CALL_FAILED", clean, {
    hint: scrub(options.hint ?? ""),
    cause: options.cause,
    ...failureNames(failure),
  })
}

/** An answer that the SDK cannot read is no error of the SDK's own (seen on the original). */
export function failureNames(failure: Pick<ModelFailure, "class">): {
  original: string[]
  className?: string
} {
  if (failure.class === "APIResponseValidationError")
    return { original: ["UserError", "LLMError"], className: "LLMError" }
  return { original: ["UserError", "OpenAIError", failure.class] }
}

/** Milliseconds from `retry-after-ms`, or `Retry-After` in seconds or as a date; nothing when absent or nonsense. */
export function retryAfterMs(headers: Headers, now: number = Date.now()): number | undefined {
  const exact = Number.parseFloat(first(headers["retry-after-ms"]) ?? "")
  if (exact >= 0) return exact
  const text = first(headers["retry-after"])?.trim()
  if (!text) return undefined
  const seconds = Number(text)
  if (seconds >= 0) return seconds * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

export function requestId(headers: Headers): string | undefined {
  return first(headers["x-request-id"]) ?? first(headers["apim-request-id"])
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function errorBody(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (!isRecord(parsed)) return undefined
    return isRecord(parsed.error) ? parsed.error : parsed
  } catch {
    return undefined
  }
}

function errorFacts(body: Record<string, unknown> | undefined): Partial<ModelFailure> {
  const text = (value: unknown): string | undefined => (value == null ? undefined : String(value))
  return { type: text(body?.type), errorCode: text(body?.code), param: text(body?.param) }
}

function statusHint(failure: ModelFailure): string {
  if (failure.errorCode === "insufficient_quota" || failure.type === "insufficient_quota")
    return "The account has no quota left: check its plan and billing."
  switch (failure.status) {
    case 401:
    case 403:
      return "Check the connection's key and what it may do: millrace connection update."
    case 404:
      return "Check the name of the model or deployment, and the connection's address and API version."
    default:
      return ""
  }
}

/** Where a connection was refused, if that is not where the call was to go: a proxy's address. */
function elsewhere({ address, port }: Cause, target: URL): string | undefined {
  const wanted = Number(target.port) || (target.protocol === "https:" ? 443 : 80)
  return port === undefined || port === wanted ? undefined : `${address}:${port}`
}

function connectionHint(code: string, place: string, proxy: string | undefined): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO|ISSUER/.test(code))
    return "The server's certificate is not trusted: name your CA bundle in SSL_CERT_FILE."
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `There is no such host: check the connection's address (${place}), or set HTTPS_PROXY.`
  if (code === "ECONNREFUSED" && proxy)
    return `Nothing listens at ${proxy}: correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, or name the host in NO_PROXY.`
  if (code === "ECONNREFUSED")
    return `Nothing listens at ${place}: start the server, or correct the connection.`
  return ""
}

interface Cause {
  message: string
  code?: string | number
  /** Of a connection that was refused. */
  address?: string
  port?: number
}

/** The innermost error that says something: undici and AggregateError wrap the system's own. */
function rootCause(thrown: unknown): Cause {
  let at = thrown
  for (let depth = 0; depth < 8 && at instanceof Error; depth++) {
    const inner: unknown = at instanceof AggregateError ? at.errors[0] : at.cause
    if (!(inner instanceof Error)) break
    at = inner
  }
  if (!(at instanceof Error)) return { message: String(at) }
  const { address, port } = at as Error & Cause // what the system says of a connection
  return { message: at.message, code: "code" in at ? String(at.code) : undefined, address, port }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function excerpt(value: unknown): string {
  const text = typeof value === "string" ? value.trim() : JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
