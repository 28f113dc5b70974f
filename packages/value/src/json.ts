import { parse, stringify } from "./codec.ts"
import type { Value } from "./model.ts"

/**
 * A JSON value that is its text, its parsed form, or both, each made from the other on first use. Values travel through
 * the engine as text; only a property path, an activation or a template makes them parsed.
 */
export class Json {
  #text: string | undefined
  #value: Value | undefined

  private constructor(text: string | undefined, value: Value | undefined) {
    this.#text = text
    this.#value = value
  }

  /** Trusts `text` to be JSON; a mistake surfaces as a `JsonSyntaxError` at the first look at `value`. */
  static ofText(text: string): Json {
    return new Json(text, undefined)
  }

  static of(value: Value): Json {
    return new Json(undefined, value)
  }

  get text(): string {
    this.#text ??= stringify(this.#value as Value)
    return this.#text
  }

  get value(): Value {
    if (this.#value === undefined) this.#value = parse(this.#text as string)
    return this.#value
  }

  toString(): string {
    return this.text
  }
}
