import { typeError } from "../error.ts"
import { plural } from "../methods/method.ts"
import type { ForeignObject, Kwargs, Scope } from "../values/foreign.ts"
import { Signature } from "./signature.ts"

/** What filters may ask of the template that uses them. */
export interface FilterScope extends Scope {
  /** Applies a filter by name, as `map` does. */
  filter(name: unknown, value: unknown, args: unknown[], kwargs: Kwargs): unknown
  /** Applies a test by name, as `select` does. */
  test(name: unknown, value: unknown, args: unknown[], kwargs: Kwargs): unknown
  /** The next number of the rendering's own random sequence, from 0 up to 1. */
  random(): number
}

/** A filter or test: its Python signature and its body, which receives one value per parameter. */
export interface Operation {
  /** Undefined for functions written in C, which check their arguments in `bind`. */
  readonly signature: Signature | undefined
  readonly bind: (args: unknown[], kwargs: Kwargs) => unknown[]
  readonly run: (scope: FilterScope, ...values: unknown[]) => unknown
  /** Needs a rendering, so it is not computed while compiling. */
  readonly contextual: boolean
}

type Body = (scope: FilterScope, ...values: unknown[]) => unknown

export function operation(name: string, parameters: string, run: Body): Operation {
  const signature = new Signature(name, parameters)
  const bind = (args: unknown[], kwargs: Kwargs) => signature.bind(args, kwargs)
  return { signature, bind, run, contextual: parameters.startsWith("@context") }
}

/** A function written in C with exactly `count` arguments; `style` is how it complains. */
export function builtin(
  name: string,
  count: number,
  run: Body,
  style: "exactly" | "expected" = "exactly",
): Operation {
  const bind = (args: unknown[], kwargs: Kwargs) => {
    if (kwargs?.size)
      typeError(`${style === "exactly" ? "" : "_operator."}${name}() takes no keyword arguments`)
    if (args.length !== count) {
      typeError(
        style === "exactly"
          ? `${name}() takes exactly one argument (${args.length} given)`
          : `${name} expected ${plural(count, "argument")}, got ${args.length}`,
      )
    }
    return args
  }
  return { signature: undefined, bind, run, contextual: false }
}

/** A Python function as a value of a template: a global. */
export class PyFunction implements ForeignObject {
  readonly pyType: string
  readonly #signature: Signature
  readonly #repr: string
  readonly #body: (scope: Scope, ...values: unknown[]) => unknown

  constructor(
    signature: Signature,
    body: (scope: Scope, ...values: unknown[]) => unknown,
    type = "function",
    shown = `<function ${signature.name} at 0x0>`,
  ) {
    this.pyType = type
    this.#signature = signature
    this.#repr = shown
    this.#body = body
  }

  pyRepr(): string {
    return this.#repr
  }
  pyCall(args: unknown[], kwargs: Kwargs, scope: Scope): unknown {
    return this.#body(scope, ...this.#signature.bind(args, kwargs))
  }
}
