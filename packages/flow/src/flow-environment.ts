import { str, stringify, type Value } from "@internal/value"
import type { Flow } from "./flow.ts"

/** The flow's own environment variables as text (spec 1.2): dicts and lists as JSON, the rest by Python's `str()`. */
export function flowEnvironment(flow: Flow): Record<string, string> {
  return Object.fromEntries(Array.from(flow.environment, ([name, value]) => [name, environmentText(value)]))
}

function environmentText(value: Value): string {
  if (Array.isArray(value) || value instanceof Map)
    return stringify(value, { ascii: true, item: ", ", key: ": " })
  return str(value)
}

/** A `${connection.key}` in an environment variable (spec 1.2.7); blanks around it do not count. */
export function connectionReference(text: string): { connection: string; key: string } | undefined {
  const match = /^\$\{([^.]+)\.([^.]+)\}\n?$/.exec(text.trim())
  return match ? { connection: match[1] as string, key: match[2] as string } : undefined
}
