import { repr } from "@internal/value"
import { JinjaError } from "../error.ts"
import type { ArithmeticOperator } from "../values/arithmetic.ts"
import type {
  Arguments,
  Call,
  CompareOperator,
  Expr,
  Filter,
  Keyword,
  Operand,
  Pair,
  SliceNode,
} from "./ast.ts"
import { describeToken, type Token } from "./token.ts"
import type { TokenStream } from "./token-stream.ts"

const COMPARE: Record<string, CompareOperator> = {
  eq: "==",
  ne: "!=",
  lt: "<",
  lteq: "<=",
  gt: ">",
  gteq: ">=",
}
const TERM: Record<string, ArithmeticOperator> = { add: "+", sub: "-" }
const FACTOR: Record<string, ArithmeticOperator> = { mul: "*", div: "/", floordiv: "//", mod: "%" }
const POWER: Record<string, ArithmeticOperator> = { pow: "**" }
const TEST_ARGUMENT = new Set(["name", "string", "integer", "float", "lparen", "lbracket", "lbrace"])

export interface TupleOptions {
  /** Names and literals only, as in assignment targets. */
  simplified?: boolean
  withCondition?: boolean
  parentheses?: boolean
  /** Allow `ns.attr`. */
  namespace?: boolean
}

/** The expression half of Jinja2's grammar. */
export class ExpressionParser {
  readonly stream: TokenStream

  constructor(stream: TokenStream) {
    this.stream = stream
  }

  fail(message: string, line = this.stream.current.line, kind = "TemplateSyntaxError"): never {
    throw new JinjaError(kind, message, line)
  }

  expression(withCondition = true): Expr {
    return withCondition ? this.condition() : this.or()
  }

  condition(): Expr {
    let line = this.stream.current.line
    let consequent = this.or()
    while (this.stream.skipIf("name", "if")) {
      const test = this.or()
      const otherwise = this.stream.skipIf("name", "else") ? this.condition() : null
      consequent = { kind: "CondExpr", test, consequent, otherwise, line }
      line = this.stream.current.line
    }
    return consequent
  }

  or(): Expr {
    return this.logical("or", () => this.and())
  }

  and(): Expr {
    return this.logical("and", () => this.not())
  }

  logical(operator: "and" | "or", operand: () => Expr): Expr {
    let line = this.stream.current.line
    let left = operand()
    while (this.stream.skipIf("name", operator)) {
      left = { kind: "Logical", operator, left, right: operand(), line }
      line = this.stream.current.line
    }
    return left
  }

  not(): Expr {
    if (!this.stream.is("name", "not")) return this.compare()
    const { line } = this.stream.next()
    return { kind: "Unary", operator: "not", node: this.not(), line }
  }

  compare(): Expr {
    let { line } = this.stream.current
    const expr = this.term()
    const operands: Operand[] = []
    const add = (operator: CompareOperator) => {
      operands.push({ kind: "Operand", operator, expr: this.term(), line })
    }
    for (;;) {
      const operator = COMPARE[this.stream.current.type]
      if (operator) {
        this.stream.next()
        add(operator)
      } else if (this.stream.skipIf("name", "in")) add("in")
      else if (this.stream.is("name", "not") && isIn(this.stream)) {
        this.stream.skip(2)
        add("not in")
      } else break
      line = this.stream.current.line
    }
    return operands.length === 0 ? expr : { kind: "Compare", expr, operands, line }
  }

  binary(operators: Record<string, ArithmeticOperator>, operand: () => Expr): Expr {
    let { line } = this.stream.current
    let left = operand()
    for (;;) {
      const operator = operators[this.stream.current.type]
      if (!operator) return left
      this.stream.next()
      left = { kind: "Binary", operator, left, right: operand(), line }
      line = this.stream.current.line
    }
  }

  term(): Expr {
    return this.binary(TERM, () => this.concat())
  }

  concat(): Expr {
    const { line } = this.stream.current
    const nodes = [this.factor()]
    while (this.stream.skipIf("tilde")) nodes.push(this.factor())
    return nodes.length === 1 ? (nodes[0] as Expr) : { kind: "Concat", nodes, line }
  }

  factor(): Expr {
    return this.binary(FACTOR, () => this.binary(POWER, () => this.unary()))
  }

