import { BlockList, isIP, type LookupFunction } from "node:net"
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
 * One dispatcher per scheme, made on first use: it honours `HTTP(S)_PROXY`, `ALL_PROXY`, `NO_PROXY` (either case; names,
 * suffixes, ports, `*`, networks such as `10.0.0.0/8`) and the authorities of `trustedAuthorities`, and keeps connections
 * alive. Reading the system's authorities is slow, so plain HTTP never does it. `connectTimeout` in ms.
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
      const direct = inNetworks(url.hostname, readVariable(env, "NO_PROXY") ?? "")
      const name = [url.protocol, publicOnly && "public", direct && "direct"].filter(Boolean).join(" ")
      let dispatcher = made.get(name)
      if (!dispatcher) {
        dispatcher = makeDispatcher(url.protocol, { env, publicOnly, direct, timeout: connectTimeout })
        made.set(name, dispatcher)
      }
      return dispatcher
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function readVariable(env: Environment, name: string): string | undefined {
  return env[name.toLowerCase()] || env[name] || undefined
}

/** Whether an address lies in a network of `NO_PROXY` (`10.0.0.0/8`, `fd00::/8`), which undici takes for names. */
function inNetworks(hostname: string, noProxy: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, "$1")
  const version = isIP(host)
  if (version === 0 || !noProxy.includes("/")) return false
  const networks = new BlockList()
  for (const entry of noProxy.split(/[,\s]+/)) {
    const [network = "", bits = ""] = entry.split("/")
    const family = isIP(network)
    if (family !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
      networks.addSubnet(network, Number(bits), family === 4 ? "ipv4" : "ipv6")
  }
  return networks.check(host, version === 4 ? "ipv4" : "ipv6")
}

async function makeDispatcher(
  protocol: string,
  {
    env,
    publicOnly,
    direct,
    timeout,
  }: { env: Environment; publicOnly: boolean; direct: boolean; timeout: number },
): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import("undici")
  const read = (name: string): string | undefined => readVariable(env, name)
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
  if (!proxy || direct) return new Agent(options)
  const uri = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`
  return new EnvHttpProxyAgent({
    ...options,
    ...(ca && { requestTls: { ca, timeout }, proxyTls: { ca } }),
    httpProxy: uri,
    httpsProxy: uri,
    noProxy: read("NO_PROXY") ?? "",
  })
}
