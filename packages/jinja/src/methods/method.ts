import { repr, typeName } from "@internal/value"
import { typeError } from "../error.ts"
import type { ForeignObject, Kwargs, Scope } from "../values/foreign.ts"
import { Markup } from "../values/markup.ts"

/** A built-in method: `call` checks the arguments with CPython's messages, then runs. */
export interface Method {
  readonly name: string
  /** Whether it is written in Python, which only its `repr` shows. */
  readonly bound?: boolean
  call(self: unknown, args: unknown[], kwargs: Kwargs, scope: Scope): unknown
}

/** A method as `object.name` gives it without a call. */
export class BoundMethod implements ForeignObject {
  readonly pyType = "builtin_function_or_method"
  readonly self: unknown
  readonly method: Method

  constructor(self: unknown, method: Method) {
    this.self = self
    this.method = method
  }

  pyRepr(): string {
    if (this.self instanceof Markup && this.method.bound) {
      return `<bound method Markup.${this.method.name} of ${repr(this.self)}>`
    }
    return `<built-in method ${this.method.name} of ${typeName(this.self)} object at 0x0>`
  }
  pyCall(args: unknown[], kwargs: Kwargs, scope: Scope): unknown {
    return this.method.call(this.self, args, kwargs, scope)
  }
}

/** The body of a method; arguments that were not given are undefined. */
type Body<T> = (self: T, ...args: unknown[]) => unknown

function noKeywords(name: string, kwargs: Kwargs): void {
  if (kwargs?.size) typeError(`${name}() takes no keyword arguments`)
}

/** How many of a thing, as CPython writes it. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

/** Methods of one Python type; `T` is what its values are here. */
export class MethodTable<T> {
  readonly type: string
  readonly methods = new Map<string, Method>()

  constructor(type: string) {
    this.type = type
  }

  #add(name: string, call: (self: T, args: unknown[], kwargs: Kwargs) => unknown): this {
    // A table is only asked for values of its own type, see lookup/attribute.ts.
    this.methods.set(name, { name, call: (self, args, kwargs) => call(self as T, args, kwargs) })
    return this
  }

  /** No arguments. */
  none(name: string, body: (self: T) => unknown): this {
    const full = `${this.type}.${name}`
    return this.#add(name, (self, args, kwargs) => {
      noKeywords(full, kwargs)
      if (args.length > 0) typeError(`${full}() takes no arguments (${args.length} given)`)
      return body(self)
    })
  }

  /** Exactly one argument. */
  one(name: string, body: (self: T, argument: unknown) => unknown): this {
    const full = `${this.type}.${name}`
    return this.#add(name, (self, args, kwargs) => {
      noKeywords(full, kwargs)
      if (args.length !== 1) typeError(`${full}() takes exactly one argument (${args.length} given)`)
      return body(self, args[0])
    })
  }

  /** Between `least` and `most` positional arguments. */
  some(name: string, least: number, most: number, body: Body<T>): this {
    return this.#add(name, (self, args, kwargs) => {
      noKeywords(`${this.type}.${name}`, kwargs)
      const count = args.length
      if (count < least || count > most) {
        const bound = least === most ? "" : count < least ? "at least " : "at most "
        typeError(
          `${name} expected ${bound}${plural(count < least ? least : most, "argument")}, got ${count}`,
        )
      }
      return body(self, ...args)
    })
  }

  /** As `some`, with the wording of CPython's older argument parser. */
  parsed(name: string, least: number, most: number, body: Body<T>): this {
    return this.#add(name, (self, args, kwargs) => {
      noKeywords(`${this.type}.${name}`, kwargs)
      const count = args.length
      if (count < least || count > most) {
        const bound = least === most ? "exactly" : count < least ? "at least" : "at most"
        typeError(
          `${name}() takes ${bound} ${plural(count < least ? least : most, "argument")} (${count} given)`,
        )
      }
      return body(self, ...args)
    })
  }

  /** Optional parameters that may be given by name; the first `positional` of them also by place. */
  named(name: string, parameters: readonly string[], body: Body<T>, positional = parameters.length): this {
    return this.#add(name, (self, args, kwargs) => {
      const total = args.length + (kwargs?.size ?? 0)
      if (total > parameters.length) {
        typeError(
          `${name}() takes at most ${plural(parameters.length, kwargs?.size ? "keyword argument" : "argument")} (${total} given)`,
        )
      }
      if (args.length > positional) typeError(`${name}() takes no positional arguments`)
      const values = [...args]
      for (const [key, value] of kwargs ?? []) {
        const at = parameters.indexOf(key)
        if (at < 0) typeError(`'${key}' is an invalid keyword argument for ${name}()`)
        if (at < args.length)
          typeError(`argument for ${name}() given by name ('${key}') and position (${at + 1})`)
        values[at] = value
      }
      return body(self, ...values)
    })
  }

  /** Anything goes: the body sees the arguments as they are. */
  free(name: string, call: (self: T, args: unknown[], kwargs: Kwargs) => unknown): this {
    return this.#add(name, call)
  }
}