  unary(withFilter = true): Expr {
    const { type, line } = this.stream.current
    let node: Expr
    if (type === "sub" || type === "add") {
      this.stream.next()
      node = { kind: "Unary", operator: type === "sub" ? "-" : "+", node: this.unary(false), line }
    } else node = this.primary()
    node = this.postfix(node)
    return withFilter ? this.filters(node) : node
  }

  primary(namespace = false): Expr {
    const token = this.stream.current
    const { line } = token
    switch (token.type) {
      case "name":
        this.stream.next()
        return this.name(token, namespace)
      case "string": {
        let value = ""
        while (this.stream.is("string")) value += this.stream.next().value
        return { kind: "Const", value, line }
      }
      case "integer":
      case "float":
        this.stream.next()
        return { kind: "Const", value: token.value, line }
      case "lparen": {
        this.stream.next()
        const node = this.tuple({ parentheses: true })
        this.stream.expect("rparen")
        return node
      }
      case "lbracket":
        return this.list()
      case "lbrace":
        return this.dict()
    }
    this.fail(`unexpected ${repr(describeToken(token))}`, line)
  }

  name({ value, line, start }: Token, namespace: boolean): Expr {
    const name = String(value)
    if (/^([tT]rue|[fF]alse)$/.test(name))
      return { kind: "Const", value: name.toLowerCase() === "true", line }
    if (name === "none" || name === "None") return { kind: "Const", value: null, line }
    if (!namespace || !this.stream.skipIf("dot")) return { kind: "Name", name, access: "load", line, start }
    return { kind: "NSRef", name, attribute: String(this.stream.expect("name").value), line }
  }

  tuple(options: TupleOptions = {}): Expr {
    let { line } = this.stream.current
    const items: Expr[] = []
    let isTuple = false
    for (;;) {
      if (items.length > 0) this.stream.expect("comma")
      if (this.tupleEnds()) break
      items.push(
        options.simplified ? this.primary(options.namespace) : this.expression(options.withCondition ?? true),
      )
      if (!this.stream.is("comma")) break
      isTuple = true
      line = this.stream.current.line
    }
    if (!isTuple) {
      if (items[0]) return items[0]
      if (!options.parentheses) {
        this.fail(`Expected an expression, got ${repr(describeToken(this.stream.current))}`)
      }
    }
    return { kind: "Tuple", items, line }
  }

  tupleEnds(): boolean {
    const { type } = this.stream.current
    return type === "variable_end" || type === "block_end" || type === "rparen"
  }

  list(): Expr {
    const { line } = this.stream.expect("lbracket")
    const items: Expr[] = []
    while (!this.stream.is("rbracket")) {
      if (items.length > 0) this.stream.expect("comma")
      if (this.stream.is("rbracket")) break
      items.push(this.expression())
    }
    this.stream.expect("rbracket")
    return { kind: "List", items, line }
  }

  dict(): Expr {
    const { line } = this.stream.expect("lbrace")
    const items: Pair[] = []
    while (!this.stream.is("rbrace")) {
      if (items.length > 0) this.stream.expect("comma")
      if (this.stream.is("rbrace")) break
      const key = this.expression()
      this.stream.expect("colon")
      items.push({ kind: "Pair", key, value: this.expression(), line: key.line })
    }
    this.stream.expect("rbrace")
    return { kind: "Dict", items, line }
  }

  /** `.name`, `[…]` and calls. */
  postfix(start: Expr): Expr {
    let node = start
    for (;;) {
      const { type } = this.stream.current
      if (type === "dot" || type === "lbracket") node = this.subscript(node)
      else if (type === "lparen") node = this.call(node)
      else return node
    }
  }

  /** Filters, tests, and calls of what they give. */
  filters(start: Expr): Expr {
    let node = start
    for (;;) {
      if (this.stream.is("pipe")) node = this.filter(node) ?? node
      else if (this.stream.is("name", "is")) node = this.test(node)
      else if (this.stream.is("lparen")) node = this.call(node)
      else return node
    }
  }

