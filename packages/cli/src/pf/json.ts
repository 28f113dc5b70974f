import { fromPlain, stringify } from "@internal/value"
import type { Context } from "../context.ts"

/** Records as the original prints them: indent 4, ASCII only, numbers exact. */
export function printJson({ terminal }: Pick<Context, "terminal">, result: unknown): void {
  const text = stringify(fromPlain(result), { indent: 4 })
  terminal.out(
    `${text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`,
  )
}
