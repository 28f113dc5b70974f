import { Readable } from "node:stream"
import { ERRORS, MillraceError, toMillraceError } from "@internal/schema"
import { type ApiError, type Operation, ROUTES, type Route } from "@internal/schema/studio"
import { plainData } from "@internal/sdk"
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify"
import type { z } from "zod"
import { inWords } from "../folder/file-access.ts"
import type { Studio } from "../studio.ts"
import { guard, HEADERS } from "./guard.ts"
import type { Exchange, FileAnswer } from "./handler.ts"
import { openapi } from "./openapi.ts"
import { pageFile } from "./page-files.ts"

/** Bytes of a body: data files are uploaded whole. */
const BODY = 512 * 1024 * 1024

type AnyHandler = (studio: Studio, asked: { query: unknown; body: unknown }, exchange: Exchange) => unknown

/** The server of a studio: its page, and below `/api` what the table of routes says. Listens nowhere yet. */
export function makeServer(studio: Studio, handlers: Record<Operation, AnyHandler>): FastifyInstance {
  const server = fastify({
    bodyLimit: BODY,
    logger: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 }, // names of runs and connections stand in addresses
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_, text, done) => {
    try {
      done(null, text === "" ? undefined : JSON.parse(String(text)))
    } catch (thrown) {
      done(new MillraceError("REQUEST_INVALID", { what: "The body", reason: String(thrown) }))
    }
  })
  server.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_, bytes, done) =>
    done(null, bytes),
  )
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS)
    guard(request.headers, studio.port)
    if (request.url.startsWith("/api/") && !isOpen(request.url))
      studio.sessions.check(request.headers.authorization)
  })
  server.setErrorHandler((thrown, _, reply) => answerError(reply, thrown))
  for (const [name, route] of Object.entries(ROUTES) as [Operation, Route][]) {
    server.route({
      method: route.method,
      url: `/api${route.at}`,
      handler: (request, reply) => answerRoute(studio, route, handlers[name], request, reply),
    })
  }
  server.get("/api/openapi.json", () => openapi(studio.version))
  server.all("/api/*", (request) => {
    throw new MillraceError("REQUEST_INVALID", {
      what: "The address",
      reason: `there is no ${request.method} ${request.url}`,
    })
  })
  server.get("/*", (request, reply) => {
    const file = pageFile(studio.assets, decodeURIComponent(request.url.split("?", 1)[0] ?? "/"))
    if (!file) return reply.code(404).type("text/plain").send("There is no such file.\n")
    return reply.type(file.type).header("cache-control", "no-cache").send(file.bytes)
  })
  return server
}

/** What may be asked without a session. */
function isOpen(url: string): boolean {
  return url === "/api/session"
}

async function answerRoute(
  studio: Studio,
  route: Route,
  handler: AnyHandler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const gone = new AbortController()
  reply.raw.on("close", () => gone.abort())
  const given = { ...(request.query as object), ...(request.params as object) }
  const asked = {
    query: route.query ? checked("The address", route.query, given) : {},
    body: route.body ? checked("The body", route.body, request.body ?? {}) : undefined,
  }
  const upload = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const answer = await handler(studio, asked, { upload, signal: gone.signal })
  if (route.answer === "lines") {
    reply.header("content-type", "application/x-ndjson").header("cache-control", "no-store")
    return reply.send(Readable.from(lines(answer as AsyncIterable<object>, gone.signal)))
  }
  if (route.answer === "file") return answerFile(reply, answer as FileAnswer)
  return reply.header("cache-control", "no-store").send(plainData(answer))
}

async function* lines(from: AsyncIterable<object>, signal: AbortSignal): AsyncGenerator<string> {
  try {
    for await (const line of from) {
      if (signal.aborted) return
      yield `${JSON.stringify(plainData(line))}\n`
    }
  } catch (thrown) {
    yield `${JSON.stringify({ error: apiErrorOf(errorOf(thrown)) })}\n`
  }
}

function answerFile(reply: FastifyReply, { name, type, bytes, inline }: FileAnswer): unknown {
  const encoded = encodeURIComponent(name)
  // what comes from the folder must not act as a page of this server
  reply.header(
    "content-security-policy",
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox",
  )
  reply.header("content-disposition", `${inline ? "inline" : "attachment"}; filename*=UTF-8''${encoded}`)
  return reply.type(type).send(bytes)
}

function checked(what: string, type: z.ZodType, given: unknown): unknown {
  const result = type.safeParse(given)
  if (result.success) return result.data
  const reason = result.error.issues
    .map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`)
    .join("; ")
  throw new MillraceError("REQUEST_INVALID", { what, reason })
}

function apiErrorOf(error: MillraceError): ApiError {
  return {
    code: error.code,
    message: error.message,
    ...(error.hint && { hint: error.hint }),
    ...(error.place && {
      place: { file: error.place.file, line: error.place.line, column: error.place.column },
    }),
  }
}

/** A path that the machine cannot use is no defect, whichever operation has met it. */
function errorOf(thrown: unknown): MillraceError {
  return toMillraceError(inWords((thrown as NodeJS.ErrnoException | undefined)?.path, thrown))
}

function answerError(reply: FastifyReply, thrown: unknown): unknown {
  const status = (thrown as { statusCode?: number }).statusCode
  const error =
    thrown instanceof MillraceError || status === undefined
      ? errorOf(thrown)
      : new MillraceError("REQUEST_INVALID", { what: "The body", reason: (thrown as Error).message })
  return reply
    .code(ERRORS[error.code].http)
    .type("application/json")
    .send(JSON.stringify(apiErrorOf(error)))
}
