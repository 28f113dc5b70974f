import type { ConnectionSpec, StudioConnection } from "@internal/schema/studio"
import { formatCount } from "../../ui/format.ts"

const LABELS: Readonly<Record<string, string>> = {
  api_key: "API key",
  api_base: "API base",
  api_type: "API type",
  api_version: "API version",
  auth_mode: "Authentication",
  resource_id: "Resource ID",
  organization: "Organization",
  base_url: "Base URL",
  endpoint: "Endpoint",
  model: "Model",
}

export function fieldLabel(name: string): string {
  return LABELS[name] ?? name
}

/** What stands under a field: by provider and field, else by field. */
const HINTS: Readonly<Record<string, string>> = {
  "azure_open_ai.api_key": "Azure portal, your resource, Keys and Endpoint.",
  "azure_open_ai.api_base": "The endpoint, such as https://NAME.openai.azure.com",
  "azure_open_ai.resource_id": "Only for what asks Azure about the resource.",
  "open_ai.api_key": "platform.openai.com, API keys.",
  "open_ai.base_url":
    "Another service that speaks the same language, such as https://host/v1. Empty: OpenAI itself.",
  "serverless.api_base": "The address of the endpoint, without /chat/completions.",
  "serp.api_key": "serpapi.com, your account.",
  "local.model": "A model of Settings, Models on this machine.",
}

export function fieldHint(spec: ConnectionSpec, name: string): string | undefined {
  return HINTS[`${spec.word}.${name}`]
}

/** One line for a list: "3 nodes in 2 flows". */
export function usesText(usedBy: StudioConnection["usedBy"]): string | null {
  if (usedBy.length === 0) return null
  const flows = new Set(usedBy.map(({ flow }) => flow)).size
  const nodes = usedBy.filter(({ node }) => node !== "").length
  const ofFlows = formatCount(flows, "flow")
  return nodes === 0 ? ofFlows : `${formatCount(nodes, "node")} in ${ofFlows}`
}

/** Dates of connections come as the original writes them, without a zone: they are of UTC. */
export function momentOf(date: string): string | null {
  if (date === "") return null
  const text = /(Z|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date.replace(" ", "T")}Z`
  return Number.isNaN(Date.parse(text)) ? null : text
}
