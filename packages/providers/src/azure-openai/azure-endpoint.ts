import { type Connection, MillraceError } from "@internal/schema"
import { apiKey, baseOf, below } from "../wire/connection-fields.ts"
import type { Endpoint } from "../wire/wire-model.ts"
import { entraToken } from "./entra-token.ts"

/** Azure OpenAI: the model is a deployment and stands in the path; the key has a header of its own. */
export function azureEndpoint(connection: Connection): Endpoint {
  const { api_base: configured, api_version: version, auth_mode: mode } = connection.configs
  const base = baseOf(connection, "api_base", configured ?? "")
  return {
    url: (path, deployment) => {
      const place = deployment === "" ? "" : `deployments/${encodeURIComponent(deployment)}/`
      if (/^\.{1,2}$/.test(deployment)) {
        throw new MillraceError("LLM_FAILED", { detail: `${deployment} is no name of a deployment` })
      }
      const url = below(base, `openai/${place}${path}`)
      url.searchParams.set("api-version", version || "2024-02-01")
      return url
    },
    ...(mode === "meid_token"
      ? { headers: {}, bearer: entraToken }
      : { headers: { "api-key": apiKey(connection) } }),
  }
}
