import type { Connection } from "@internal/schema"
import type { ConnectionTest } from "./api/connections.ts"
import type { Context } from "./context.ts"

const PATIENCE_MS = 10_000

/** Asks the service of a connection for something small that costs nothing, mostly the list of its models. */
export async function testConnection(context: Context, name: string): Promise<ConnectionTest> {
  await context.localConnections()
  const connection = await (await context.store()).connections.need(name)
  const question = questionFor(connection)
  if (!question)
    return {
      ok: true,
      proof: "none",
      detail:
        "There is nothing to ask: flows use its values as they are. Whether they are right, a run shows.",
    }
  try {
    const answer = await fetch(question.url, {
      headers: question.headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "manual",
    })
    const isRefused = question.hasKey && (answer.status === 401 || answer.status === 403)
    return !isRefused && (answer.ok || question.anyAnswer)
      ? good(question, answer)
      : refused(question.url, answer)
  } catch (thrown) {
    return unsent(question.url, thrown as Error)
  }
}

interface Question {
  url: string
  headers: Record<string, string>
  /** Any status is an answer of the service, but a refusal of the key. */
  anyAnswer?: true
  /** The key is sent: what is answered says something of it. */
  hasKey: boolean
}

function questionFor({ type, configs, secrets }: Connection): Question | undefined {
  const key = secrets.api_key ?? ""
  const at = (base: string | undefined, path: string) => `${(base ?? "").replace(/\/+$/, "")}${path}`
  switch (type) {
    case "OpenAIConnection":
      return {
        url: at(configs.base_url || "https://api.openai.com/v1", "/models"),
        headers: {
          authorization: `Bearer ${key}`,
          ...(configs.organization && { "openai-organization": configs.organization }),
        },
        hasKey: true,
      }
    case "AzureOpenAIConnection":
      return {
        url: at(configs.api_base, `/openai/models?api-version=${configs.api_version ?? "2024-02-01"}`),
        headers: { "api-key": key },
        hasKey: true,
      }
    case "QdrantConnection":
      return { url: at(configs.api_base, "/collections"), headers: { "api-key": key }, hasKey: true }
    case "WeaviateConnection":
      return {
        url: at(configs.api_base, "/v1/meta"),
        headers: { authorization: `Bearer ${key}` },
        hasKey: true,
      }
    case "ServerlessConnection":
      return {
        url: at(configs.api_base, "/info"),
        headers: { authorization: `Bearer ${key}` },
        anyAnswer: true,
        hasKey: true,
      }
    default: {
      const base = configs.api_base || configs.endpoint || configs.base_url
      // values of a custom connection mean what its flows take them for
      return base && (type !== "CustomConnection" || /^https?:/.test(base))
        ? { url: base, headers: {}, anyAnswer: true, hasKey: false }
        : undefined
    }
  }
}

/** Never in the words of what was thrown: they may quote the key. */
function unsent(url: string, thrown: Error): ConnectionTest {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return {
      ok: false,
      proof: "none",
      detail: `${url} is no address.`,
      hint: "The address of a service begins with https:// or http://.",
    }
  const { host } = new URL(url)
  const hint = "Check the address of the connection, and the network."
  if (thrown.name === "TimeoutError")
    return { ok: false, proof: "none", detail: `${host} did not answer in ${PATIENCE_MS / 1000} s.`, hint }
  const { cause } = thrown as { cause?: { code?: string } }
  if (cause === undefined)
    return {
      ok: false,
      proof: "none",
      detail: "The key holds characters that cannot be sent.",
      hint: "Enter it again, without line breaks.",
    }
  return {
    ok: false,
    proof: "none",
    detail: `${host} did not answer: ${cause.code ?? "the connection was closed"}.`,
    hint,
  }
}

async function good({ url, hasKey }: Question, answer: Response): Promise<ConnectionTest> {
  const { host } = new URL(url)
  const body: unknown = await answer.json().catch(() => undefined)
  const data = (body as { data?: unknown } | undefined)?.data
  const models = Array.isArray(data)
    ? data.flatMap((one) => (typeof one?.id === "string" ? [one.id as string] : []))
    : []
  const many = models.length === 1 ? "1 model" : `${models.length} models`
  return models.length > 0
    ? { ok: true, proof: "key", detail: `${host} answered: ${many}.`, models: models.sort() }
    : answer.ok && hasKey
      ? { ok: true, proof: "key", detail: `${host} answered with status ${answer.status}.` }
      : {
          ok: true,
          proof: "address",
          detail: `${host} is there: it answered with status ${answer.status}. Whether the key is right, a run shows.`,
        }
}

function refused(url: string, { status }: Response): ConnectionTest {
  const { host } = new URL(url)
  const hint =
    status === 401 || status === 403
      ? "The key is not accepted: enter it again, or make a new one."
      : status === 404
        ? "The address is not that of the service: compare it with what the provider shows."
        : "Try again later."
  return {
    ok: false,
    proof: status === 401 || status === 403 ? "key" : "address",
    detail: `${host} answered with status ${status}.`,
    hint,
  }
}
