import { createRequire } from "node:module"
import { MillraceError } from "@internal/schema"
import type * as Native from "@napi-rs/keyring"

/** One text in the operating system's keyring. */
export interface KeyringEntry {
  read(): string | undefined
  write(text: string): void
}

/**
 * The entry of a store: Keychain, Credential Manager or Secret Service. On Linux the kernel's own keyring, which the
 * library would fall back to, is refused: it forgets everything when the machine starts again.
 */
export function keyringEntry(home: string): KeyringEntry {
  return explained(() => {
    // native code, and not on every platform: loaded by those who ask for it
    const { Entry } = createRequire(import.meta.url)("@napi-rs/keyring") as typeof Native
    const entry = new Entry("millrace", home, { linux: { store: "secret-service" } })
    return {
      read: () => explained(() => entry.getPassword() ?? undefined),
      write: (text) => explained(() => entry.setPassword(text)),
    }
  })
}

function explained<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND"
    throw new MillraceError(
      "STORE_FAILED",
      {
        subject: "The operating system's keyring",
        reason: missing ? "@napi-rs/keyring is not installed" : String((cause as Error).message ?? cause),
        hint: missing
          ? "npm install @napi-rs/keyring"
          : "Unlock it, or start a session that has one; on a server keep the key in MILLRACE_SECRET_KEY.",
      },
      { cause },
    )
  }
}
