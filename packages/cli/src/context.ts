import type { MillraceApi } from "@internal/sdk"
import type { Catalogue } from "./command.ts"
import type { Terminal } from "./terminal/terminal.ts"

/** What an action works with besides what was typed. */
export interface Context {
  readonly catalogue: Catalogue
  readonly terminal: Terminal
  readonly env: Record<string, string | undefined>
  readonly cwd: string
  /** Everything that was typed behind the program's name. */
  readonly words: readonly string[]
  readonly debug: boolean
  readonly verbose: boolean
  /** Results as JSON instead of text for people. */
  readonly json: boolean
  /** Opens the SDK at the first call, with `settings` before those of files: help and usage errors never pay for it. */
  millrace(settings?: Record<string, string>): Promise<MillraceApi>
}

/** Runs `use` with a context whose SDK is closed at the end. */
export async function withContext<T>(
  parts: Omit<Context, "millrace">,
  use: (context: Context) => Promise<T>,
): Promise<T> {
  let opened: Promise<MillraceApi> | undefined
  const millrace = (settings: Record<string, string> = {}) => {
    opened ??= import("@internal/sdk").then(({ Millrace }) =>
      Millrace.open({ profile: parts.catalogue.program, cwd: parts.cwd, env: parts.env, settings }),
    )
    return opened
  }
  try {
    return await use({ ...parts, millrace })
  } finally {
    await (await opened?.catch(() => undefined))?.[Symbol.asyncDispose]()
  }
}
