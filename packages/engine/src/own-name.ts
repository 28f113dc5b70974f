import { createHmac, randomBytes } from "node:crypto"
import type { Connection } from "@internal/schema"

/** Of this process alone, so that a name says nothing about the secrets that it stands for. */
const KEY = randomBytes(16)

/** A connection that was made where it is used: it is told apart from others by what it holds. */
export function withOwnName(parts: Omit<Connection, "name">, name = ""): Connection {
  const digest = createHmac("sha256", KEY).update(JSON.stringify(parts)).digest("hex").slice(0, 12)
  return { name: `${name}#${digest}`, ...parts }
}
