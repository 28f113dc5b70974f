import { createHash } from "node:crypto"
import type { Connection, ModelEndpoint } from "@internal/schema"

/** The end of an address that says what is asked, and of which deployment. */
const CALL = /(\/deployments\/[^/]+)?\/(chat\/completions|completions|embeddings|responses)$/

/**
 * What shares one limit. Azure counts by deployment of a resource; others count by whom a key belongs to, so two keys may
 * have limits of their own. Of the key only a hash with the address is kept.
 */
export function accountOf(url: URL, key: string, isAzure: boolean): string {
  const place = `${url.origin}${url.pathname.replace(CALL, "").replace(/\/openai$/, isAzure ? "" : "/openai")}`
  if (isAzure || key === "") return place
  const hash = createHash("sha256").update(`${place}\n${key}`).digest("hex")
  return `${place} ${hash.slice(0, 12)}`
}

export function modelEndpoint(connection: Connection, url: URL): ModelEndpoint {
  const isAzure = connection.type === "AzureOpenAIConnection"
  return {
    account: accountOf(url, connection.secrets.api_key ?? "", isAzure),
    // without what tells connections of one name apart
    connection: connection.name.replace(/#\w*$/, ""),
    allowed: connection.limits ?? {},
  }
}
