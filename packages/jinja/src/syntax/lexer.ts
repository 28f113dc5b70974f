import { EscapeError, float, int, repr } from "@internal/value"
import { JinjaError } from "../error.ts"
import { pointCount } from "../text/code-points.ts"
import { isSpace, SPACE, stripEnd } from "../text/whitespace.ts"
import { unescapeLiteral } from "./string-literal.ts"
import { OPERATORS, type Token } from "./token.ts"

export interface LexerOptions {
  trimBlocks: boolean
  lstripBlocks: boolean
  keepTrailingNewline: boolean
}

const s = `[${SPACE}]*`
const ROOT = new RegExp(
  `(.*?)(?:(\\{%([-+]?)${s}raw${s}(?:-%\\}${s}|%\\}))|(\\{%)([-+]?)|(\\{\\{)([-+]?)|(\\{#)([-+]?))`,
  "sy",
)
const VARIABLE_END = new RegExp(`-\\}\\}${s}|\\}\\}`, "y")
const WHITESPACE = new RegExp(`[${SPACE}]+`, "y")
const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const NAME = /[\p{L}\p{N}_\p{XID_Continue}]+/uy
const STRING = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u
const CLOSING: Record<string, string> = { "{": "}", "(": ")", "[": "]" }

const newlines = (text: string) => text.split("\n").length - 1

/** Text with `\n` as its only line break, as Jinja2 reads templates. */
export function normalizeNewlines(source: string): string {
  return source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source
}

/** The tokens of a template, one at a time, so that an error is found no sooner than the parser would. */
export function* tokenize(source: string, options: LexerOptions): Generator<Token> {
  yield* new Lexer(source, options).tokens()
}

class Lexer {
  readonly source: string
  readonly options: LexerOptions
  readonly commentEnd: RegExp
  readonly blockEnd: RegExp
  readonly rawEnd: RegExp
  at = 0
  line = 1
  lineStarting = true

  constructor(source: string, options: LexerOptions) {
    const text = normalizeNewlines(source)
    this.source = !options.keepTrailingNewline && text.endsWith("\n") ? text.slice(0, -1) : text
    this.options = options
    const suffix = options.trimBlocks ? "\\n?" : ""
    this.commentEnd = new RegExp(`(.*?)(?:\\+#\\}|-#\\}${s}|#\\}${suffix})`, "sy")
    this.blockEnd = new RegExp(`\\+%\\}|-%\\}${s}|%\\}${suffix}`, "y")
    this.rawEnd = new RegExp(`(.*?)(\\{%([-+]?)${s}endraw${s}(?:\\+%\\}|-%\\}${s}|%\\}${suffix}))`, "sy")
  }

  fail(message: string): never {
    throw new JinjaError("TemplateSyntaxError", message, this.line)
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    return pattern.exec(this.source)
  }

  advance(text: string): void {
    this.at += text.length
    this.lineStarting = text.endsWith("\n")
  }

  *tokens(): Generator<Token> {
    while (this.at < this.source.length) {
      const found = this.match(ROOT)
      if (!found) {
        yield { type: "data", value: this.source.slice(this.at), line: this.line }
        return
      }
      const [whole, text = "", raw, rawSign, block, blockSign, variable, variableSign, comment, commentSign] =
        found
      const sign = rawSign ?? blockSign ?? variableSign ?? commentSign ?? ""
      yield* this.data(text, sign, variable !== undefined)
      const line = this.line
      this.line += newlines(raw ?? "")
      this.advance(whole)
      if (raw !== undefined) yield* this.raw()
      else if (comment !== undefined) this.comment()
      else if (block !== undefined) yield* this.code("block", line)
      else yield* this.code("variable", line)
    }
  }

  /** Text before a tag, cut as the tag's sign and `lstrip_blocks` say. */
  *data(text: string, sign: string, beforeVariable: boolean): Generator<Token> {
    let kept = text
    let stripped = 0
    if (sign === "-") {
      kept = stripEnd(text)
      stripped = newlines(text.slice(kept.length))
    } else if (sign !== "+" && this.options.lstripBlocks && !beforeVariable) {
      const start = text.lastIndexOf("\n") + 1
      if ((start > 0 || this.lineStarting) && isSpace(text.slice(start))) kept = text.slice(0, start)
    }
    if (kept) yield { type: "data", value: kept, line: this.line }
    this.line += newlines(kept) + stripped
  }

  comment(): void {
    const found = this.match(this.commentEnd)
    if (found) {
      this.line += newlines(found[0])
      this.advance(found[0])
    } else if (this.at < this.source.length) this.fail("Missing end of comment tag")
  }

  *raw(): Generator<Token> {
    const found = this.match(this.rawEnd)
    if (found) {
      const [whole, text = "", end = "", sign = ""] = found
      yield* this.data(text, sign, false)
      this.line += newlines(end)
      this.advance(whole)
    } else if (this.at < this.source.length) this.fail("Missing end of raw directive")
  }

  /** The inside of `{% … %}` or `{{ … }}`. */
  *code(kind: "block" | "variable", line: number): Generator<Token> {
    yield { type: `${kind}_begin`, value: "", line }
    const end = kind === "block" ? this.blockEnd : VARIABLE_END
    const open: string[] = []
    while (this.at < this.source.length) {
      const closing = open.length === 0 ? this.match(end) : null
      if (closing) {
        yield { type: `${kind}_end`, value: closing[0], line: this.line }
        this.line += newlines(closing[0])
        this.advance(closing[0])
        return
      }
      yield* this.item(open)
    }
  }

  *item(open: string[]): Generator<Token> {
    const { line } = this
    const take = (pattern: RegExp) => {
      const text = this.match(pattern)?.[0]
      if (text !== undefined) {
        this.line += newlines(text)
        this.advance(text)
      }
      return text
    }
    if (take(WHITESPACE) !== undefined) return
    const real = take(FLOAT)
    if (real !== undefined)
      return yield { type: "float", value: float(Number(real.replaceAll("_", ""))), line }
    const whole = take(INTEGER)
    if (whole !== undefined)
      return yield { type: "integer", value: int(BigInt(whole.replaceAll("_", ""))), line }
    const start = this.at
    const name = take(NAME)
    if (name !== undefined) {
      if (!IDENTIFIER.test(name))
        throw new JinjaError("TemplateSyntaxError", "Invalid character in identifier", line)
      return yield { type: "name", value: name, line, start }
    }
    const quoted = take(STRING)
    if (quoted !== undefined) return yield { type: "string", value: literal(quoted, line), line }
    const operator = this.match(OPERATOR)?.[0]
    if (operator === undefined) {
      const shown = repr(String.fromCodePoint(this.source.codePointAt(this.at) ?? 0))
      this.fail(`unexpected char ${shown} at ${pointCount(this.source.slice(0, this.at))}`)
    }
    this.balance(operator, open)
    this.advance(operator)
    yield { type: OPERATORS[operator] as string, value: operator, line }
  }

  balance(operator: string, open: string[]): void {
    const closing = CLOSING[operator]
    if (closing) open.push(closing)
    else if (operator === "}" || operator === ")" || operator === "]") {
      const expected = open.pop()
      if (expected === undefined) this.fail(`unexpected '${operator}'`)
      if (expected !== operator) this.fail(`unexpected '${operator}', expected '${expected}'`)
    }
  }
}

function literal(quoted: string, line: number): string {
  try {
    return unescapeLiteral(quoted.slice(1, -1))
  } catch (error) {
    if (error instanceof EscapeError) throw new JinjaError("TemplateSyntaxError", error.message, line)
    throw error
  }
}
