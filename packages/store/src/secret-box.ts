import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto"
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { type KeyringEntry, keyringEntry } from "./keyring.ts"

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = "1:"

/** Encrypts short texts with AES-256-GCM under one key. `context` must be the same to open what was sealed. */
export class SecretBox {
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
  }

  seal(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(Buffer.from(context))
    const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()])
    return FORMAT + sealed.toString("base64")
  }

  /** Undefined when it was sealed with another key or for another context, or is damaged. */
  open(sealed: string, context: string): string | undefined {
    const bytes = Buffer.from(sealed.slice(FORMAT.length), "base64")
    if (!sealed.startsWith(FORMAT) || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      return (
        decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8")
      )
    } catch {
      return undefined
    }
  }
}

/** What `MILLRACE_SECRET_KEY`, and then the key file, hold when the key is in the operating system's keyring. */
const KEYRING = "keyring"

/**
 * The store's key: `MILLRACE_SECRET_KEY` (32 bytes as base64 or hex, or any passphrase), else a file that only the user
 * can read, made on first use. `MILLRACE_SECRET_KEY=keyring` moves the key of the file into the keyring, for good.
 */
export function secretBox(
  home: string,
  env: { [name: string]: string | undefined },
  keyring: (home: string) => KeyringEntry = keyringEntry,
): SecretBox {
  const given = env.MILLRACE_SECRET_KEY
  if (given && given !== KEYRING) return new SecretBox(keyOfText(given))
  const path = join(home, "secret.key")
  const inFile = textOf(path) === KEYRING ? undefined : keyOfFile(home, path)
  if (inFile && !given) return new SecretBox(inFile)
  return new SecretBox(keyOfKeyring(path, keyring(home), inFile))
}

function keyOfText(text: string): Buffer {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, "hex")
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, "base64")
  // one passphrase must give one key on every machine, so the salt is fixed
  return scryptSync(text, "millrace secret key", KEY_BYTES)
}

/** The file keeps the key until the keyring has answered it. */
function keyOfKeyring(path: string, entry: KeyringEntry, inFile: Buffer | undefined): Buffer {
  if (inFile) {
    entry.write(inFile.toString("base64"))
    const kept = entry.read()
    if (kept !== inFile.toString("base64")) throw lost(path)
    writeFileSync(`${path}.moved`, `${KEYRING}\n`, { mode: 0o600 })
    renameSync(`${path}.moved`, path)
    return inFile
  }
  const key = Buffer.from(entry.read() ?? "", "base64")
  if (key.length !== KEY_BYTES) throw lost(path)
  return key
}

function lost(path: string): MillraceError {
  return new MillraceError("STORE_FAILED", {
    subject: "The operating system's keyring",
    reason: `it does not hold the key that ${path} says it has`,
    hint: `Restore the keyring; without the key, remove ${path} and create the connections again.`,
  })
}

function keyOfFile(home: string, path: string): Buffer {
  const found = readKey(path)
  if (found) return found
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`
  writeFileSync(temporary, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, flag: "wx" })
  try {
    // a link appears whole or not at all, and never replaces the key of a process that was quicker
    linkSync(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unusable(path, error)
  } finally {
    rmSync(temporary, { force: true })
  }
  const key = readKey(path)
  if (!key) throw unusable(path, undefined)
  return key
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw unusable(path, error)
  }
}

function readKey(path: string): Buffer | undefined {
  const text = textOf(path)
  if (text === undefined) return undefined
  const key = Buffer.from(text, "base64")
  if (key.length !== KEY_BYTES) throw unusable(path, undefined)
  chmodSync(path, 0o600)
  return key
}

function unusable(path: string, cause: unknown): MillraceError {
  const reason = cause instanceof Error ? cause.message : "it does not hold a key of 32 bytes"
  return new MillraceError(
    "STORE_FAILED",
    {
      subject: `The key file ${path}`,
      reason,
      hint: "Restore it or set MILLRACE_SECRET_KEY; without the key, create the connections again.",
    },
    { cause },
  )
}
