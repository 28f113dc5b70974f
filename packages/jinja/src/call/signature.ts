import { repr } from "@internal/value"
import { typeError } from "../error.ts"
import type { Kwargs } from "../values/foreign.ts"

interface Parameter {
  readonly name: string
  readonly optional: boolean
  readonly positionalOnly: boolean
}

/**
 * The parameters of a Python function, as its errors show them. Written as `"value, d?, attribute?"`: `?` marks a
 * default, `/` one that cannot be given by name, `@` one that the engine passes itself (it only counts in messages), `*` and `**` the collectors, which a body
 * receives last: an array, then a `Map` of what is left.
 */
export class Signature {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly passed: number
  readonly collects: boolean
  readonly collectsNamed: boolean

  constructor(name: string, parameters: string) {
    const all = parameters.split(", ").filter((p) => p !== "")
    this.name = name
    this.passed = all.filter((p) => p.startsWith("@")).length
    this.collects = all.some((p) => /^\*[^*]/.test(p))
    this.collectsNamed = all.some((p) => p.startsWith("**"))
    this.parameters = all
      .filter((p) => /^[^@*]/.test(p))
      .map((p) => ({
        name: p.replace(/[?/]+$/, ""),
        optional: p.includes("?"),
        positionalOnly: p.endsWith("/"),
      }))
  }

  /**
   * Which argument goes to which parameter, for a call without `*` and `**`: an index into positional arguments
   * followed by named ones, or -1 for a default. Undefined where the call would fail or collectors are involved.
   */
  plan(positional: number, names: readonly string[]): number[] | undefined {
    if (this.collects || this.collectsNamed || positional > this.parameters.length) return undefined
    const slots = this.parameters.map((_, i) => (i < positional ? i : -1))
    for (const [i, name] of names.entries()) {
      const at = this.parameters.findIndex((p) => p.name === name)
      if (at < 0 || slots[at] !== -1 || this.parameters[at]?.positionalOnly) return undefined
      slots[at] = positional + i
    }
    return slots.every((from, i) => from >= 0 || this.parameters[i]?.optional) ? slots : undefined
  }

  /** One value per parameter (undefined for a default), then what the collectors take; fails as CPython does. */
  bind(args: readonly unknown[], kwargs: Kwargs): unknown[] {
    const count = this.parameters.length
    const values: unknown[] = this.parameters.map((_, i) => args[i])
    const rest: Kwargs = new Map()
    for (const [key, value] of kwargs ?? []) {
      const at = this.parameters.findIndex((p) => p.name === key)
      if (this.parameters[at]?.positionalOnly) {
        const message = "got some positional-only arguments passed as keyword arguments"
        typeError(`${this.name}() ${message}: ${repr(key)}`)
      }
      if (at < 0) {
        if (!this.collectsNamed) typeError(`${this.name}() got an unexpected keyword argument ${repr(key)}`)
        rest.set(key, value)
      } else if (values[at] !== undefined) {
        typeError(`${this.name}() got multiple values for argument ${repr(key)}`)
      } else values[at] = value
    }
    if (args.length > count && !this.collects) this.#tooMany(args.length)
    const missing = this.parameters.filter((p, i) => !p.optional && values[i] === undefined)
    if (missing.length > 0) this.#missing(missing.map((p) => repr(p.name)))
    if (this.collects) values.push(args.slice(count))
    if (this.collectsNamed) values.push(rest)
    return values
  }

  #tooMany(given: number): never {
    const most = this.parameters.length + this.passed
    const least = most - this.parameters.filter((p) => p.optional).length
    const range = least === most ? String(most) : `from ${least} to ${most}`
    const total = given + this.passed
    typeError(
      `${this.name}() takes ${range} positional argument${most === 1 && least === most ? "" : "s"} but ` +
        `${total} ${total === 1 ? "was" : "were"} given`,
    )
  }

  #missing(names: string[]): never {
    const last = names.at(-1)
    const list = names.length > 2 ? `${names.slice(0, -1).join(", ")}, and ${last}` : names.join(" and ")
    const noun = names.length === 1 ? "argument" : "arguments"
    typeError(`${this.name}() missing ${names.length} required positional ${noun}: ${list}`)
  }
}
