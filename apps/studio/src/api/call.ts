import {
  type Answer,
  type ApiError,
  type Body,
  type Operation,
  type Query,
  ROUTES,
  type Route,
} from "@internal/schema/studio"
import { session } from "./session.ts"

/** What the server says is wrong, in the words of the command line. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure"
  readonly code: string
  readonly hint: string | undefined
  readonly place: ApiError["place"]

  constructor({ code, message, hint, place }: ApiError) {
    super(message)
    this.code = code
    this.hint = hint
    this.place = place
  }
}

type Given<O extends Operation> = (Query<O> extends Record<never, never>
  ? { query?: Query<O> }
  : { query: Query<O> }) &
  (Body<O> extends undefined ? { body?: undefined } : { body: Body<O> }) & {
    upload?: Blob
    signal?: AbortSignal
  }

/** Asks the server for an operation of the table. Rejects with `ApiFailure`. */
export async function call<O extends Operation>(
  operation: O,
  given: Partial<Given<O>> = {},
): Promise<Answer<O>> {
  const answer = await ask(operation, given)
  return (await answer.json()) as Answer<O>
}

/** The bytes of a `file` operation. */
export async function callFile<O extends Operation>(
  operation: O,
  given: Partial<Given<O>> = {},
): Promise<Blob> {
  return (await ask(operation, given)).blob()
}

/** The lines of a `lines` operation, as they come; ends when the server ends it. */
export async function* callLines<O extends Operation>(
  operation: O,
  given: Partial<Given<O>> = {},
): AsyncGenerator<Record<string, unknown>> {
  const answer = await ask(operation, given)
  const reader = (answer.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>
  let rest = ""
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      const lines = (rest + value).split("\n")
      rest = lines.pop() ?? ""
      for (const line of lines) {
        if (line === "") continue
        const parsed = JSON.parse(line) as Record<string, unknown>
        if ("error" in parsed && !("seq" in parsed)) throw new ApiFailure(parsed.error as ApiError)
        yield parsed
      }
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

async function ask<O extends Operation>(operation: O, given: Partial<Given<O>>): Promise<Response> {
  const route: Route = ROUTES[operation]
  const {
    query = {},
    body,
    upload,
    signal,
  } = given as { query?: Record<string, unknown>; body?: unknown; upload?: Blob; signal?: AbortSignal }
  const rest = new URLSearchParams()
  const inPath = new Set([...route.at.matchAll(/:(\w+)/g)].map(([, name]) => name as string))
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && !inPath.has(name)) rest.set(name, String(value))
  const at = route.at.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(query[name] ?? "")),
  )
  const address = `/api${at}${rest.size > 0 ? `?${rest}` : ""}`
  const headers: Record<string, string> = { authorization: `Bearer ${session() ?? ""}` }
  if (upload) headers["content-type"] = "application/octet-stream"
  else if (body !== undefined) headers["content-type"] = "application/json"
  const sent = upload ?? (body === undefined ? null : JSON.stringify(body))
  const answer = await fetch(address, {
    method: route.method,
    headers,
    body: sent,
    signal: signal ?? null,
  }).catch((thrown: unknown) => {
    if (signal?.aborted) throw thrown
    throw new ApiFailure({
      code: "SERVER_GONE",
      message: "The studio's server does not answer.",
      hint: "Start it again: millrace studio",
    })
  })
  if (answer.ok) return answer
  throw new ApiFailure(
    (await answer
      .json()
      .catch(() => ({ code: "INTERNAL", message: `The server answered ${answer.status}.` }))) as ApiError,
  )
}
