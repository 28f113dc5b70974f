import type { PromptySource } from "@internal/schema"
import type { Dict } from "@internal/value"
import type { Check } from "../api/millrace-api.ts"
import { LOCAL_CONNECTION } from "../context.ts"
import { offersFunctions } from "../local-model-checks.ts"

/** Fields that say nothing of credentials. */
const WITHOUT_CREDENTIALS = ["type", "model", "azure_deployment"]

/** What the model configuration of a prompty lacks on this machine: variables that it names, or that it falls back to. */
export function promptyChecks(source: PromptySource, env: Record<string, string | undefined>): Check[] {
  const configuration = source.configuration.value as Dict
  if (configuration.has("connection")) return []
  const canBeLocal = !offersFunctions(source.parameters.value)
  const fix = canBeLocal ? `Set them, or try --connection ${LOCAL_CONNECTION.name}` : "Set them."
  const unset = [...configuration].filter(
    ([, value]) => typeof value === "string" && /^\$\{env:.*\}/.test(value),
  )
  if (unset.length > 0) {
    const detail = unset.map(([key, value]) => `${key} is ${String(value)}, which is not set`).join("; ")
    return [{ subject: "Model configuration", state: "missing", detail, fix }]
  }
  const isEmpty = [...configuration].every(([key, value]) => WITHOUT_CREDENTIALS.includes(key) || !value)
  if (!isEmpty) return [{ subject: "Model configuration", state: "ok", detail: "in the prompty" }]
  const isAzure = String(configuration.get("type")).toLowerCase().startsWith("azure")
  const wanted = isAzure ? ["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY"] : ["OPENAI_API_KEY"]
  const missing = wanted.filter((name) => !env[name])
  return [
    missing.length === 0
      ? { subject: "Model configuration", state: "ok", detail: `from ${wanted.join(" and ")}` }
      : { subject: "Model configuration", state: "missing", detail: `${missing.join(" and ")} not set`, fix },
  ]
}
