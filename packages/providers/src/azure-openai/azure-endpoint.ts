import type { Connection } from "@internal/schema"
import { apiKey, baseUrl } from "../wire/connection-fields.ts"
import type { Endpoint } from "../wire/wire-model.ts"
import { entraToken } from "./entra-token.ts"

/** Azure OpenAI: the model is a deployment and stands in the path; the key has a header of its own. */
export function azureEndpoint(connection: Connection): Endpoint {
  const { api_base: configured, api_version: version, auth_mode: mode } = connection.configs
  const base = baseUrl(connection, "api_base", configured ?? "")
  const query = `api-version=${encodeURIComponent(version || "2024-02-01")}`
  return {
    url: (path, deployment) => {
      const place = deployment === "" ? "" : `deployments/${encodeURIComponent(deployment)}/`
      return new URL(`${base}/openai/${place}${path}?${query}`)
    },
    ...(mode === "meid_token"
      ? { headers: {}, bearer: entraToken }
      : { headers: { "api-key": apiKey(connection) } }),
  }
}
