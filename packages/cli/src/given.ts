import { MillraceError } from "@internal/schema"

/** What was typed after a command, read by type. Keys are option names in camel case. */
export class Given {
  readonly #values: Readonly<Record<string, unknown>>
  /** Positional words. */
  readonly words: readonly string[]

  constructor(values: Readonly<Record<string, unknown>>, words: readonly string[] = []) {
    this.#values = values
    this.words = words
  }

  /** False for `--no-<key>` and for a switch that was not given. */
  flag(key: string): boolean {
    return this.#values[key] === true
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined
  }

  text(key: string): string | undefined {
    const value = this.#values[key]
    return typeof value === "string" ? value : undefined
  }

  /** The value of an option that the parser has already insisted on. */
  required(key: string): string {
    const value = this.text(key)
    if (value === undefined) throw new MillraceError("USAGE", { reason: `--${key} is needed.` })
    return value
  }

  /** Undefined when it was not given; empty when it was given without values. */
  list(key: string): string[] | undefined {
    const value = this.#values[key]
    if (value === undefined) return undefined
    return Array.isArray(value) ? value.map(String) : value === true ? [] : [String(value)]
  }

  /** A number; the parser has checked options that are `numeric`. */
  count(key: string): number | undefined {
    const text = this.text(key)
    return text === undefined ? undefined : Number(text)
  }
}
