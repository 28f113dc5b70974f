import { repr } from "@internal/value"
import { raise } from "../error.ts"
import type { ForeignObject } from "./foreign.ts"
import { objectName } from "./type-name.ts"

/** Stands for "no value at all" in slots and optional places; never reaches a template. */
export const MISSING: unique symbol = Symbol("missing")

/** Jinja2's lenient `Undefined`: prints as nothing, loops as nothing, is false, and fails at any other use. */
export class Undefined implements ForeignObject {
  readonly pyType = "Undefined"
  readonly pyModule = "jinja2.runtime"
  readonly name: unknown
  readonly object: unknown
  readonly hint: string | undefined
  readonly kind: string

  constructor(name: unknown, object: unknown = MISSING, hint?: string, kind = "UndefinedError") {
    this.name = name
    this.object = object
    this.hint = hint
    this.kind = kind
  }

  static hinted(hint: string, name: unknown = null): Undefined {
    return new Undefined(name, MISSING, hint)
  }

  get message(): string {
    if (this.hint) return this.hint
    if (this.object === MISSING) return `${repr(this.name)} is undefined`
    const owner = objectName(this.object)
    if (typeof this.name !== "string") return `${owner} has no element ${repr(this.name)}`
    return `${repr(owner)} has no attribute ${repr(this.name)}`
  }

  fail(): never {
    raise(this.kind, this.message)
  }

  pyRepr(): string {
    return "Undefined"
  }
  pyStr(): string {
    return ""
  }
  pyBool(): boolean {
    return false
  }
  pyLen(): number {
    return 0
  }
  pyIter(): Iterable<unknown> {
    return []
  }
  pyGetItem(): never {
    this.fail()
  }
  pyCall(): never {
    this.fail()
  }
  pyEquals(other: unknown): boolean {
    return other instanceof Undefined
  }
}
