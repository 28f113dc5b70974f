import { type Flow, readPrompty } from "@internal/flow"
import type { PromptySource } from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import type { LoadedFlow } from "../flow/load-flow.ts"

/**
 * A prompty as an execution runs it: `${env:…}` is its environment, and `--connection` answers instead of its own.
 * `overrides`: fields over those of the front matter.
 */
export function promptyFlow(
  { reader, file }: Pick<LoadedFlow, "reader" | "file">,
  options: { env: Record<string, string | undefined>; connection: string | undefined; overrides?: Dict },
): Flow {
  const { env, overrides } = options
  const flow = readPrompty(reader, file, { env, ...(overrides && { overrides }) })
  return flow.prompty ? { ...flow, prompty: withConnection(flow.prompty, options.connection) } : flow
}

/** The same model, asked over another connection. */
export function withConnection(source: PromptySource, connection: string | undefined): PromptySource {
  if (connection === undefined) return source
  const given = source.configuration.value as Dict
  const kept = [...given].filter(([key]) => key === "model" || key === "azure_deployment")
  return { ...source, configuration: Json.of(new Map([["connection", connection], ...kept])) }
}

/** What the screen calls the model of a prompty: connection, or kind of API, and name. */
export function promptyModel({ configuration }: PromptySource): string {
  const given = configuration.value as Dict
  const text = (key: string) => {
    const value = given.get(key)
    return typeof value === "string" ? value : ""
  }
  return [text("connection") || text("type"), text("azure_deployment") || text("model")]
    .filter(Boolean)
    .join("/")
}
