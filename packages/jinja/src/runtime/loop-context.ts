import { Signature } from "../call/signature.ts"
import { typeError } from "../error.ts"
import { equals } from "../values/equality.ts"
import type { ForeignObject, Kwargs, Scope } from "../values/foreign.ts"
import { iterate } from "../values/iterate.ts"
import { tryLength } from "../values/length.ts"
import { Tuple } from "../values/tuple.ts"
import { MISSING, Undefined } from "../values/undefined.ts"
import { NativeMethod } from "./native-method.ts"

const CALL = new Signature("LoopContext.__call__", "@self, iterable")

/** Renders the body of a recursive loop for other items. */
export type Recurse = (items: unknown, depth: number) => unknown

/** The `loop` variable. Looks one item ahead only when asked to, as Jinja2's does. */
export class LoopContext implements ForeignObject {
  readonly pyType = "LoopContext"
  readonly pyModule = "jinja2.runtime"
  index0 = -1
  current: unknown = MISSING
  #before: unknown = MISSING
  #after: unknown = MISSING
  #length: number | undefined
  #lastChanged: Tuple | undefined
  readonly #source: unknown
  #iterator: Iterator<unknown>
  readonly #recurse: Recurse | undefined
  readonly #depth0: number

  constructor(source: unknown, recurse?: Recurse, depth0 = 0) {
    this.#source = source
    this.#iterator = iterate(source)[Symbol.iterator]()
    this.#recurse = recurse
    this.#depth0 = depth0
  }

  /** Goes to the next item; false at the end. */
  advance(): boolean {
    const next = this.#after === MISSING ? this.#read() : this.#after
    this.#after = MISSING
    if (next === MISSING) return false
    this.index0++
    this.#before = this.current
    this.current = next
    return true
  }

  #read(): unknown {
    const { done, value } = this.#iterator.next()
    return done ? MISSING : value
  }

  #peek(): unknown {
    if (this.#after === MISSING) this.#after = this.#read()
    return this.#after
  }

  get length(): number {
    if (this.#length === undefined) this.#length = tryLength(this.#source) ?? this.#count()
    return this.#length
  }

  #count(): number {
    const rest = Array.from({ [Symbol.iterator]: () => this.#iterator })
    this.#iterator = rest.values()
    return rest.length + this.index0 + 1 + (this.#after === MISSING ? 0 : 1)
  }

  pyGetAttr(name: string): unknown {
    switch (name) {
      case "index":
        return this.index0 + 1
      case "index0":
        return this.index0
      case "revindex":
        return this.length - this.index0
      case "revindex0":
        return this.length - this.index0 - 1
      case "first":
        return this.index0 === 0
      case "last":
        return this.#peek() === MISSING
      case "length":
        return this.length
      case "depth":
        return this.#depth0 + 1
      case "depth0":
        return this.#depth0
      case "previtem":
        return this.index0 === 0 ? Undefined.hinted("there is no previous item") : this.#before
      case "nextitem": {
        const next = this.#peek()
        return next === MISSING ? Undefined.hinted("there is no next item") : next
      }
      case "cycle":
        return new NativeMethod("LoopContext.cycle", "*args", (args) => this.#cycle(args as unknown[])) // a collector
      case "changed":
        return new NativeMethod("LoopContext.changed", "*value", (args) =>
          this.#changed(new Tuple(args as unknown[])),
        ) // a collector
    }
    return undefined
  }

  #cycle(args: unknown[]): unknown {
    return args.length > 0 ? args[this.index0 % args.length] : typeError("no items for cycling given")
  }

  #changed(value: Tuple): boolean {
    if (this.#lastChanged && equals(this.#lastChanged, value)) return false
    this.#lastChanged = value
    return true
  }

  pyLen(): number {
    return this.length
  }
  *pyIter(): Generator<unknown> {
    while (this.advance()) yield new Tuple([this.current, this])
  }
  pyRepr(): string {
    return `<LoopContext ${this.index0 + 1}/${this.length}>`
  }
  pyCall(args: unknown[], kwargs: Kwargs, _scope: Scope): unknown {
    const [items] = CALL.bind(args, kwargs)
    if (!this.#recurse) typeError("The loop must have the 'recursive' marker to be called recursively.")
    return this.#recurse(items, this.#depth0 + 1)
  }
}
