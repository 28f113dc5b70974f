import { createHash } from "node:crypto"
import type { ChatRequest, CompletionRequest, EmbeddingRequest } from "@internal/schema"
import { fromPlain, PyFloat, stringify, type Value } from "@internal/value"
import type { Scrub } from "../wire/failure.ts"

export type Api = "chat" | "completion" | "embedding" | "responses"
/** Of the Responses API, which only a flow's own code calls. */
export interface ResponsesRequest {
  model: string
  input: unknown
  parameters: Record<string, unknown>
  stream: boolean
}
export type AnyRequest = ChatRequest | CompletionRequest | EmbeddingRequest | ResponsesRequest

/** A call by its content: nothing of the connection but its kind. Keys are sorted, secrets and pictures replaced. */
export interface Identity {
  key: string
  text: string
}

/** The same request from the same kind of provider has the same identity on every machine, whatever its secrets. */
export function identify(provider: string, api: Api, request: AnyRequest, scrub: Scrub): Identity {
  const clean = (text: string): string => shortened(scrub(text))
  const text = stringify(canonical(fromPlain({ provider, api, ...request }), clean))
  return { key: sha256(text), text }
}

/** What differs between two identities, in the fewest words that let a reader find it. */
export function difference(
  asked: unknown,
  recorded: unknown,
): { count: number; common: number; words: string } {
  const here = leaves(asked)
  const there = leaves(recorded)
  const paths = [...new Set([...here.keys(), ...there.keys()])].filter(
    (path) => here.get(path) !== there.get(path),
  )
  const path = paths[0]
  if (path === undefined) return { count: 0, common: 0, words: "nothing" }
  const a = here.get(path) ?? "(absent)"
  const b = there.get(path) ?? "(absent)"
  let common = 0
  while (common < a.length && a[common] === b[common]) common++
  const shown = (text: string): string => {
    const from = Math.max(0, common - 20)
    const part = text.slice(from, common + 40)
    return `${from > 0 ? "…" : ""}${part}${common + 40 < text.length ? "…" : ""}`
  }
  const more = paths.length > 1 ? ` (and ${paths.length - 1} more)` : ""
  return { count: paths.length, common, words: `${path}${more} is ${shown(a)} here and ${shown(b)} there` }
}

function canonical(value: Value, clean: Scrub): Value {
  if (typeof value === "string") return clean(value)
  if (value instanceof PyFloat) return value.value // 1.0 asks for what 1 asks for
  if (Array.isArray(value)) return value.map((item) => canonical(item, clean))
  if (!(value instanceof Map)) return value
  const sorted = [...value].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return new Map(sorted.map(([key, item]) => [key, canonical(item, clean)]))
}

/** A picture's data would make recordings huge; its hash tells it from others as well. */
function shortened(text: string): string {
  const data = text.length > 1000 && /^data:[^,]{0,100},/.exec(text)
  return data ? `${data[0]}sha256:${sha256(text)}` : text
}

function leaves(value: unknown, path = "", into: Map<string, string> = new Map()): Map<string, string> {
  if (typeof value !== "object" || value === null) return into.set(path, JSON.stringify(value))
  for (const [key, item] of Object.entries(value)) {
    leaves(item, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key, into)
  }
  return into
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
