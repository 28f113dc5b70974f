import { type Connection, MillraceError } from "@internal/schema"
import { type Dict, repr, str, type Value } from "@internal/value"
import { withOwnName } from "../own-name.ts"
import type { PromptyHost } from "./prompty-host.ts"

export interface PromptyModel {
  connection: Connection
  /** Name of the model, or the deployment; empty where none is given. */
  model: string
}

const AZURE = ["azure_openai", "AzureOpenAI"]
const OPENAI = ["openai", "OpenAI"]
/** Keys that go with a connection named in the configuration. */
const BESIDE_CONNECTION = ["connection", "type", "model", "azure_deployment"]
/** Keys that say nothing of credentials. */
const WITHOUT_CREDENTIALS = ["type", "model", "azure_deployment"]
const MODEL_CONNECTIONS = ["AzureOpenAIConnection", "OpenAIConnection", "LocalConnection"]

/**
 * Who answers a prompty (spec 1.4, connection choice): the connection that its configuration names, the configuration
 * itself, or, where it holds no credentials, environment variables.
 */
export async function promptyConnection(
  configuration: Dict,
  host: Pick<PromptyHost, "connections" | "env" | "secrets">,
): Promise<PromptyModel> {
  const model = text(configuration.get("azure_deployment")) || text(configuration.get("model"))
  const name = text(configuration.get("connection"))
  const connection = name
    ? await namedConnection(name, configuration, host)
    : inlineConnection(configuration, host.env)
  if (!name) host.secrets(Object.values(connection.secrets))
  return { connection, model }
}

async function namedConnection(
  name: string,
  configuration: Dict,
  host: Pick<PromptyHost, "connections">,
): Promise<Connection> {
  const mixed = [...configuration].filter(([key, value]) => !BESIDE_CONNECTION.includes(key) && isSet(value))
  if (mixed.length > 0) {
    const fields = mixed.map(([key]) => key).join(", ")
    throw new MillraceError("PROMPTY_CONNECTION_MIXED", { connection: name, fields })
  }
  const connection = await host.connections.get(name)
  if (!connection) {
    const hint = "millrace connection list shows what there is. Without a key: --connection local_model."
    throw new MillraceError("CONNECTION_NOT_FOUND", { name }, { hint })
  }
  if (!MODEL_CONNECTIONS.includes(connection.type)) {
    throw new MillraceError("PROMPTY_CONNECTION_TYPE", { type: connection.type.replace(/Connection$/, "") })
  }
  return connection
}

function inlineConnection(configuration: Dict, env: PromptyHost["env"]): Connection {
  const type = configuration.get("type") ?? null
  const isAzure = AZURE.includes(type as string)
  if (!isAzure && !OPENAI.includes(type as string)) {
    throw new MillraceError("PROMPTY_CONNECTION_TYPE", { type: typeof type === "string" ? type : repr(type) })
  }
  const isEmpty = [...configuration].every(
    ([key, value]) => WITHOUT_CREDENTIALS.includes(key) || !isSet(value),
  )
  const fields = isEmpty ? fieldsOfEnvironment(isAzure, env) : fieldsOf(configuration, isAzure, env)
  return withOwnName({
    type: isAzure ? "AzureOpenAIConnection" : "OpenAIConnection",
    module: "promptflow.connections",
    ...fields,
  })
}

type Fields = Pick<Connection, "configs" | "secrets">

function fieldsOf(configuration: Dict, isAzure: boolean, env: PromptyHost["env"]): Fields {
  const field = (key: string) => text(configuration.get(key))
  const key = field("api_key")
  if (isAzure) {
    return {
      configs: present({
        api_base: field("api_base") || field("azure_endpoint"),
        api_version: field("api_version"),
        // As in the original, no key means to sign in.
        auth_mode: key ? "key" : "meid_token",
      }),
      secrets: present({ api_key: key }),
    }
  }
  if (!key) throw new MillraceError("LLM_FAILED", { detail: "model.configuration has no api_key" })
  return {
    // What is not written the client library takes from the environment.
    configs: present({
      base_url: field("base_url") || env.OPENAI_BASE_URL,
      organization: field("organization") || env.OPENAI_ORG_ID,
    }),
    secrets: { api_key: key },
  }
}

function fieldsOfEnvironment(isAzure: boolean, env: PromptyHost["env"]): Fields {
  const required = isAzure ? ["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY"] : ["OPENAI_API_KEY"]
  if (required.some((name) => !env[name])) {
    const name = isAzure ? "AzureOpenAIConnection" : "OpenAIConnection"
    throw new MillraceError("PROMPTY_ENVIRONMENT", { variables: repr(required), class: name })
  }
  if (isAzure) {
    return {
      configs: present({ api_base: env.AZURE_OPENAI_ENDPOINT, api_version: env.OPENAI_API_VERSION }),
      secrets: present({ api_key: env.AZURE_OPENAI_API_KEY }),
    }
  }
  return {
    configs: present({ base_url: env.OPENAI_BASE_URL, organization: env.OPENAI_ORG_ID }),
    secrets: present({ api_key: env.OPENAI_API_KEY }),
  }
}

function isSet(value: Value): boolean {
  return value !== null && value !== "" && value !== false
}

function text(value: Value | undefined): string {
  return value === undefined || value === null ? "" : str(value)
}

function present(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1])),
  )
}
