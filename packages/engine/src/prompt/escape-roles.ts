import { randomUUID } from "node:crypto"
import type { Value } from "@internal/value"

/**
 * A role header anywhere in a text (spec 5.3). `^` of Python's MULTILINE is "after a line feed", which JavaScript's `m`
 * flag is not.
 */
const ROLE_HEADER = /(?<![^\n])\s*#?\s*(system|user|assistant|function|tool)\s*:\s*\n/gi

/**
 * Role words found in values that came from outside, each with the placeholder that stands for it while the prompt is
 * rendered and split, so that an input can never open a message of its own (spec 5.3, role-injection escaping).
 */
export class RoleEscapes {
  readonly #placeholders = new Map<string, string>()

  get size(): number {
    return this.#placeholders.size
  }

  /** The value with every header's role word replaced, recursively in lists and dicts. */
  escape(value: Value): Value {
    if (typeof value === "string") return this.escapeText(value)
    if (Array.isArray(value)) return value.map((x) => this.escape(x))
    if (value instanceof Map) return new Map(Array.from(value, ([k, v]) => [k, this.escape(v)]))
    return value
  }

  escapeText(text: string): string {
    if (!text.includes(":")) return text
    for (const [, word = ""] of text.matchAll(ROLE_HEADER)) {
      if (!this.#placeholders.has(word)) this.#placeholders.set(word, randomUUID())
    }
    let out = text
    for (const [word, placeholder] of this.#placeholders) out = out.replaceAll(word, placeholder)
    return out
  }

  /** Takes over what an earlier prompt node had escaped. */
  adopt(other: RoleEscapes): void {
    for (const [word, placeholder] of other.#placeholders) {
      if (!this.#placeholders.has(word)) this.#placeholders.set(word, placeholder)
      else this.#aliases.set(placeholder, word)
    }
    for (const [placeholder, word] of other.#aliases) this.#aliases.set(placeholder, word)
  }
  readonly #aliases = new Map<string, string>()

  restore<T>(value: T): T {
    if (this.size === 0) return value
    return this.#restored(value) as T
  }

  #restored(value: unknown): unknown {
    if (typeof value === "string") {
      let out = value
      for (const [word, placeholder] of this.#placeholders) out = out.replaceAll(placeholder, word)
      for (const [placeholder, word] of this.#aliases) out = out.replaceAll(placeholder, word)
      return out
    }
    if (Array.isArray(value)) return value.map((x) => this.#restored(x))
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, this.#restored(v)]))
    }
    return value
  }
}
