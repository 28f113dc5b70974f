import { repr } from "@internal/value"
import { typeError } from "../error.ts"
import { enter, leave } from "../limits.ts"
import type { ForeignObject, Kwargs, Scope } from "../values/foreign.ts"
import { Markup } from "../values/markup.ts"
import { Tuple } from "../values/tuple.ts"
import { MISSING, Undefined } from "../values/undefined.ts"

export interface MacroShape {
  /** Null for the body of a `call` block. */
  readonly name: string | null
  readonly parameters: readonly string[]
  readonly usesCaller: boolean
  readonly usesKwargs: boolean
  readonly usesVarargs: boolean
}

/** A macro, or the `caller` of a `call` block. `body` takes one value per parameter, then caller, kwargs, varargs. */
export class Macro implements ForeignObject {
  readonly pyType = "Macro"
  readonly pyModule = "jinja2.runtime"
  readonly shape: MacroShape
  readonly body: (values: unknown[]) => string

  constructor(shape: MacroShape, body: (values: unknown[]) => string) {
    this.shape = shape
    this.body = body
  }

  pyCall(args: unknown[], kwargs: Kwargs, scope: Scope): unknown {
    const values = this.#values(args, kwargs)
    enter()
    try {
      const text = this.body(values)
      return scope.autoescape ? new Markup(text) : text
    } finally {
      leave()
    }
  }

  #values(args: unknown[], kwargs: Kwargs): unknown[] {
    const { parameters, usesCaller, usesKwargs, usesVarargs } = this.shape
    const count = parameters.length
    if (args.length === count && !kwargs && !usesCaller && !usesKwargs && !usesVarargs) return args
    const rest: Kwargs = new Map(kwargs)
    const values = args.slice(0, count)
    let hasCaller = args.length >= count && parameters.includes("caller")
    for (const name of parameters.slice(values.length)) {
      values.push(rest.get(name) ?? (rest.has(name) ? null : MISSING))
      rest.delete(name)
      if (name === "caller") hasCaller = true
    }
    if (usesCaller && !hasCaller) {
      values.push(rest.get("caller") ?? Undefined.hinted("No caller defined", "caller"))
      rest.delete("caller")
    }
    if (usesKwargs) values.push(rest)
    else if (rest.size > 0) this.#unexpected(rest)
    if (usesVarargs) values.push(new Tuple(args.slice(count)))
    else if (args.length > count) {
      typeError(`macro ${repr(this.shape.name)} takes not more than ${count} argument(s)`)
    }
    return values
  }

  #unexpected(rest: Map<string, unknown>): never {
    const name = repr(this.shape.name)
    if (rest.has("caller")) {
      typeError(
        `macro ${name} was invoked with two values for the special caller argument. This is most likely a bug.`,
      )
    }
    typeError(`macro ${name} takes no keyword argument ${repr(rest.keys().next().value)}`)
  }

  pyGetAttr(name: string): unknown {
    const { shape } = this
    switch (name) {
      case "name":
        return shape.name
      case "arguments":
        return new Tuple(shape.parameters)
      case "catch_kwargs":
        return shape.usesKwargs
      case "catch_varargs":
        return shape.usesVarargs
      case "caller":
        return shape.usesCaller
      case "explicit_caller":
        return shape.parameters.includes("caller")
    }
    return undefined
  }

  pyRepr(): string {
    return `<Macro ${this.shape.name === null ? "anonymous" : repr(this.shape.name)}>`
  }
}
