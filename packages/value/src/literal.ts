import { EscapeError, readEscapes } from "./escapes.ts"
import { type Dict, float, int, type Value } from "./model.ts"
import { str } from "./text.ts"

/** Thrown by `pythonLiteral`. `offset` counts UTF-16 units from the start of the text. */
export class LiteralSyntaxError extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(`malformed literal at character ${offset}: ${message}`)
    this.name = "LiteralSyntaxError"
    this.offset = offset
  }
}

const SPACE = /(?:\s|#[^\n]*)*/y
const NUMBER =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?/y
const QUOTE = /([rRuUbB]{0,2})("""|'''|"|')/y
const WORD = /(None|True|False)(?!\w)/y
const WORDS: Record<string, Value> = { None: null, True: true, False: false }

/** Reads what Python's `ast.literal_eval` reads; tuples and sets come as lists, and dict keys as text. */
export function pythonLiteral(text: string): Value {
  const reader = new LiteralReader(text)
  const value = reader.value()
  reader.space()
  if (reader.at < text.length) reader.fail("something follows")
  return value
}

class LiteralReader {
  readonly text: string
  at = 0
  constructor(text: string) {
    this.text = text
    this.space()
  }

  fail(message: string): never {
    throw new LiteralSyntaxError(message, this.at)
  }

  space(): void {
    this.match(SPACE)
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at = pattern.lastIndex
    return found ?? undefined
  }

  take(mark: string): boolean {
    if (!this.text.startsWith(mark, this.at)) return false
    this.at += mark.length
    this.space()
    return true
  }

  value(): Value {
    this.space()
    if (this.take("[")) return this.items("]")
    if (this.take("(")) return this.tuple()
    if (this.take("{")) return this.braces()
    if (this.take("-")) return negated(this.number())
    if (this.take("+")) return this.number()
    const word = this.match(WORD)
    if (word) return WORDS[word[1] as string] as Value
    QUOTE.lastIndex = this.at
    return QUOTE.test(this.text) ? this.strings() : this.number()
  }

  items(close: string): Value[] {
    const out: Value[] = []
    while (!this.take(close)) {
      out.push(this.value())
      this.space()
      if (this.take(",")) continue
      if (!this.take(close)) this.fail(`expected , or ${close}`)
      break
    }
    return out
  }

  /** `(x)` is x itself, `(x,)` a tuple. */
  tuple(): Value {
    const start = this.at
    const items = this.items(")")
    const [only] = items
    const hasComma = /,\s*\)\s*$/.test(this.text.slice(start, this.at))
    return items.length === 1 && only !== undefined && !hasComma ? only : items
  }

  braces(): Value {
    if (this.take("}")) return new Map()
    const first = this.value()
    this.space()
    if (!this.take(":")) {
      if (this.take(",")) return [first, ...this.items("}")]
      if (!this.take("}")) this.fail("expected : or }")
      return [first]
    }
    const out: Dict = new Map([[str(first), this.value()]])
    this.space()
    while (!this.take("}")) {
      if (!this.take(",")) this.fail("expected , or }")
      if (this.take("}")) break
      const key = str(this.value())
      this.space()
      if (!this.take(":")) this.fail("expected :")
      out.set(key, this.value())
      this.space()
    }
    return out
  }

  number(): number | bigint | ReturnType<typeof float> {
    const digits = this.match(NUMBER)?.[0].replaceAll("_", "")
    if (digits === undefined) this.fail("expected a literal")
    if (/^0[xXoObB]/.test(digits)) return int(BigInt(digits))
    return /[.eE]/.test(digits) ? float(Number(digits)) : int(BigInt(digits))
  }

  /** One string or several side by side, which Python joins. */
  strings(): string {
    let out = ""
    for (let found = this.match(QUOTE); found; found = this.match(QUOTE)) {
      const [, prefix = "", quote = '"'] = found
      out += this.string(prefix.toLowerCase().includes("r"), quote)
      this.space()
    }
    return out
  }

  string(raw: boolean, quote: string): string {
    const start = this.at
    for (let i = start; i < this.text.length; i++) {
      if (this.text.startsWith(quote, i)) {
        this.at = i + quote.length
        const body = this.text.slice(start, i)
        return raw ? body : this.unescaped(body)
      }
      if (this.text[i] === "\\") i++
      else if (this.text[i] === "\n" && quote.length === 1) break
    }
    return this.fail("the string does not end")
  }

  unescaped(body: string): string {
    try {
      return readEscapes(body)
    } catch (error) {
      if (error instanceof EscapeError) this.fail(error.message)
      throw error
    }
  }
}

function negated(value: ReturnType<LiteralReader["number"]>): Value {
  if (typeof value === "bigint") return int(-value)
  return typeof value === "number" ? (Number.isInteger(value) ? 0 - value : -value) : float(-value.value)
}
