import { fromPlain, stringify } from "@internal/value"
import type { Context } from "../context.ts"

/** Results as the original prints them: indent 4, non-ASCII kept, numbers exact. */
export function printJson({ terminal }: Pick<Context, "terminal">, result: unknown): void {
  terminal.out(`${stringify(fromPlain(result), { indent: 4 })}\n`)
}
