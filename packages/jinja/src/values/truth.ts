import { PyFloat } from "@internal/value"
import { isForeign } from "./foreign.ts"

/** Python's `bool(v)`. */
export function truth(v: unknown): boolean {
  switch (typeof v) {
    case "boolean":
      return v
    case "string":
      return v !== ""
    case "number":
      return v !== 0
    case "bigint":
      return v !== 0n
    case "object":
      break
    default:
      return v !== undefined
  }
  if (v === null) return false
  if (v instanceof Map) return v.size > 0
  if (Array.isArray(v)) return v.length > 0
  if (v instanceof PyFloat) return v.value !== 0
  if (!isForeign(v)) return true
  if (v.pyBool) return v.pyBool()
  return v.pyLen ? v.pyLen() > 0 : true
}
