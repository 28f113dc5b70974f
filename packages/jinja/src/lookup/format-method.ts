import { typeError } from "../error.ts"
import { templateFormat } from "../format/template-format.ts"
import type { ForeignObject, Kwargs } from "../values/foreign.ts"
import { isStr, type Markup, sameKind, textOf } from "../values/markup.ts"
import type { Undefined } from "../values/undefined.ts"

/** The sandbox's lookups, handed in so that a format string obeys the same rules as the template. */
export interface SandboxLookup {
  attribute(object: unknown, name: string): unknown
  item(object: unknown, key: unknown): unknown | Undefined
}

/** `str.format` or `str.format_map`, the way the sandbox wraps them. */
export class FormatMethod implements ForeignObject {
  readonly pyType = "function"
  readonly template: string | Markup
  readonly name: "format" | "format_map"
  readonly lookup: SandboxLookup

  constructor(template: string | Markup, name: FormatMethod["name"], lookup: SandboxLookup) {
    this.template = template
    this.name = name
    this.lookup = lookup
  }

  pyRepr(): string {
    return `<function str.${this.name} at 0x0>`
  }

  pyCall(args: unknown[], kwargs: Kwargs): unknown {
    const escaping = typeof this.template !== "string"
    if (this.name === "format") return this.#format({ positional: args, named: kwargs }, escaping)
    if (kwargs?.size) typeError("format_map() takes no keyword arguments")
    if (args.length !== 1) typeError(`format_map() takes exactly one argument (${args.length} given)`)
    return this.#format({ positional: [], named: mapping(args[0]) }, escaping)
  }

  #format(args: { positional: unknown[]; named: Kwargs }, escaping: boolean): unknown {
    return sameKind(this.template, templateFormat(textOf(this.template), args, this.lookup, escaping))
  }
}

function mapping(v: unknown): Kwargs {
  if (!(v instanceof Map)) return null
  return new Map(Array.from(v, ([key, value]) => [isStr(key) ? textOf(key) : "", value]))
}
