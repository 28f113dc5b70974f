import type { Connection } from "@internal/schema"
import { apiKey, baseUrl } from "../wire/connection-fields.ts"
import type { Endpoint } from "../wire/wire-model.ts"

/** Any server that speaks the protocol: `api_base`, plus `/v1` unless it ends so (spec 5.1, step 2). */
export function compatibleEndpoint(connection: Connection): Endpoint {
  const base = baseUrl(connection, "api_base", connection.configs.api_base ?? "")
  const versioned = base.endsWith("/v1") ? base : `${base}/v1`
  return {
    url: (path) => new URL(`${versioned}/${path}`),
    headers: { authorization: `Bearer ${apiKey(connection)}` },
  }
}
