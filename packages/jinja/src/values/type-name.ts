import { typeName } from "@internal/value"
import { isForeign } from "./foreign.ts"

/** Jinja2's name of an object in "has no attribute" messages: the type with its module unless it is built in. */
export function objectName(v: unknown): string {
  if (v === null || v === undefined) return "None"
  const type = typeName(v)
  return isForeign(v) && v.pyModule ? `${v.pyModule}.${type} object` : `${type} object`
}
