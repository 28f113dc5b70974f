import type { LookupFunction } from "node:net"
import type { Dispatcher } from "undici"
import { type Environment, trustedAuthorities } from "./certificates.ts"
import { publicLookup } from "./public-address.ts"

export interface ReachOptions {
  /** Connect to addresses of the public internet only; behind a proxy that is the proxy's to see to. */
  publicOnly?: boolean
}

/** Where every outgoing HTTP call of this process goes through. Nothing is loaded or opened before the first `get`. */
export interface OutgoingHttp extends AsyncDisposable {
  get(url: URL, options?: ReachOptions): Promise<Dispatcher>
  /** Ends idle connections and refuses new calls; calls in flight finish. */
  close(): Promise<void>
}

// What the OpenAI SDK for Python sets; a connection that takes longer counts as a timeout, which is tried again.
const CONNECT_TIMEOUT_MS = 5_000

/**
 * One dispatcher per scheme, made on first use: it honours `HTTP(S)_PROXY`, `ALL_PROXY`, `NO_PROXY` (either case) and the
 * authorities of `trustedAuthorities`, and keeps connections alive. Reading the system's authorities is slow, so plain
 * HTTP never does it. `connectTimeout` in ms.
 */
export function outgoingHttp(
  env: Environment = process.env,
  connectTimeout: number = CONNECT_TIMEOUT_MS,
): OutgoingHttp {
  const made = new Map<string, Promise<Dispatcher>>()
  async function close(): Promise<void> {
    const dispatchers = await Promise.allSettled(made.values())
    made.clear()
    await Promise.all(dispatchers.map((made) => made.status === "fulfilled" && made.value.close()))
  }
  return {
    get(url, { publicOnly = false } = {}) {
      const name = publicOnly ? `${url.protocol} public` : url.protocol
      let dispatcher = made.get(name)
      if (!dispatcher) {
        dispatcher = makeDispatcher(url.protocol, { env, publicOnly, timeout: connectTimeout })
        made.set(name, dispatcher)
      }
      return dispatcher
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function makeDispatcher(
  protocol: string,
  { env, publicOnly, timeout }: { env: Environment; publicOnly: boolean; timeout: number },
): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import("undici")
  const read = (name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined
  const ca = protocol === "https:" ? trustedAuthorities(env) : undefined
  const options = {
    connect: {
      timeout,
      ...(ca && { ca }),
      ...(publicOnly && { lookup: publicLookup as LookupFunction }),
    },
    // The caller's deadline covers these; models may think for minutes before the first byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false, // the bundle leaves it out
  }
  const proxy = read(protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY") ?? read("ALL_PROXY")
  if (!proxy) return new Agent(options)
  const uri = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`
  return new EnvHttpProxyAgent({
    ...options,
    ...(ca && { requestTls: { ca, timeout }, proxyTls: { ca } }),
    httpProxy: uri,
    httpsProxy: uri,
    noProxy: read("NO_PROXY") ?? "",
  })
}
