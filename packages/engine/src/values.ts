import { readProperty } from "@internal/flow"
import type { LineSession, NodeValue } from "@internal/schema"
import { equals, Json, type PyObject, type Value } from "@internal/value"

export function json(value: Value): NodeValue {
  return { kind: "json", json: Json.of(value) }
}

export const NULL: NodeValue = json(null)

/** `value[property]` by the tokens of spec 1.2.5, wherever the value lives. */
export async function property(
  value: NodeValue,
  path: string,
  node: string,
  session?: LineSession,
): Promise<NodeValue> {
  if (path === "") return value
  if (value.kind === "json") return json(readProperty(value.json.value, path, node))
  return required(session).property(value, path, node)
}

/** Python's `==` of an activation condition. */
export async function matches(value: NodeValue, expected: Value, session?: LineSession): Promise<boolean> {
  if (value.kind === "json") return equals(value.json.value, expected)
  return required(session).equals(value, Json.of(expected))
}

/** What records and logs show of a value (spec 2.6). */
export function shown(value: NodeValue): Json {
  return value.kind === "json" ? value.json : value.shown
}

/** A Python object inside a template: prints as its `str()`, everything else looks at its shown form. */
class LiveText implements PyObject {
  readonly pyType: string
  readonly text: string
  constructor(type: string, text: string) {
    this.pyType = type
    this.text = text
  }
  pyRepr(): string {
    return this.text
  }
  pyStr(): string {
    return this.text
  }
}

/** What a template gets for a value. */
export async function templateValue(value: NodeValue, session?: LineSession): Promise<unknown> {
  if (value.kind === "json") return value.json.value
  const shownValue = value.shown.value
  if (typeof shownValue === "object" && shownValue !== null && !value.iterable) return shownValue
  return new LiveText(value.type, await required(session).text(value))
}

function required(session: LineSession | undefined): LineSession {
  if (!session) throw new TypeError("a live value without the worker that holds it")
  return session
}
