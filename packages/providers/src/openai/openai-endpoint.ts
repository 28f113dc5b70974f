import type { Connection } from "@internal/schema"
import type { Environment } from "../http/certificates.ts"
import { apiKey, baseOf, below } from "../wire/connection-fields.ts"
import type { Endpoint } from "../wire/wire-model.ts"

const PUBLIC = "https://api.openai.com/v1"

/** api.openai.com, or whatever `base_url` names; `""` and `_` mean that it is not set (spec 7.1). */
export function openaiEndpoint(connection: Connection, env: Environment): Endpoint {
  const { base_url: configured, organization } = connection.configs
  const unset = configured === undefined || configured === "" || configured === "_"
  const base = baseOf(connection, "base_url", unset ? env.OPENAI_BASE_URL || PUBLIC : configured)
  const owner = organization || env.OPENAI_ORG_ID
  return {
    url: (path) => below(base, path),
    headers: {
      authorization: `Bearer ${apiKey(connection)}`,
      ...(owner && { "openai-organization": owner }),
    },
  }
}
