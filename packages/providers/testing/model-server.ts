import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http"
import { createServer as createTlsServer } from "node:https"
import type { AddressInfo, Socket } from "node:net"

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  /** The body's text, to the byte. */
  text: string
}

/** What the server does with one request: an answer, or something that goes wrong with the connection. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; json: unknown }
  | { status?: number; headers?: Record<string, string>; text: string }
  /** Pieces are written one by one, each in a packet of its own; `ending` decides how it goes on after the last. */
  | { pieces: (string | Uint8Array)[]; headers?: Record<string, string>; ending?: "end" | "hang" | "reset" }
  | "hang"
  | "close"
  | "reset"

export interface ModelServer extends AsyncDisposable {
  url: string
  /** Requests so far. */
  received: Received[]
  /** Answers the next request with this; without one, requests are answered 500. */
  reply(...replies: Reply[]): void
  connections(): number
}

/** A scripted model API on the loopback interface; over TLS when given a certificate. */
export async function modelServer(tls?: { key: string; cert: string }): Promise<ModelServer> {
  const received: Received[] = []
  const replies: Reply[] = []
  const sockets = new Set<Socket>()
  const handle = (request: import("node:http").IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString()
      const { method = "", url = "", headers } = request
      received.push({ method, path: url, headers, text })
      void send(replies.shift() ?? { status: 500, text: "no reply is scripted" }, response)
    })
  }
  const server: Server = tls ? createTlsServer(tls, handle) : createServer(handle)
  let opened = 0
  server.on(tls ? "secureConnection" : "connection", (socket: Socket) => {
    opened++
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket)).on("error", () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    received,
    reply: (...next) => replies.push(...next),
    connections: () => opened,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function send(reply: Reply, response: ServerResponse): Promise<void> {
  if (reply === "hang") return
  if (reply === "close") return void response.socket?.end()
  if (reply === "reset") return void resetSocket(response)
  if ("pieces" in reply) {
    response.writeHead(200, { "content-type": "text/event-stream", ...reply.headers })
    for (const piece of reply.pieces) {
      response.write(piece)
      // A turn of the event loop between pieces keeps them from being joined into one packet.
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (reply.ending === "reset") resetSocket(response)
    else if (reply.ending !== "hang") response.end()
    return
  }
  const body = "json" in reply ? JSON.stringify(reply.json) : reply.text
  const type = "json" in reply ? "application/json" : "text/plain"
  response.writeHead(reply.status ?? 200, { "content-type": type, ...reply.headers }).end(body)
}

function resetSocket(response: ServerResponse): void {
  const socket = response.socket
  // A TLS socket cannot send a reset itself.
  if (socket && "encrypted" in socket) socket.destroy()
  else socket?.resetAndDestroy()
}

/** One chunk of a chat stream as it stands on the wire. */
export function chatChunk(content: string | null, rest: Record<string, unknown> = {}): string {
  const choice = { index: 0, delta: content === null ? {} : { content }, finish_reason: null, ...rest }
  return `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", model: "m-1", choices: [choice] })}\n\n`
}

/** A whole chat answer. */
export function chatAnswer(
  message: Record<string, unknown>,
  rest: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Reply {
  const choices = [{ index: 0, message: { role: "assistant", ...message }, finish_reason: "stop" }]
  return { json: { id: "c1", object: "chat.completion", model: "m-1", choices, ...rest }, headers }
}
