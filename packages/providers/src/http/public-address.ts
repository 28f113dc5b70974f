import { type LookupOptions, lookup } from "node:dns"
import { BlockList, isIP, isIPv6 } from "node:net"

/** Networks that are not the public internet: this machine, its neighbours, and what is reserved. */
const PRIVATE = new BlockList()
const V4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]
const V6: [string, number][] = [
  ["::", 96],
  ["64:ff9b::", 32],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 9],
  ["ff00::", 8],
]
for (const [network, bits] of V4) PRIVATE.addSubnet(network, bits, "ipv4")
for (const [network, bits] of V6) PRIVATE.addSubnet(network, bits, "ipv6")

/** Whether an IP address belongs to the public internet; of an IPv6 address that maps an IPv4 one that one counts. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return isPublicAddress(mapped)
  if (/^::ffff:/i.test(address)) return false // written in another way: nobody means well by that
  return !PRIVATE.check(address, isIPv6(address) ? "ipv6" : "ipv4")
}

export class PrivateAddressError extends Error {
  constructor(host: string, address: string) {
    super(`${host} leads to ${address}, which is no public address`)
    this.name = "PrivateAddressError"
  }
}

type Answer = (error: NodeJS.ErrnoException | null, address?: unknown, family?: number) => void

/**
 * `dns.lookup` that refuses a name as soon as one of its addresses is private. A connection goes to the very address that
 * was looked at here, so a name that changes its mind gains nothing.
 */
export function publicLookup(host: string, options: LookupOptions, answer: Answer): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error)
    const hidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (hidden) return answer(new PrivateAddressError(host, hidden.address))
    const [first] = addresses
    if (options.all) return answer(null, addresses)
    answer(null, first?.address, first?.family)
  })
}

/** Fails with a `PrivateAddressError` for an address in a URL, or for a name that leads to one. */
export async function checkPublic(hostname: string): Promise<void> {
  const host = hostname.replace(/^\[(.*)\]$/, "$1")
  if (isIP(host) !== 0) {
    if (!isPublicAddress(host)) throw new PrivateAddressError(host, host)
    return
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  publicLookup(host, { all: true }, (error) => (error ? reject(error) : resolve()))
  await promise
}
