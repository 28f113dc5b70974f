import { repr } from "@internal/value"
import { raise, valueError } from "../error.ts"
import { checkText } from "../limits.ts"
import type { Kwargs } from "../values/foreign.ts"
import { escapeText, hasHtml, htmlOf, Markup } from "../values/markup.ts"
import { str } from "../values/text.ts"
import { ascii } from "./ascii.ts"
import { formatValue } from "./spec.ts"

/** How fields reach into their argument: the sandbox's attribute and item lookup. */
export interface FieldLookup {
  attribute(object: unknown, name: string): unknown
  item(object: unknown, key: string | number): unknown
}

/** What a field name may look into: the arguments of `format`, or the mapping of `format_map`. */
export interface FormatArguments {
  positional: readonly unknown[]
  named: Kwargs
}

/** Python's `string.Formatter().vformat`, which the sandbox runs for `str.format`. */
export function templateFormat(
  template: string,
  args: FormatArguments,
  lookup: FieldLookup,
  escaping = false,
): string {
  return new TemplateFormat(args, lookup, escaping).expand(template, 2)
}

interface Field {
  name: string
  conversion: string | undefined
  spec: string
}

class TemplateFormat {
  readonly args: FormatArguments
  readonly lookup: FieldLookup
  readonly escaping: boolean
  /** Next automatic number; false once a field has been numbered by hand. */
  automatic: number | false = 0

  constructor(args: FormatArguments, lookup: FieldLookup, escaping: boolean) {
    this.args = args
    this.lookup = lookup
    this.escaping = escaping
  }

  expand(template: string, depth: number): string {
    if (depth < 0) valueError("Max string recursion exceeded")
    let out = ""
    for (const part of parts(template)) {
      out += typeof part === "string" ? part : this.field(part, depth)
      checkText(out.length)
    }
    return out
  }

  field(field: Field, depth: number): string {
    const value = convert(this.value(this.numbered(field.name)), field.conversion)
    return this.write(value, this.expand(field.spec, depth - 1))
  }

  write(value: unknown, spec: string): string {
    if (!this.escaping) return formatValue(value, spec)
    if (value instanceof Markup)
      return spec ? valueError("Unsupported format specification for Markup.") : value.text
    if (hasHtml(value)) return htmlOf(value)
    return escapeText(formatValue(value, spec))
  }

  numbered(name: string): string {
    const refuse = () =>
      valueError("cannot switch from manual field specification to automatic field numbering")
    if (name === "") return this.automatic === false ? refuse() : String(this.automatic++)
    if (/^\p{Nd}+$/u.test(name)) {
      if (this.automatic) refuse()
      this.automatic = false
    }
    return name
  }

  value(name: string): unknown {
    const end = /[.[]/.exec(name)?.index ?? name.length
    const first = name.slice(0, end)
    let value = /^\d+$/.test(first) ? this.positional(first) : this.named(first)
    for (let at = end; at < name.length; ) {
      const dot = name[at++] === "."
      const rest = name.slice(at)
      const stop = dot ? (/[.[]/.exec(rest)?.index ?? rest.length) : rest.indexOf("]")
      if (stop < 0) valueError("Missing ']' in format string")
      const key = rest.slice(0, stop)
      if (key === "") valueError("Empty attribute in format string")
      at += dot ? stop : stop + 1
      if (!dot && at < name.length && name[at] !== "." && name[at] !== "[") {
        valueError("Only '.' or '[' may follow ']' in format field specifier")
      }
      value = dot
        ? this.lookup.attribute(value, key)
        : this.lookup.item(value, /^\d+$/.test(key) ? Number(key) : key)
    }
    return value
  }

  positional(index: string): unknown {
    const value = this.args.positional[Number(index)]
    return value === undefined ? raise("IndexError", "tuple index out of range") : value
  }

  named(name: string): unknown {
    const value = this.args.named?.get(name)
    return value === undefined ? raise("KeyError", repr(name)) : value
  }
}

function convert(value: unknown, conversion: string | undefined): unknown {
  switch (conversion) {
    case undefined:
      return value
    case "s":
      return str(value)
    case "r":
      return repr(value)
    case "a":
      return ascii(value)
  }
  valueError(`Unknown conversion specifier ${conversion}`)
}

/** Literal texts and fields of a format string, in CPython's order of checks. */
function* parts(template: string): Generator<string | Field> {
  let at = 0
  while (at < template.length) {
    const start = at
    while (at < template.length && template[at] !== "{" && template[at] !== "}") at++
    if (at === template.length) {
      yield template.slice(start)
      return
    }
    const brace = template[at++] as string
    const doubled = template[at] === brace
    if (!doubled && (brace === "}" || at === template.length)) {
      valueError(`Single '${brace}' encountered in format string`)
    }
    yield template.slice(start, doubled ? at : at - 1)
    if (doubled) at++
    else {
      const [field, end] = parseField(template, at)
      yield field
      at = end
    }
  }
}

function parseField(text: string, start: number): [Field, number] {
  let at = start
  let c = ""
  while (at < text.length) {
    c = text[at++] as string
    if (c === "{") valueError("unexpected '{' in field name")
    if (c === "[") {
      const close = text.indexOf("]", at)
      at = close < 0 ? text.length : close
    } else if (c === "}" || c === ":" || c === "!") break
  }
  const name = text.slice(start, at - 1)
  if (c !== "}" && c !== ":" && c !== "!") valueError("expected '}' before end of string")
  if (c === "}") return [{ name, conversion: undefined, spec: "" }, at]
  let conversion: string | undefined
  if (c === "!") {
    if (at >= text.length) valueError("end of string while looking for conversion specifier")
    conversion = String.fromCodePoint(text.codePointAt(at) ?? 0)
    at += conversion.length
    if (at < text.length) {
      c = text[at++] as string
      if (c === "}") return [{ name, conversion, spec: "" }, at]
      if (c !== ":") valueError("expected ':' after conversion specifier")
    }
  }
  const specStart = at
  for (let depth = 1; at < text.length; ) {
    c = text[at++] as string
    if (c === "{") depth++
    else if (c === "}" && --depth === 0)
      return [{ name, conversion, spec: text.slice(specStart, at - 1) }, at]
  }
  valueError("unmatched '{' in format spec")
}
