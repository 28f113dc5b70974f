import { pipeline, type Readable, type Transform } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib"
import { type CallContext, MillraceError } from "@internal/schema"
import type { Deadline } from "../http/deadline.ts"
import type { OutgoingHttp } from "../http/dispatcher.ts"
import { brokenOff, connectionFailure, type Headers, type Scrub, statusFailure } from "./failure.ts"
import { rateLimits } from "./rate-limits.ts"

export interface PostRequest {
  url: URL
  headers: Record<string, string>
  body: string
}
export interface PostContext {
  http: OutgoingHttp
  deadline: Deadline
  scrub: Scrub
  answered?: CallContext["answered"]
}
export interface Answer {
  headers: Headers
  body: AsyncIterable<Uint8Array>
}

const MAX_REDIRECTS = 5

/** One POST. Fails with `MODEL_CALL_FAILED`, or with the caller's own reason when its signal was aborted. */
export async function post(request: PostRequest, context: PostContext): Promise<Answer> {
  let url = request.url
  for (let redirects = 0; ; redirects++) {
    const answer = await send({ ...request, url }, context)
    const { statusCode: status, headers } = answer
    const target = redirects < MAX_REDIRECTS ? redirectTarget(status, headers, url) : undefined
    if (target) {
      answer.body.resume()
      url = target
      continue
    }
    context.answered?.(rateLimits(headers), status)
    const body = decoded(answer.body, headers)
    if (status < 300) return { headers, body }
    throw statusFailure(status, headers, await textOf(body, context), context.scrub)
  }
}

/** The whole of an answer as text. */
export async function textOf(body: AsyncIterable<Uint8Array>, context: PostContext): Promise<string> {
  try {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) {
      context.deadline.beat()
      chunks.push(chunk)
    }
    return new TextDecoder().decode(Buffer.concat(chunks))
  } catch (error) {
    throw callFailure(error, context, (reason) => brokenOff(reason, "answer", context.scrub))
  }
}

async function send(request: PostRequest, context: PostContext) {
  const { url, headers, body } = request
  const { signal } = context.deadline
  try {
    const dispatcher = await context.http.get(url)
    signal.throwIfAborted()
    return await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "millrace", ...headers },
      body,
      signal,
    })
  } catch (error) {
    throw callFailure(error, context, (reason) => connectionFailure(reason, url, context.scrub))
  }
}

function callFailure(
  error: unknown,
  context: PostContext,
  lost: (reason: unknown) => MillraceError,
): unknown {
  if (error instanceof MillraceError) return error
  const { signal } = context.deadline
  const reason = signal.aborted ? signal.reason : error
  if (signal.aborted && reason?.name !== "TimedOut") return reason
  return lost(reason)
}

/**
 * Where a redirect leads, if it keeps method and host: a key must not follow to a host that the connection does not name,
 * nor from HTTPS to HTTP.
 */
function redirectTarget(status: number, headers: Headers, from: URL): URL | undefined {
  if (status !== 307 && status !== 308) return undefined
  const location = headers.location
  if (typeof location !== "string" || !URL.canParse(location, from.href)) return undefined
  const target = new URL(location, from)
  const secure = target.protocol === from.protocol || target.protocol === "https:"
  return secure && target.hostname === from.hostname ? target : undefined
}

/** We ask for no compression; some gateways compress all the same. */
function decoded(body: Readable, headers: Headers): Readable {
  switch (headers["content-encoding"]) {
    case "gzip":
      return piped(body, createGunzip())
    case "deflate":
      return piped(body, createInflate())
    case "br":
      return piped(body, createBrotliDecompress())
    default:
      return body
  }
}

function piped(body: Readable, through: Transform): Readable {
  // Either side's end or error ends the other; the reader of `through` sees it.
  return pipeline(body, through, () => {})
}
