import type { Connection } from "@internal/schema"
import type { ConnectionTest } from "./api/connections.ts"
import type { Context } from "./context.ts"

const PATIENCE_MS = 10_000

/** Asks the service of a connection for something small that costs nothing, mostly the list of its models. */
export async function testConnection(context: Context, name: string): Promise<ConnectionTest> {
  await context.localConnections()
  const connection = await (await context.store()).connections.need(name)
  const question = questionFor(connection)
  if (!question) return { ok: true, detail: "There is nothing to ask: flows use its values as they are." }
  try {
    const answer = await fetch(question.url, {
      headers: question.headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "manual",
    })
    return answer.ok || question.anyAnswer ? good(question.url, answer) : refused(question.url, answer)
  } catch (thrown) {
    return unsent(question.url, thrown as Error)
  }
}

interface Question {
  url: string
  headers: Record<string, string>
  /** That it answers is all that can be known. */
  anyAnswer?: true
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
      }
    case "AzureOpenAIConnection":
      return {
        url: at(configs.api_base, `/openai/models?api-version=${configs.api_version ?? "2024-02-01"}`),
        headers: { "api-key": key },
      }
    case "ServerlessConnection":
      return {
        url: at(configs.api_base, "/info"),
        headers: { authorization: `Bearer ${key}` },
        anyAnswer: true,
      }
    default: {
      const base = configs.api_base || configs.endpoint || configs.base_url
      return base && /^https?:/.test(base) ? { url: base, headers: {}, anyAnswer: true } : undefined
    }
  }
}

/** Never in the words of what was thrown: they may quote the key. */
function unsent(url: string, thrown: Error): ConnectionTest {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return {
      ok: false,
      detail: `${url} is no address.`,
      hint: "The address of a service begins with https:// or http://.",
    }
  const { host } = new URL(url)
  const hint = "Check the address of the connection, and the network."
  if (thrown.name === "TimeoutError")
    return { ok: false, detail: `${host} did not answer in ${PATIENCE_MS / 1000} s.`, hint }
  const { cause } = thrown as { cause?: { code?: string } }
  if (cause === undefined)
    return {
      ok: false,
      detail: "The key holds characters that cannot be sent.",
      hint: "Enter it again, without line breaks.",
    }
  return { ok: false, detail: `${host} did not answer: ${cause.code ?? "the connection was closed"}.`, hint }
}

async function good(url: string, answer: Response): Promise<ConnectionTest> {
  const { host } = new URL(url)
  const body: unknown = await answer.json().catch(() => undefined)
  const data = (body as { data?: unknown } | undefined)?.data
  const models = Array.isArray(data)
    ? data.flatMap((one) => (typeof one?.id === "string" ? [one.id as string] : []))
    : []
  const many = models.length === 1 ? "1 model" : `${models.length} models`
  return models.length > 0
    ? { ok: true, detail: `${host} answered: ${many}.`, models: models.sort() }
    : { ok: true, detail: `${host} answered with status ${answer.status}.` }
}

function refused(url: string, { status }: Response): ConnectionTest {
  const { host } = new URL(url)
  const hint =
    status === 401 || status === 403
      ? "The key is not accepted: enter it again, or make a new one."
      : status === 404
        ? "The address is not that of the service: compare it with what the provider shows."
        : "Try again later."
  return { ok: false, detail: `${host} answered with status ${status}.`, hint }
}
