import { type Connection, connectionKind, MillraceError } from "@internal/schema"
import { configValues } from "./configuration.ts"
import type { Places } from "./home.ts"

const WORKSPACE =
  /^azureml:\/{1,2}subscriptions\/[^/]+\/resource(?:groups|Groups)\/[^/]+(?:\/providers\/Microsoft\.MachineLearningServices)?\/workspaces\/[^/]+$/

/**
 * Fails with `CONNECTION_PROVIDER` unless the setting `connection.provider` means this machine (spec 7.5). As in the
 * original's commands, the environment has no say in it.
 */
export async function needLocalProvider(places: Places): Promise<void> {
  const provider = (await configValues(places))["connection.provider"] ?? ""
  if (provider === "" || provider === "local") return
  const text = String(provider)
  const hint = "Create the connections here, and: config set connection.provider=local"
  if (text === "azureml" || WORKSPACE.test(text)) {
    const reason = `connection.provider is ${text}, and connections of an Azure workspace are not read`
    const original = ["UserError", "SDKError", "MissingAzurePackage"]
    throw new MillraceError("CONNECTION_PROVIDER", { reason }, { hint, original })
  }
  if (text.startsWith("azureml:")) {
    const form =
      "azureml://subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.MachineLearningServices/workspaces/<name>"
    const reason = `connection.provider is ${text}, which is not of the form ${form}`
    const original = ["UserError", "MalformedConnectionProviderConfig"]
    throw new MillraceError("CONNECTION_PROVIDER", { reason }, { hint, original })
  }
  throw new MillraceError(
    "CONNECTION_PROVIDER",
    { reason: `Unsupported connection provider: ${text}` },
    { hint },
  )
}

/** The execution dictionary of spec 7.2. */
interface ExecutionDict {
  type?: unknown
  module?: unknown
  value?: unknown
  secret_keys?: unknown
}

/** A connection from a service that answers `GET <endpoint>/connections/<name>` (spec 7.5); undefined when it has none. */
export async function httpConnection(endpoint: string, name: string): Promise<Connection | undefined> {
  const url = `${endpoint.replace(/\/$/, "")}/connections/${encodeURIComponent(name)}`
  const failed = (reason: string, cause?: unknown) =>
    new MillraceError("CONNECTION_INVALID", { name, reason: `${url} ${reason}` }, { cause })
  let answer: Response
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(30_000) })
  } catch (cause) {
    throw failed("does not answer", cause)
  }
  if (answer.status === 404) return undefined
  if (!answer.ok) throw failed(`answers ${answer.status}`)
  const dict = (await answer.json().catch((cause: unknown) => {
    throw failed("answers no JSON", cause)
  })) as ExecutionDict
  const kind = connectionKind(String(dict.type))
  if (!kind || typeof dict.value !== "object" || dict.value === null) throw failed("answers no connection")
  const secretKeys = Array.isArray(dict.secret_keys) ? dict.secret_keys : []
  const isSecret = (key: string) =>
    secretKeys.includes(key) || kind.fields.some((field) => field.name === key && field.secret)
  const fields = Object.entries(dict.value).map(([key, value]) => [key, String(value)] as const)
  return {
    name,
    type: kind.className,
    module: typeof dict.module === "string" ? dict.module : (kind.module ?? "promptflow.connections"),
    configs: Object.fromEntries(fields.filter(([key]) => !isSecret(key))),
    secrets: Object.fromEntries(fields.filter(([key]) => isSecret(key))),
  }
}
