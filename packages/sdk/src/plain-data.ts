import { Json, PyFloat, toPlain, type Value } from "@internal/value"

/** Any result as JSON data: exact values in their plain form, numbers that JSON cannot hold as text. */
export function plainData(value: unknown): unknown {
  if (value instanceof Json) return plainData(value.value)
  if (value instanceof Map || value instanceof PyFloat) return plainData(toPlain(value as Value))
  if (Array.isArray(value)) return value.map(plainData)
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === "number" && !Number.isFinite(value)) return String(value)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, plainData(inner)]])),
  )
}
