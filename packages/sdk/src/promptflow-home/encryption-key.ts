import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import type * as Keyring from "@napi-rs/keyring"
import type { Places } from "../home.ts"
import { isFernetKey } from "./fernet.ts"

const SERVICE = "promptflow"
const USER = "encryption_key"

/**
 * Keys with which the original may have encrypted its connections (spec 7.4), in the order in which they are looked for:
 * the plain file of the Python package keyrings.alt, the operating system's keyring, and what Python's own `keyring`
 * command answers, which knows every other place.
 */
export function* encryptionKeys(places: Places): Generator<{ key: string; from: string }> {
  const sources: [from: string, read: () => string | undefined | null][] = [
    ["the keyring file", () => plainFileKey(places)],
    ["the operating system's keyring", keyringKey],
    ["the command keyring", () => commandKey(places)],
  ]
  for (const [from, read] of sources) {
    const key = quietly(read)?.trim()
    if (key && isFernetKey(key)) yield { key, from }
  }
}

/** An INI file whose names are escaped and whose values are base64. */
function plainFileKey({ env, pfHome }: Places): string | undefined {
  const data = env.XDG_DATA_HOME || join(env.HOME ?? join(pfHome, ".."), ".local/share")
  const text = readFileSync(join(data, "python_keyring/keyring_pass.cfg"), "utf8")
  const section = new RegExp(`\\[${SERVICE}\\]([^[]*)`).exec(text)?.[1] ?? ""
  const value = /^encryption_5fkey *= *((?:.*\n?)(?:[ \t]+.*\n?)*)/m.exec(section)?.[1] ?? ""
  return Buffer.from(value.replace(/\s/g, ""), "base64").toString("utf8")
}

function keyringKey(): string | null {
  const { Entry } = createRequire(import.meta.url)("@napi-rs/keyring") as typeof Keyring
  if (process.platform === "win32") return Entry.withTarget(SERVICE, SERVICE, USER).getPassword()
  const options = process.platform === "linux" ? { linux: { store: "secret-service" as const } } : undefined
  return new Entry(SERVICE, USER, options).getPassword()
}

function commandKey({ env }: Places): string {
  const options = { encoding: "utf8", env: env as NodeJS.ProcessEnv, timeout: 20_000 } as const
  return spawnSync("keyring", ["get", SERVICE, USER], options).stdout ?? ""
}

/** A place that is not there, or is locked, is passed over. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
