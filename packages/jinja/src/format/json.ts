import { floatRepr, PyFloat, typeName } from "@internal/value"
import { typeError, valueError } from "../error.ts"
import { isStr, textOf } from "../values/markup.ts"
import { isNumber } from "../values/number.ts"
import { sorted } from "../values/sort.ts"
import { str } from "../values/text.ts"
import { Tuple } from "../values/tuple.ts"

/** Python's `json.dumps(v, sort_keys=True, indent=…)`. `indent` is the text of one level, or undefined for one line. */
export function jsonText(v: unknown, indent?: string): string {
  return new JsonWriter(indent).value(v, "\n")
}

class JsonWriter {
  readonly indent: string | undefined
  readonly open: unknown[] = []

  constructor(indent: string | undefined) {
    this.indent = indent
  }

  value(v: unknown, margin: string): string {
    if (isStr(v)) return quoted(textOf(v))
    if (v === null) return "null"
    if (v === true) return "true"
    if (v === false) return "false"
    if (isNumber(v)) return numberText(v)
    if (Array.isArray(v)) return this.nested(v, "[]", margin, (inner) => v.map((x) => this.value(x, inner)))
    if (v instanceof Tuple)
      return this.nested(v, "[]", margin, (inner) => v.items.map((x) => this.value(x, inner)))
    if (v instanceof Map) return this.nested(v, "{}", margin, (inner) => this.entries(v, inner))
    typeError(`Object of type ${typeName(v)} is not JSON serializable`)
  }

  entries(dict: Map<unknown, unknown>, margin: string): string[] {
    const separator = ": "
    return sorted(dict.keys(), (key) => key).map(
      (key) => `${quoted(keyText(key))}${separator}${this.value(dict.get(key), margin)}`,
    )
  }

  nested(v: unknown, brackets: string, margin: string, parts: (margin: string) => string[]): string {
    if (this.open.includes(v)) valueError("Circular reference detected")
    this.open.push(v)
    const inner = this.indent === undefined ? "" : margin + this.indent
    const items = parts(inner)
    this.open.pop()
    if (items.length === 0) return brackets
    if (this.indent === undefined) return brackets[0] + items.join(", ") + brackets[1]
    return brackets[0] + inner + items.join(`,${inner}`) + margin + brackets[1]
  }
}

function numberText(v: number | bigint | boolean | PyFloat): string {
  const x = v instanceof PyFloat ? v.value : v
  if (typeof x === "number" && (v instanceof PyFloat || !Number.isInteger(x))) {
    if (Number.isNaN(x)) return "NaN"
    return Number.isFinite(x) ? floatRepr(x) : x > 0 ? "Infinity" : "-Infinity"
  }
  return str(v)
}

function keyText(key: unknown): string {
  if (isStr(key)) return textOf(key)
  if (key === null) return "null"
  if (typeof key === "boolean") return String(key)
  if (isNumber(key)) return numberText(key)
  typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`)
}

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\f": "\\f",
  "\b": "\\b",
}

function quoted(text: string): string {
  const written = (c: string) => ESCAPES[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`
  return `"${text.replace(/[^ !#-[\]-~]/g, written)}"`
}
