import type { Connection } from "@internal/schema"
import { apiKey, baseOf, below } from "../wire/connection-fields.ts"
import type { Endpoint } from "../wire/wire-model.ts"

/** Any server that speaks the protocol: `api_base`, plus `/v1` unless it ends so (spec 5.1, step 2). */
export function compatibleEndpoint(connection: Connection): Endpoint {
  const base = baseOf(connection, "api_base", connection.configs.api_base ?? "")
  const versioned = base.place.endsWith("/v1") ? base : { ...base, place: `${base.place}/v1` }
  return {
    url: (path) => below(versioned, path),
    headers: { authorization: `Bearer ${apiKey(connection)}` },
  }
}