  subscript(node: Expr): Expr {
    const { type, line } = this.stream.next()
    if (type === "dot") {
      const token = this.stream.next()
      if (token.type === "name") return { kind: "Getattr", node, attribute: String(token.value), line }
      if (token.type !== "integer") this.fail("expected name or number", token.line)
      return { kind: "Getitem", node, key: { kind: "Const", value: token.value, line: token.line }, line }
    }
    const items: Expr[] = []
    while (!this.stream.is("rbracket")) {
      if (items.length > 0) this.stream.expect("comma")
      items.push(this.subscribed())
    }
    this.stream.expect("rbracket")
    const key: Expr = items.length === 1 ? (items[0] as Expr) : { kind: "Tuple", items, line }
    return { kind: "Getitem", node, key, line }
  }

  subscribed(): Expr {
    const { line } = this.stream.current
    let start: Expr | null = null
    if (!this.stream.is("colon")) {
      start = this.expression()
      if (!this.stream.is("colon")) return start
    }
    this.stream.next()
    const part = () =>
      ["colon", "rbracket", "comma"].includes(this.stream.current.type) ? null : this.expression()
    const stop = part()
    let step: Expr | null = null
    if (this.stream.skipIf("colon"))
      step = ["rbracket", "comma"].includes(this.stream.current.type) ? null : this.expression()
    return { kind: "Slice", start, stop, step, line } satisfies SliceNode
  }

  arguments(): Arguments {
    const { line } = this.stream.expect("lparen")
    const out: Arguments = { args: [], kwargs: [], spread: null, spreadNamed: null }
    const ensure = (fine: boolean) => {
      if (!fine) this.fail("invalid syntax for function call expression", line)
    }
    for (let first = true; !this.stream.is("rparen"); first = false) {
      if (!first) {
        this.stream.expect("comma")
        if (this.stream.is("rparen")) break
      }
      if (this.stream.is("mul")) {
        ensure(!out.spread && !out.spreadNamed)
        this.stream.next()
        out.spread = this.expression()
      } else if (this.stream.is("pow")) {
        ensure(!out.spreadNamed)
        this.stream.next()
        out.spreadNamed = this.expression()
      } else if (this.stream.is("name") && this.stream.look().type === "assign") {
        ensure(!out.spreadNamed)
        out.kwargs.push(this.keyword())
      } else {
        ensure(!out.spread && !out.spreadNamed && out.kwargs.length === 0)
        out.args.push(this.expression())
      }
    }
    this.stream.expect("rparen")
    return out
  }

  keyword(): Keyword {
    const key = String(this.stream.current.value)
    this.stream.skip(2)
    const value = this.expression()
    return { kind: "Keyword", key, value, line: value.line }
  }

  call(node: Expr): Call {
    const { line } = this.stream.current
    return { kind: "Call", node, ...this.arguments(), line }
  }

  dotted(): { name: string; line: number } {
    const token = this.stream.expect("name")
    let name = String(token.value)
    while (this.stream.skipIf("dot")) name += `.${this.stream.expect("name").value}`
    return { name, line: token.line }
  }

  /** A chain of `|filter`; with `inline` the first one without its bar. Null when there is none. */
  filter(start: Expr | null, inline = false): Filter | null {
    let node: Filter | null = null
    for (let bare = inline; bare || this.stream.is("pipe"); bare = false) {
      if (!bare) this.stream.next()
      const { name, line } = this.dotted()
      const given = this.stream.is("lparen") ? this.arguments() : none()
      node = { kind: "Filter", node: node ?? start, name, ...given, line }
    }
    return node
  }

  test(subject: Expr): Expr {
    const { line } = this.stream.next()
    const negated = this.stream.skipIf("name", "not")
    const { name } = this.dotted()
    let given = none()
    if (this.stream.is("lparen")) given = this.arguments()
    else if (TEST_ARGUMENT.has(this.stream.current.type) && !this.stream.isName("else", "or", "and")) {
      if (this.stream.is("name", "is")) this.fail("You cannot chain multiple tests with is")
      given.args.push(this.postfix(this.primary()))
    }
    const node: Expr = { kind: "Test", node: subject, name, ...given, line }
    return negated ? { kind: "Unary", operator: "not", node, line } : node
  }
}

function none(): Arguments {
  return { args: [], kwargs: [], spread: null, spreadNamed: null }
}

function isIn(stream: TokenStream): boolean {
  const next = stream.look()
  return next.type === "name" && next.value === "in"
}
