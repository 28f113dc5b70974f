import type { Resolved } from "../../flow/run-needs.ts"
import { parseTyped } from "../../flow/typed-value.ts"

/** How a value is typed for an output of a node, which may be anything. */
export type TypedAs = "text" | "json"

/** How a value is typed at first: as the one that is there. */
export function typedAsOf({ value, type }: Pick<Resolved, "value" | "type">): TypedAs {
  if (type !== undefined) return "text"
  return value === undefined || typeof value === "string" ? "text" : "json"
}

/** The value as it is edited. */
export function textOf(value: unknown, as: TypedAs): string {
  if (value === undefined) return ""
  if (as === "text" && typeof value === "string") return value
  return JSON.stringify(value, null, typeof value === "object" && value !== null ? 2 : undefined)
}

/** What was typed, as a value of the input's type, or as text or JSON for an output. */
export function readNeed(
  { type }: Pick<Resolved, "type">,
  text: string,
  as: TypedAs,
): { value: unknown } | { problem: string } {
  if (type !== undefined) return parseTyped(type, text)
  if (as === "text") return { value: text }
  if (text.trim() === "") return { problem: "JSON is needed" }
  return parseTyped("json", text)
}
