import type { Connection } from "@internal/schema"
import { type OutgoingHttp, outgoingHttp } from "../src/http/dispatcher.ts"
import { CANARY } from "./conformance.ts"

/** A connection with `CANARY` as its key. */
export function testConnection(type: string, configs: Record<string, string>): Connection {
  return { name: "c", type, module: "promptflow.connections", configs, secrets: { api_key: CANARY } }
}

/** Outgoing HTTP that the machine's own proxy settings do not reach. */
export function directHttp(): OutgoingHttp {
  return outgoingHttp({})
}
