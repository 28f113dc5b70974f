import { type Connection, MillraceError } from "@internal/schema"
import { apiKey, baseUrl } from "../wire/connection-fields.ts"
import type { Endpoint } from "../wire/wire-model.ts"

/** Azure OpenAI: the model is a deployment and stands in the path; the key has a header of its own. */
export function azureEndpoint(connection: Connection): Endpoint {
  const { api_base: configured, api_version: version, auth_mode: mode } = connection.configs
  if (mode === "meid_token") {
    throw new MillraceError(
      "CONNECTION_INVALID",
      {
        name: connection.name,
        reason: "auth_mode meid_token (signing in with Entra ID) is not supported yet",
      },
      { hint: "Use auth_mode: key with an api_key of the resource." },
    )
  }
  const base = baseUrl(connection, "api_base", configured ?? "")
  const query = `api-version=${encodeURIComponent(version || "2024-02-01")}`
  return {
    url: (path, deployment) =>
      new URL(`${base}/openai/deployments/${encodeURIComponent(deployment)}/${path}?${query}`),
    headers: { "api-key": apiKey(connection) },
  }
}
