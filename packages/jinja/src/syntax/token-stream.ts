import { repr } from "@internal/value"
import { JinjaError } from "../error.ts"
import { describeToken, describeType, type Token } from "./token.ts"

/** A reader one token ahead of the parser. */
export class TokenStream {
  readonly #source: Iterator<Token, unknown>
  readonly #pushed: Token[] = []
  current: Token = { type: "initial", value: "", line: 1 }

  constructor(source: Iterator<Token, unknown>) {
    this.#source = source
    this.next()
  }

  get ended(): boolean {
    return this.#pushed.length === 0 && this.current.type === "eof"
  }

  /** Goes one token ahead and returns the one left behind. */
  next(): Token {
    const before = this.current
    const pushed = this.#pushed.shift()
    if (pushed) this.current = pushed
    else if (before.type !== "eof") {
      const step = this.#source.next()
      this.current = step.done ? { type: "eof", value: "", line: before.line } : step.value
    }
    return before
  }

  /** The token after the current one. */
  look(): Token {
    const before = this.next()
    const result = this.current
    this.#pushed.push(result)
    this.current = before
    return result
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.next()
  }

  is(type: string, value?: string): boolean {
    return this.current.type === type && (value === undefined || this.current.value === value)
  }

  isName(...values: string[]): boolean {
    return this.current.type === "name" && values.includes(String(this.current.value))
  }

  skipIf(type: string, value?: string): boolean {
    const hit = this.is(type, value)
    if (hit) this.next()
    return hit
  }

  expect(type: string, value?: string): Token {
    if (this.is(type, value)) return this.next()
    const wanted = repr(value ?? describeType(type))
    const message =
      this.current.type === "eof"
        ? `unexpected end of template, expected ${wanted}.`
        : `expected token ${wanted}, got ${repr(describeToken(this.current))}`
    throw new JinjaError("TemplateSyntaxError", message, this.current.line)
  }
}
