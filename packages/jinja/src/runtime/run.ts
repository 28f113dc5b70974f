import { JinjaError } from "../error.ts"
import type { Activation, Execute } from "./activation.ts"

/** What Jinja2 calls a template without a name. */
export const UNNAMED = "<template>"

/** Runs a compiled function; an error that passes through learns where it happened, innermost function first. */
export function run(body: Execute, a: Activation, template: string | undefined): string {
  try {
    return body(a)
  } catch (error) {
    throw located(error, a, template)
  }
}

export function located(error: unknown, a: Activation, template: string | undefined): unknown {
  const known = asJinjaError(error)
  if (known && known.line === undefined) {
    known.line = a.line
    known.template = template ?? UNNAMED
  }
  return known ?? error
}

/** The engine's own limits, met by a template that ours did not stop, as errors of the template. */
function asJinjaError(error: unknown): JinjaError | undefined {
  if (error instanceof JinjaError) return error
  if (!(error instanceof RangeError)) return undefined
  if (/call stack/i.test(error.message))
    return new JinjaError("RecursionError", "maximum recursion depth exceeded")
  return new JinjaError("LimitError", `the template makes a value that is too large: ${error.message}`)
}
