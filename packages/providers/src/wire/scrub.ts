import { type Connection, SCRUBBED } from "@internal/schema"
import type { Scrub } from "./failure.ts"

/**
 * Replaces a connection's secrets in text, also where a URL or JSON has changed their spelling. Values under four
 * characters are left: they occur by chance in every text.
 */
export function connectionScrub(connection: Connection, more: Scrub = (text) => text): Scrub {
  const spellings = new Set<string>()
  for (const secret of Object.values(connection.secrets)) {
    if (secret.length < 4) continue
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
      spellings.add(form)
  }
  // The longest first, so that a secret that contains another leaves no rest.
  const ordered = [...spellings].sort((a, b) => b.length - a.length)
  return (text) => more(ordered.reduce((clean, secret) => clean.replaceAll(secret, SCRUBBED), text))
}
