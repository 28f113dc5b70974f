import { MillraceError } from "@internal/schema"

/** What the original asks for (spec 7.1). */
const SCOPE = "https://cognitiveservices.azure.com/.default"
/** Milliseconds before its end from which a token is not used any more. */
const MARGIN = 5 * 60_000

interface Token {
  token: string
  expiresOnTimestamp: number
}

let asking: Promise<Token> | undefined

/**
 * A token of whoever runs this process, by Azure's default chain: environment variables, workload or managed identity,
 * `az login`. Asked for once and kept until shortly before it ends. Rejects with `LLM_FAILED`.
 */
export async function entraToken(): Promise<string> {
  const known = await asking?.catch(() => undefined)
  if (!known || known.expiresOnTimestamp - MARGIN < Date.now()) asking = undefined
  asking ??= ask()
  return (await asking).token
}

async function ask(): Promise<Token> {
  const { DefaultAzureCredential } = await import("@azure/identity")
  try {
    return await new DefaultAzureCredential().getToken(SCOPE)
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
