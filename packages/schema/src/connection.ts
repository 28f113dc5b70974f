import type { AllowedLimits } from "./rate-limits.ts"

/** One field of a connection type; `secret` drives masking, encryption and prompting. */
export interface ConnectionField {
  name: string
  secret?: boolean
  required?: boolean
  default?: string
}
export interface ConnectionKind {
  /** `type:` in YAML. */
  yaml: string
  /** Class name in tool signatures and execution dictionaries. */
  className: string
  fields: ConnectionField[]
  module?: string
}

const key: ConnectionField = { name: "api_key", secret: true, required: true }
const keyUnlessToken: ConnectionField = { name: "api_key", secret: true }
const base: ConnectionField = { name: "api_base", required: true }
const endpoint: ConnectionField = { name: "endpoint", required: true }
const authMode: ConnectionField = { name: "auth_mode", default: "key" }

/** Every connection type (spec 7.1). `custom` has free fields instead; `local` is ours: a model on this machine. */
export const CONNECTION_KINDS: readonly ConnectionKind[] = [
  {
    yaml: "azure_open_ai",
    className: "AzureOpenAIConnection",
    fields: [
      keyUnlessToken,
      base,
      { name: "api_type", default: "azure" },
      { name: "api_version", default: "2024-02-01" },
      authMode,
      { name: "resource_id" },
    ],
  },
  {
    yaml: "open_ai",
    className: "OpenAIConnection",
    fields: [key, { name: "organization" }, { name: "base_url" }],
  },
  { yaml: "serverless", className: "ServerlessConnection", fields: [key, base] },
  {
    yaml: "cognitive_search",
    className: "CognitiveSearchConnection",
    fields: [keyUnlessToken, base, { name: "api_version", default: "2023-11-01" }, authMode],
  },
  { yaml: "serp", className: "SerpConnection", fields: [key] },
  {
    yaml: "azure_content_safety",
    className: "AzureContentSafetyConnection",
    fields: [
      key,
      endpoint,
      { name: "api_version", default: "2023-10-01" },
      { name: "api_type", default: "Content Safety" },
    ],
  },
  {
    yaml: "form_recognizer",
    className: "FormRecognizerConnection",
    fields: [
      key,
      endpoint,
      { name: "api_version", default: "2023-07-31" },
      { name: "api_type", default: "Form Recognizer" },
    ],
  },
  {
    yaml: "azure_ai_services",
    className: "AzureAIServicesConnection",
    fields: [keyUnlessToken, endpoint, authMode],
  },
  {
    yaml: "qdrant",
    className: "QdrantConnection",
    fields: [key, base],
    module: "promptflow_vectordb.connections",
  },
  {
    yaml: "weaviate",
    className: "WeaviateConnection",
    fields: [key, base],
    module: "promptflow_vectordb.connections",
  },
  { yaml: "custom", className: "CustomConnection", fields: [] },
  {
    yaml: "local",
    className: "LocalConnection",
    fields: [{ name: "model", default: "smollm2" }],
    module: "millrace.connections",
  },
]

/** A connection with its secrets in the clear; lives in memory only. */
export interface Connection {
  name: string
  /** Class name, e.g. `AzureOpenAIConnection`. */
  type: string
  module: string
  configs: Record<string, string>
  secrets: Record<string, string>
  /** What its service allows, where somebody has said so; no part of what flow code sees. */
  limits?: AllowedLimits
  createdDate?: string
  lastModifiedDate?: string
  expiryTime?: string | null
}

export function connectionKind(type: string): ConnectionKind | undefined {
  return CONNECTION_KINDS.find((kind) => kind.yaml === type || kind.className === type)
}

/** What is shown instead of a secret, everywhere (spec 7.3). */
export const SCRUBBED = "******"
