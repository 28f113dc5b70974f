import { createHash } from "node:crypto"
import type { Connection, ModelEndpoint } from "@internal/schema"

/** The end of an address that says what is asked, and of which deployment. */
const CALL = /(\/deployments\/[^/]+)?\/(chat\/completions|completions|embeddings|responses)$/

/**
 * What shares one limit. Azure counts by deployment of a resource; others count by whom a key belongs to, so two keys may
 * have limits of their own. Of the key only a hash with the address is kept.
 */
function accountOf(address: string, key: string, isAzure: boolean): string {
  const place = address.replace(CALL, "")
  if (isAzure || key === "") return place
  const hash = createHash("sha256").update(`${place}\n${key}`).digest("hex")
  return `${place} ${hash.slice(0, 12)}`
}

export function modelEndpoint(connection: Connection, url: URL): ModelEndpoint {
  const isAzure = connection.type === "AzureOpenAIConnection"
  return {
    account: accountOf(`${url.origin}${url.pathname}`, connection.secrets.api_key ?? "", isAzure),
    // without what tells connections of one name apart
    connection: connection.name.replace(/#\w*$/, ""),
    allowed: connection.limits ?? {},
  }
}

/** A call that flow code makes itself, through an SDK of its own. */
interface ForeignQuestion {
  provider: string
  host: string
  address: string
  secrets: string[]
  /** Body as JSON text. */
  request: string
}

export function foreignEndpoint({ provider, host, address, secrets }: ForeignQuestion): ModelEndpoint {
  const isAzure = provider === "AzureOpenAIConnection"
  return { account: accountOf(address, secrets[0] ?? "", isAzure), connection: host }
}

/** The deployment of the address, else the model of the body. */
export function foreignModel({ address, request }: ForeignQuestion): string {
  const deployment = /\/deployments\/([^/]+)\//.exec(address)?.[1]
  if (deployment !== undefined) return decodeURIComponent(deployment)
  try {
    return String((JSON.parse(request) as { model?: unknown }).model ?? "")
  } catch {
    return ""
  }
}
