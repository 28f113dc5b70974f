import { type Dict, fromPlain, stringify, type Value } from "@internal/value"

/** A text as it is, or anything else as JSON text with every digit that it has. */
export type ShownValue = string | { json: string }

export function shownValue(value: unknown): ShownValue {
  return typeof value === "string" ? value : { json: stringify(fromPlain(value), { indent: 2 }) }
}

export function shownDict(values: Dict): [name: string, value: ShownValue][] {
  return Array.from(values, ([name, value]: [string, Value]) => [name, shownValue(value)])
}
