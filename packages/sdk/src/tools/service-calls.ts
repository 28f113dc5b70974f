import { entraToken, exchange, type HttpRequest, outgoingHttp } from "@internal/providers"
import { type Connection, MillraceError } from "@internal/schema"
import type { Scrubber } from "@internal/store"
import type { Context } from "../context.ts"

export interface ServiceAsking {
  context: Context
  scrubber: Scrubber
  /** Ends what is asked. */
  signal: AbortSignal
}

/**
 * What built-in tools ask of the engine besides models: a connection by its name, YAML read, a token for Azure's management, and HTTP
 * to other services.
 */
export async function answerService(
  kind: string,
  payload: unknown,
  { context, scrubber, signal }: ServiceAsking,
): Promise<unknown> {
  if (kind === "connection")
    return connectionNamed(String((payload as { name: unknown }).name), context, scrubber)
  if (kind === "yaml") return yaml(String((payload as { text: unknown }).text))
  if (kind === "entra-token") return entraToken(String((payload as { scope: unknown }).scope))
  const http = context.shared("http", () => outgoingHttp(context.places.env))
  return exchange(payload as HttpRequest, { http, signal }) // as promptflow/tools/_http.py sends it
}

async function connectionNamed(name: string, context: Context, scrubber: Scrubber): Promise<Connection> {
  const connection = await context.connections(scrubber).get(name)
  if (!connection) throw new MillraceError("CONNECTION_NOT_FOUND", { name })
  return connection
}

async function yaml(text: string): Promise<unknown> {
  const { parse } = await import("yaml")
  return parse(text)
}
