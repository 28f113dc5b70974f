import { type Connection, MillraceError, type Model } from "@internal/schema"
import { azureEndpoint } from "./azure-openai/azure-endpoint.ts"
import type { Environment } from "./http/certificates.ts"
import type { DeadlineLimits } from "./http/deadline.ts"
import type { OutgoingHttp } from "./http/dispatcher.ts"
import { openaiEndpoint } from "./openai/openai-endpoint.ts"
import { compatibleEndpoint } from "./openai-compatible/compatible-endpoint.ts"
import type { Scrub } from "./wire/failure.ts"
import { modelEndpoint } from "./wire/model-endpoint.ts"
import { connectionScrub } from "./wire/scrub.ts"
import { type Endpoint, wireModel } from "./wire/wire-model.ts"

/** Whatever runs models on this machine (`localModels`). */
export interface LocalSource {
  open(model: string): Model
}

export interface OpenOptions {
  http: OutgoingHttp
  /** Removes secrets of other connections from error texts; those of this one are removed in any case. */
  scrub?: Scrub
  /** Without it a `LocalConnection` is refused. */
  local?: LocalSource
  /** Limits of an attempt. Default: 600 s for all of it. */
  limits?: Partial<DeadlineLimits>
  /** `OPENAI_BASE_URL` and `OPENAI_ORG_ID` stand in for absent fields, as in the OpenAI SDK. Default `process.env`. */
  env?: Environment
}

const ENDPOINTS: Readonly<Record<string, (connection: Connection, env: Environment) => Endpoint>> = {
  OpenAIConnection: openaiEndpoint,
  AzureOpenAIConnection: azureEndpoint,
  ServerlessConnection: compatibleEndpoint,
}

/**
 * The model behind a connection (spec 5.1, step 2). Opens nothing: the first call does. Fails with `CONNECTION_TYPE` for
 * a connection that has no models, and with `CONNECTION_INVALID` for one that cannot work.
 */
export function openModel(connection: Connection, options: OpenOptions): Model {
  const endpoint = ENDPOINTS[connection.type]
  if (endpoint) {
    const wire = endpoint(connection, options.env ?? process.env)
    const model = wireModel(wire, {
      http: options.http,
      scrub: connectionScrub(connection, options.scrub),
      limits: options.limits,
    })
    return { ...model, endpoint: modelEndpoint(connection, wire.url("chat/completions", "")) }
  }
  if (connection.type === "LocalConnection" && options.local) {
    return options.local.open(connection.configs.model || "smollm2")
  }
  throw new MillraceError("CONNECTION_TYPE", { conn_type: connection.type })
}
