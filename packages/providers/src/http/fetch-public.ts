import type { OutgoingHttp } from "./dispatcher.ts"
import { checkPublic } from "./public-address.ts"

export interface PublicFetchOptions {
  http: OutgoingHttp
  signal: AbortSignal
  /** Bytes. */
  limit: number
  /** Hosts (`name` or `name:port`) that may be private. */
  trusted?: readonly string[]
}

const REDIRECTS = 5
const TIMEOUT_MS = 60_000

/**
 * The bytes at an address that anybody could reach: data may name addresses, and must not be able to look into the network
 * of whoever runs the flow. Every redirect is looked at anew. Rejects with an Error whose message says what is wrong.
 */
export async function fetchPublic(address: string, options: PublicFetchOptions): Promise<Uint8Array> {
  const { http, limit, trusted = [] } = options
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT_MS)])
  let url = parsed(address)
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const isTrusted = trusted.includes(url.hostname) || trusted.includes(url.host)
    if (!isTrusted) await checkPublic(url.hostname)
    const dispatcher = await http.get(url, { publicOnly: !isTrusted })
    const answer = await dispatcher.request({
      method: "GET",
      origin: url.origin,
      path: url.pathname + url.search,
      headers: authorization(url),
      signal,
    })
    const { location } = answer.headers
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === "string") {
      await answer.body.dump()
      url = parsed(new URL(location, url).href)
      continue
    }
    if (answer.statusCode !== 200) {
      await answer.body.dump()
      throw new Error(`the server answered ${answer.statusCode}`)
    }
    return await readUpTo(answer.body, limit)
  }
  throw new Error(`more than ${REDIRECTS} redirects`)
}

function parsed(address: string): URL {
  if (!URL.canParse(address)) throw new Error("it is no URL")
  const url = new URL(address)
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new Error(`${url.protocol} is neither http: nor https:`)
  }
  return url
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` }
}

async function readUpTo(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) throw new Error(`it is larger than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
