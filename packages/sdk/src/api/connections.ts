import type { AskSecrets } from "@internal/store"

export interface ConnectionInfo {
  name: string
  /** Class name. */
  type: string
  module: string
  createdDate: string
  lastModifiedDate: string
  /** Fields in order; secrets masked. */
  fields: Record<string, string>
  /** The JSON that `connection show` prints. */
  json: Record<string, unknown>
}

export interface ConnectionTest {
  ok: boolean
  /** What that is known of: the service took or refused the key; it is there; nothing. */
  proof: "key" | "address" | "none"
  detail: string
  hint?: string
  /** What the service offers, where it says. */
  models?: string[]
}

/** `millrace.connections`. */
export interface ConnectionOperations {
  /** `file` as in YAML. Secrets that are placeholders (`<user-input>`, empty, `***`) are asked for, by name. */
  create(file: Record<string, unknown>, ask?: AskSecrets): Promise<ConnectionInfo>
  /**
   * Secrets that are not named, or placeholders, stay; those that are `<user-input>` are asked for. Null takes a value of a
   * custom connection away: `{ configs: { endpoint: null } }`.
   */
  update(name: string, changes: Record<string, unknown>, ask?: AskSecrets): Promise<ConnectionInfo>
  get(name: string): Promise<ConnectionInfo>
  list(options?: { limit?: number }): Promise<ConnectionInfo[]>
  delete(name: string): Promise<void>
  /** Asks its service for something small. A service that refuses is an answer, not an error. */
  test(name: string): Promise<ConnectionTest>
  /** A YAML or `.env` file as an object. */
  read(path: string, name?: string): Promise<Record<string, unknown>>
}
