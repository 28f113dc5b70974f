import { PyFloat, type Value } from "./model.ts"

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i

/**
 * A logged metric as a number, NaN and infinities among them: numbers, True and False as 1 and 0, and text that is a
 * decimal number. Undefined for all else: None is no 0.
 */
export function metricNumber(value: Value | undefined): number | undefined {
  if (value instanceof PyFloat) return value.value
  if (typeof value === "bigint" || typeof value === "boolean") return Number(value)
  if (typeof value === "string") return NUMBER.test(value) ? Number(value) : undefined
  return typeof value === "number" ? value : undefined
}
