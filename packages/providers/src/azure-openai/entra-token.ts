import { MillraceError } from "@internal/schema"

/** What the original asks for (spec 7.1). */
const SCOPE = "https://cognitiveservices.azure.com/.default"
/** Milliseconds before its end from which a token is not used any more. */
const MARGIN = 5 * 60_000

interface Token {
  token: string
  expiresOnTimestamp: number
}

const asked = new Map<string, Promise<Token>>()

/**
 * A token of whoever runs this process, by Azure's default chain: environment variables, workload or managed identity,
 * `az login`. Asked for once per scope and kept until shortly before it ends. Rejects with `LLM_FAILED`.
 */
export async function entraToken(scope: string = SCOPE): Promise<string> {
  const known = await asked.get(scope)?.catch(() => undefined)
  if (!known || known.expiresOnTimestamp - MARGIN < Date.now()) asked.delete(scope)
  const asking = asked.get(scope) ?? ask(scope)
  asked.set(scope, asking)
  return (await asking).token
}

async function ask(scope: string): Promise<Token> {
  const { DefaultAzureCredential } = await import("@azure/identity")
  try {
    return await new DefaultAzureCredential().getToken(scope)
  } catch (cause) {
    const reason = reasonsOf(cause).join(" ").slice(0, 600)
    throw new MillraceError(
      "LLM_FAILED",
      { detail: `signing in with Entra ID failed: ${reason}` },
      {
        hint: "Sign in (az login), or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; or use auth_mode: key.",
        cause,
      },
    )
  }
}

/** Each way of signing in that was tried says in its first line why it failed. */
function reasonsOf(error: unknown): string[] {
  if (error instanceof Error && "errors" in error && Array.isArray(error.errors)) {
    return error.errors.flatMap(reasonsOf)
  }
  return [(error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""]
}
