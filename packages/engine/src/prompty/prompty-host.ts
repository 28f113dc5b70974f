import type { Host } from "@internal/schema"

/** What calling a prompty needs from outside. */
export interface PromptyHost extends Pick<Host, "models" | "connections" | "limiter" | "clock" | "media"> {
  /** Credentials of a configuration that holds none come from here. */
  env: Readonly<Record<string, string | undefined>>
  /** A file beside the prompty. Rejects if it cannot be read. */
  bytes(path: string): Promise<Uint8Array>
  /** Told the secrets of a configuration before they are used, so that they can be masked. */
  secrets(values: string[]): void
}
