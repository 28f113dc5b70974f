import { MillraceError } from "@internal/schema"
import { isInt, isNumeric, PyFloat, typeName, type Value } from "@internal/value"
import { asciiDigits } from "./python-number.ts"

/** One step of a property path: a word (dict key or attribute), a quoted key, or an index. */
export type PropertyToken =
  | { kind: "word"; name: string }
  | { kind: "key"; name: string }
  | { kind: "index"; index: number }

// Python's `\w` and `\d` are Unicode-aware; characters that match nothing are skipped, as `findall` does.
const TOKEN = /([\p{L}\p{N}_]+)|(\['.*?'\])|(\[\p{Nd}+\])/gu

/** Splits a property path as the original does (spec 1.2.5, A.2). */
export function propertyTokens(property: string): PropertyToken[] {
  return Array.from(property.matchAll(TOKEN), ([whole, word, key]) => {
    if (word !== undefined) return { kind: "word", name: word }
    if (key !== undefined) return { kind: "key", name: whole.slice(2, -2) }
    return { kind: "index", index: Number(asciiDigits(whole.slice(1, -1))) }
  })
}

/**
 * `value[property]` for an output that JSON holds. Fails with `REFERENCE_PROPERTY` where Python raises KeyError,
 * IndexError or AttributeError, and with `REFERENCE_FAILED` where it raises TypeError. Attributes that plain values have
 * in Python are data only for numbers (`real`, `imag`, …); methods are no data and count as missing.
 */
export function readProperty(value: Value, property: string, node: string): Value {
  let at = value
  for (const token of propertyTokens(property)) at = step(at, token, property, node)
  return at
}

function step(value: Value, token: PropertyToken, property: string, node: string): Value {
  const missing = () => new MillraceError("REFERENCE_PROPERTY", { property, node_name: node })
  const wrong = (detail: string) =>
    new MillraceError("REFERENCE_FAILED", { reference: `\${${node}.output.${property}}`, detail })

  if (value instanceof Map && token.kind !== "index") {
    const found = value.get(token.name)
    if (found === undefined) throw missing()
    return found
  }
  if (token.kind === "word") {
    const attribute = numberAttribute(value, token.name)
    if (attribute === undefined) throw missing()
    return attribute
  }
  if (typeof value === "string") {
    if (token.kind === "key") throw wrong("string indices must be integers, not 'str'")
    const character = value.length > token.index ? Array.from(value)[token.index] : undefined
    if (character === undefined) throw missing()
    return character
  }
  if (Array.isArray(value)) {
    if (token.kind === "key") throw wrong("list indices must be integers or slices, not str")
    const item = value[token.index]
    if (item === undefined) throw missing()
    return item
  }
  // JSON keys are text, so no dict has an integer key.
  if (value instanceof Map) throw missing()
  throw wrong(`'${typeName(value)}' object is not subscriptable`)
}

function numberAttribute(value: Value, name: string): Value | undefined {
  if (!isNumeric(value)) return undefined
  const whole = isInt(value) || typeof value === "boolean"
  const zero = whole ? 0 : new PyFloat(0)
  const self = typeof value === "boolean" ? Number(value) : value
  switch (name) {
    case "real":
      return self
    case "imag":
      return zero
    case "numerator":
      return whole ? self : undefined
    case "denominator":
      return whole ? 1 : undefined
    default:
      return undefined
  }
}
