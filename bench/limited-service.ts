import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export type Rule = (now: number) => {
  refuse?: number
  status?: number
  headers?: Record<string, string>
  /** There is no answer at all. */
  hang?: boolean
}

export interface LimitedService extends AsyncDisposable {
  url: string
  /** Milliseconds since the first call, of answers and of refusals. */
  answered: number[]
  refused: number[]
}

/** A chat API on the loopback interface that answers after `latency` ms, or refuses as its rule says, at once. */
export async function limitedService(rule: Rule, latency: number): Promise<LimitedService> {
  const answered: number[] = []
  const refused: number[] = []
  let begun: number | undefined
  const server = createServer((request, response) => {
    let text = ""
    request.on("data", (chunk) => {
      text += chunk
    })
    request.on("end", () => {
      begun ??= performance.now()
      const now = performance.now() - begun
      const { refuse, status = refuse === undefined ? 200 : 429, headers = {}, hang } = rule(now)
      if (hang) return
      const send = (body: unknown) => {
        response.writeHead(status, {
          "content-type": "application/json",
          ...headers,
          ...(refuse !== undefined && { "retry-after": String(refuse) }),
        })
        response.end(JSON.stringify(body))
      }
      if (status !== 200) {
        refused.push(now)
        send({ error: { message: "not now", type: "requests", code: "rate_limit_exceeded" } })
        return
      }
      answered.push(now)
      const model = (JSON.parse(text) as { model: string }).model
      const choices = [{ index: 0, message: { role: "assistant", content: "ok" }, finish_reason: "stop" }]
      const usage = { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 }
      setTimeout(
        () => send({ id: "x", object: "chat.completion", created: 0, model, choices, usage }),
        latency,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    answered,
    refused,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** So many requests a minute, given back bit by bit; the headers are OpenAI's, or there are none. */
export function perMinute(
  limit: (now: number) => number,
  options: { burst?: number; headers?: boolean } = {},
): Rule {
  const { burst, headers: tells = true } = options
  let level = burst ?? limit(0)
  let at = 0
  return (now) => {
    const all = limit(now)
    const most = burst ?? all
    level = Math.min(most, level + ((now - at) * all) / 60_000)
    at = now
    const isTaken = level >= 1
    if (isTaken) level -= 1
    const headers: Record<string, string> = tells
      ? {
          "x-ratelimit-limit-requests": String(most),
          "x-ratelimit-remaining-requests": String(Math.floor(level)),
          "x-ratelimit-reset-requests": `${Math.ceil(((most - level) * 60_000) / all)}ms`,
        }
      : {}
    return isTaken ? { headers } : { headers, refuse: Math.max(1, Math.ceil((1 - level) * (60 / all))) }
  }
}

/** So many requests in each window of time, and then none until the next; only `retry-after-ms` says until when. */
export function perWindow(limit: number, ms: number): Rule {
  let window = 0
  let used = 0
  return (now) => {
    const current = Math.floor(now / ms)
    if (current !== window) used = 0
    window = current
    if (++used <= limit) return {}
    const left = Math.ceil((current + 1) * ms - now)
    return { refuse: Math.ceil(left / 1000), headers: { "retry-after-ms": String(left) } }
  }
}

/** Nobody ever answers the call of this number, counted from 1. */
export function hangingAt(call: number): Rule {
  let calls = 0
  return () => ({ hang: ++calls === call })
}

/** Every so many answers are refused, whatever the pace. */
export function everyNth(part: number, rule: { refuse?: number; status?: number }): Rule {
  let sum = 0
  return () => {
    sum += part
    if (sum < 1) return {}
    sum -= 1
    return rule
  }
}
