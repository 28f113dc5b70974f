import { MillraceError } from "@internal/schema"
import { parse, type Value } from "@internal/value"
import { parseYaml } from "../parse-yaml.ts"

/** What `${env:…}` and `${file:…}` of a prompty are looked up in. */
export interface ReferenceContext {
  env: Readonly<Record<string, string | undefined>>
  /** Text of a file beside the prompty; undefined if there is none. */
  read(path: string): string | undefined
  warn(message: string): void
}

/** Matched at the start only, and to the last brace of the line: what follows it is dropped, as the original does. */
const REFERENCE = /^\$\{([\p{L}\p{N}_]+):(.*)\}/u

/**
 * A value of the front matter with its references replaced (spec 1.4): an environment variable that is not set leaves the
 * text, a file is JSON, YAML or text by its ending, other kinds stay and warn. What a reference brings in is not looked at
 * again. Fails with `PROMPTY_REFERENCE`.
 */
export function resolveReferences(value: Value, context: ReferenceContext): Value {
  if (typeof value === "string") return resolved(value, context)
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, context))
  if (!(value instanceof Map)) return value
  return new Map(Array.from(value, ([key, item]) => [key, resolveReferences(item, context)]))
}

function resolved(text: string, context: ReferenceContext): Value {
  const [, kind, name = ""] = REFERENCE.exec(text) ?? []
  if (kind === undefined) return text
  if (kind === "env") return context.env[name] ?? text
  if (kind === "file") return fileValue(name, context)
  context.warn(`${text} is left as it is: there are references to env and file only, not to ${kind}.`)
  return text
}

function fileValue(path: string, context: ReferenceContext): Value {
  const text = context.read(path)
  if (text === undefined)
    throw new MillraceError("PROMPTY_REFERENCE", { path, reason: "there is no such file" })
  const ending = path.slice(path.lastIndexOf(".") + 1)
  if (ending === "yaml" || ending === "yml") return parseYaml(text, path).value
  if (ending !== "json") return text
  try {
    return parse(text)
  } catch (thrown) {
    const reason = `it is not JSON: ${(thrown as Error).message}`
    throw new MillraceError("PROMPTY_REFERENCE", { path, reason }, { cause: thrown })
  }
}
