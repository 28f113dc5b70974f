import { CONNECTION_KINDS, connectionKind, MillraceError } from "@internal/schema"
import type { StudioConnection } from "@internal/schema/studio"
import type { ConnectionInfo } from "@internal/sdk"
import { type Use, usedConnections } from "../folder/used-connections.ts"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"

type Operations =
  | "connections.list"
  | "connections.specs"
  | "connections.create"
  | "connections.update"
  | "connections.delete"
  | "connections.test"

/** What providers call themselves. */
const LABELS: Record<string, string> = {
  azure_open_ai: "Azure OpenAI",
  open_ai: "OpenAI",
  serverless: "Serverless endpoint",
  cognitive_search: "Azure AI Search",
  serp: "SerpAPI",
  azure_content_safety: "Azure AI Content Safety",
  azure_ai_services: "Azure AI Services",
  qdrant: "Qdrant",
  weaviate: "Weaviate",
  form_recognizer: "Azure AI Document Intelligence",
  custom: "Custom",
  local: "Model on this machine",
}

export const connectionHandlers: Handlers<Operations> = {
  "connections.list": ({ api, folder }) => listConnections(api, folder),
  "connections.specs": () =>
    CONNECTION_KINDS.map(({ yaml, className, fields }) => ({
      type: className,
      word: yaml,
      label: LABELS[yaml] ?? yaml.replaceAll("_", " "),
      fields: fields.map(({ name, secret = false, required = false, default: value }) => ({
        name,
        secret,
        required,
        ...(value !== undefined && { default: value }),
      })),
      open: yaml === "custom",
    })),
  async "connections.create"({ api, folder }, { body: { name, type, ...values } }) {
    // the SDK's create also replaces, as `pf connection create` does; a form that says "new" must not
    if ((await api.connections.list()).some((known) => known.name === name))
      throw new MillraceError("CONNECTION_INVALID", {
        name,
        reason: "there is one of this name already",
      })
    const word = connectionKind(type)?.yaml ?? type
    return shown(await api.connections.create({ name, type: word, ...written(word, values) }), folder)
  },
  async "connections.update"({ api, folder }, { query: { name }, body: { remove, ...values } }) {
    const { type } = await api.connections.get(name)
    const word = connectionKind(type)?.yaml ?? type
    const gone = Object.fromEntries(remove.map((field) => [field, null]))
    const changes = { configs: { ...gone, ...values.configs }, secrets: { ...gone, ...values.secrets } }
    return shown(await api.connections.update(name, written(word, changes)), folder)
  },
  async "connections.delete"({ api }, { query }) {
    await api.connections.delete(query.name)
    return { ok: true }
  },
  "connections.test": async ({ api }, { query }) => api.connections.test(query.name),
}

/** As a file has them: a custom connection says which of its values are secret. */
function written(
  word: string,
  { configs, secrets }: Record<"configs" | "secrets", Record<string, string | null>>,
): Record<string, unknown> {
  return word === "custom" ? { configs, secrets } : { ...configs, ...secrets }
}

async function listConnections(api: Studio["api"], folder: Studio["folder"]): Promise<StudioConnection[]> {
  const infos = await api.connections.list()
  const used = usedConnections(folder, new Set(infos.map(({ name }) => name)))
  return infos.map((info) => withUses(info, used.get(info.name) ?? []))
}

function shown(info: ConnectionInfo, folder: Studio["folder"]): StudioConnection {
  return withUses(info, usedConnections(folder, new Set([info.name])).get(info.name) ?? [])
}

function withUses({ json, ...info }: ConnectionInfo, usedBy: Use[]): StudioConnection {
  const kind = connectionKind(info.type)
  const secrets =
    kind?.yaml === "custom"
      ? Object.keys((json.secrets ?? {}) as object)
      : (kind?.fields ?? []).flatMap(({ name, secret }) => (secret ? [name] : []))
  return { ...info, secrets, usedBy }
}
