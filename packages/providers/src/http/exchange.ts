import type { OutgoingHttp } from "./dispatcher.ts"

/** A request that a built-in tool makes to a service which is no model (spec 5.6). */
export interface HttpRequest {
  method: string
  url: string
  headers: Record<string, string>
  body: string | null
  /** For the whole exchange. */
  seconds: number
}

export type HttpAnswer =
  | { status: number; headers: Record<string, string>; body: string }
  /** No answer: refused, not found, timed out. */
  | { status: 0; reason: string }

/** One exchange through the proxies and certificates of all outgoing calls; redirects are the caller's to see. */
export async function exchange(
  request: HttpRequest,
  context: { http: OutgoingHttp; signal: AbortSignal },
): Promise<HttpAnswer> {
  const { method, url, headers, body, seconds } = request
  const limit = AbortSignal.timeout(seconds * 1000)
  try {
    const target = new URL(url)
    const dispatcher = await context.http.get(target)
    const answer = await dispatcher.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: method as "GET" | "POST",
      headers: { "user-agent": "millrace", ...headers },
      body,
      signal: AbortSignal.any([context.signal, limit]),
    })
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, String(value ?? "")]),
      ),
      body: await answer.body.text(),
    }
  } catch (thrown) {
    if (limit.aborted) return { status: 0, reason: `no answer within ${seconds} s` }
    const { code, message } = thrown as NodeJS.ErrnoException // what undici throws
    return { status: 0, reason: [code, message].filter(Boolean).join(": ") }
  }
}
