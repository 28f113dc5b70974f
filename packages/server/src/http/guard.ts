import type { IncomingHttpHeaders } from "node:http"
import { MillraceError } from "@internal/schema"

/** Sent with every answer. Scripts come from this server alone, and nothing is sent elsewhere. */
export const HEADERS: Record<string, string> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
}

/**
 * Refuses what is not asked by the page itself: a name other than this machine's (DNS rebinding), another origin, a site
 * that another one opened. Fails with `ORIGIN_REFUSED`.
 */
export function guard(headers: IncomingHttpHeaders, port: number): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  const { host, origin } = headers
  if (host === undefined || !hosts.includes(host.toLowerCase())) throw refused(host ?? "nobody")
  if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) throw refused(origin)
  const site = headers["sec-fetch-site"]
  if (site !== undefined && site !== "same-origin" && site !== "none") throw refused(String(site))
}

function refused(origin: string): MillraceError {
  return new MillraceError("ORIGIN_REFUSED", { origin: origin.slice(0, 200) })
}
