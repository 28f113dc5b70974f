import type { IncomingHttpHeaders } from "node:http"
import { type Loopback, loopback } from "../../../tests/support/loopback.ts"

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: unknown
}

export interface ServiceServer extends Loopback {
  received: Received[]
}

/** A server on the loopback that answers by path: the first key that the path contains. A number is a status. */
export async function serviceServer(answers: Record<string, unknown>): Promise<ServiceServer> {
  const received: Received[] = []
  const server = await loopback(async (request, response) => {
    let text = ""
    for await (const chunk of request) text += String(chunk)
    const path = request.url ?? ""
    received.push({ path, headers: request.headers, body: text === "" ? null : JSON.parse(text) })
    const key = Object.keys(answers).find((part) => path.includes(part))
    const answer = key === undefined ? 404 : answers[key]
    const status = typeof answer === "number" ? answer : 200
    response.writeHead(status, { "content-type": "application/json" })
    response.end(JSON.stringify(status === 200 ? answer : { error: { message: "boom" } }))
  })
  return { ...server, received }
}
