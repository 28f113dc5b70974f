import { repr } from "@internal/value"
import { isSpace } from "../text/whitespace.ts"
import { className, isKeyword, isTarget, setAccess } from "./assignable.ts"
import type {
  Block,
  CallBlock,
  Expr,
  FilterBlock,
  For,
  FromImport,
  If,
  Import,
  Include,
  Macro,
  Name,
  Stmt,
  Target,
  TemplateNode,
  With,
} from "./ast.ts"
import { ExpressionParser, type TupleOptions } from "./expression-parser.ts"
import { type LexerOptions, tokenize } from "./lexer.ts"
import { describeType } from "./token.ts"
import { TokenStream } from "./token-stream.ts"

/** Parses a template; fails with the message and line of Jinja2. */
export function parse(source: string, options: LexerOptions): TemplateNode {
  const parser = new Parser(new TokenStream(tokenize(source, options)))
  return { kind: "Template", body: parser.until(null), line: 1 }
}

type Signature = Pick<Macro, "args" | "defaults">

/** The statement half of Jinja2's grammar. */
class Parser extends ExpressionParser {
  readonly tags: string[] = []
  readonly endings: (readonly string[])[] = []

  readonly statements: Record<string, () => Stmt> = {
    for: () => this.for(),
    if: () => this.if(),
    block: () => this.block(),
    extends: () => this.extends(),
    print: () => this.print(),
    macro: () => this.macro(),
    include: () => this.include(),
    from: () => this.from(),
    import: () => this.import(),
    set: () => this.set(),
    with: () => this.with(),
    autoescape: () => this.autoescape(),
    call: () => this.callBlock(),
    filter: () => this.filterBlock(),
  }

  /** Text, prints and statements up to one of the ending tags, which stays current; to the end with null. */
  until(endings: readonly string[] | null): Stmt[] {
    const body: Stmt[] = []
    let nodes: Expr[] = []
    const flush = () => {
      if (nodes[0]) body.push({ kind: "Output", nodes, line: nodes[0].line })
      nodes = []
    }
    if (endings) this.endings.push(endings)
    while (!this.stream.ended) {
      const token = this.stream.current
      this.stream.next()
      if (token.type === "data") {
        nodes.push({ kind: "TemplateData", data: String(token.value), line: token.line })
      } else if (token.type === "variable_begin") {
        nodes.push(this.tuple())
        this.stream.expect("variable_end")
      } else {
        flush()
        if (endings && this.stream.isName(...endings)) {
          this.endings.pop()
          return body
        }
        body.push(this.statement())
        this.stream.expect("block_end")
      }
    }
    flush()
    if (endings) this.endings.pop()
    return body
  }

  statement(): Stmt {
    const { type, value, line } = this.stream.current
    if (type !== "name") this.fail("tag name expected", line)
    const name = String(value)
    if (!Object.hasOwn(this.statements, name)) this.failAtTag(name, this.endings, line)
    this.tags.push(name)
    const node = (this.statements[name] as () => Stmt)()
    this.tags.pop()
    return node
  }

  failAtTag(name: string | null, endings: readonly (readonly string[])[], line?: number): never {
    const last = endings.at(-1)
    const looking = last?.map(repr).join(" or ")
    const message = [name === null ? "Unexpected end of template." : `Encountered unknown tag ${repr(name)}.`]
    if (looking !== undefined) {
      message.push(
        name !== null && endings.some((tags) => tags.includes(name))
          ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`
          : `Jinja was looking for the following tags: ${looking}.`,
      )
    }
    const open = this.tags.at(-1)
    if (open !== undefined) message.push(`The innermost block that needs to be closed is ${repr(open)}.`)
    this.fail(message.join(" "), line)
  }

  /** The body of a statement, from the end of its tag. */
  body(endings: readonly string[], dropEnd = false): Stmt[] {
    this.stream.skipIf("colon")
    this.stream.expect("block_end")
    const body = this.until(endings)
    if (this.stream.is("eof")) this.failAtTag(null, [...this.endings, endings])
    if (dropEnd) this.stream.next()
    return body
  }

  target(options: TupleOptions = {}): Target {
    const node = this.tuple({ ...options, simplified: true })
    if (!isTarget(node)) this.fail(`can't assign to ${repr(className(node))}`, node.line)
    setAccess(node, "store")
    return node
  }

  targetName(): Name {
    const token = this.stream.expect("name")
    const name = String(token.value)
    if (isKeyword(name)) this.fail("can't assign to 'name'", token.line)
    return { kind: "Name", name, access: "store", line: token.line, start: token.start }
  }

  set(): Stmt {
    const { line } = this.stream.next()
    const target = this.target({ namespace: true })
    if (this.stream.skipIf("assign")) return { kind: "Assign", target, node: this.tuple(), line }
    const filter = this.filter(null)
    return { kind: "AssignBlock", target, filter, body: this.body(["endset"], true), line }
  }

  for(): For {
    const { line } = this.stream.next()
    const target = this.target()
    this.stream.expect("name", "in")
    const iter = this.tuple({ withCondition: false })
    const test = this.stream.skipIf("name", "if") ? this.expression() : null
    const recursive = this.stream.skipIf("name", "recursive")
    const body = this.body(["endfor", "else"])
    const ended = this.stream.next().value === "endfor"
    const otherwise = ended ? [] : this.body(["endfor"], true)
    return { kind: "For", target, iter, body, otherwise, test, recursive, line }
  }

  if(): If {
    const { line } = this.stream.next()
    const result = this.branch(line)
    for (;;) {
      const token = this.stream.next()
      if (token.value === "elif") {
        result.elifs.push(this.branch(this.stream.current.line))
        continue
      }
      if (token.value === "else") result.otherwise = this.body(["endif"], true)
      return result
    }
  }

  branch(line: number): If {
    const test = this.tuple({ withCondition: false })
    return { kind: "If", test, body: this.body(["elif", "else", "endif"]), elifs: [], otherwise: [], line }
  }

  with(): With {
    const { line } = this.stream.next()
    const targets: Target[] = []
    const values: Expr[] = []
    while (!this.stream.is("block_end")) {
      if (targets.length > 0) this.stream.expect("comma")
      const target = this.target()
      setAccess(target, "param")
      targets.push(target)
      this.stream.expect("assign")
      values.push(this.expression())
    }
    return { kind: "With", targets, values, body: this.body(["endwith"], true), line }
  }

  autoescape(): Stmt {
    const { line } = this.stream.next()
    const value = this.expression()
    const body = this.body(["endautoescape"], true)
    return { kind: "Scope", body: [{ kind: "Autoescape", value, body, line }], line }
  }

  block(): Block {
    const { line } = this.stream.next()
    const name = String(this.stream.expect("name").value)
    const scoped = this.stream.skipIf("name", "scoped")
    const required = this.stream.skipIf("name", "required")
    if (this.stream.is("sub")) {
      this.fail(
        "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.",
      )
    }
    const body = this.body(["endblock"], true)
    if (required && !body.every(isBlank)) this.fail("Required blocks can only contain comments or whitespace")
    this.stream.skipIf("name", name)
    return { kind: "Block", name, body, scoped, required, line }
  }

  extends(): Stmt {
    const { line } = this.stream.next()
    return { kind: "Extends", template: this.expression(), line }
  }

  /** `with context` or `without context`; undefined when neither is there. */
  context(): boolean | undefined {
    if (!this.stream.isName("with", "without")) return undefined
    const next = this.stream.look()
    if (next.type !== "name" || next.value !== "context") return undefined
    const value = this.stream.next().value === "with"
    this.stream.next()
    return value
  }

  include(): Include {
    const { line } = this.stream.next()
    const template = this.expression()
    let ignoreMissing = false
    if (this.stream.is("name", "ignore")) {
      const next = this.stream.look()
      ignoreMissing = next.type === "name" && next.value === "missing"
      if (ignoreMissing) this.stream.skip(2)
    }
    return { kind: "Include", template, ignoreMissing, withContext: this.context() ?? true, line }
  }

  import(): Import {
    const { line } = this.stream.next()
    const template = this.expression()
    this.stream.expect("name", "as")
    const target = this.targetName().name
    return { kind: "Import", template, target, withContext: this.context() ?? false, line }
  }

  from(): FromImport {
    const { line } = this.stream.next()
    const template = this.expression()
    this.stream.expect("name", "import")
    const names: FromImport["names"] = []
    let withContext: boolean | undefined
    for (;;) {
      if (names.length > 0) this.stream.expect("comma")
      if (!this.stream.is("name")) this.stream.expect("name")
      withContext = this.context()
      if (withContext !== undefined) break
      const target = this.targetName()
      if (target.name.startsWith("_")) {
        this.fail(
          "names starting with an underline can not be imported",
          target.line,
          "TemplateAssertionError",
        )
      }
      const alias = this.stream.skipIf("name", "as") ? this.targetName().name : target.name
      names.push({ name: target.name, alias })
      withContext = this.context()
      if (withContext !== undefined || !this.stream.is("comma")) break
    }
    return { kind: "FromImport", template, names, withContext: withContext ?? false, line }
  }

  signature(): Signature {
    const args: Name[] = []
    const defaults: Expr[] = []
    this.stream.expect("lparen")
    while (!this.stream.is("rparen")) {
      if (args.length > 0) this.stream.expect("comma")
      const arg = this.targetName()
      arg.access = "param"
      if (this.stream.skipIf("assign")) defaults.push(this.expression())
      else if (defaults.length > 0) this.fail("non-default argument follows default argument")
      args.push(arg)
    }
    this.stream.expect("rparen")
    return { args, defaults }
  }

  callBlock(): CallBlock {
    const { line } = this.stream.next()
    const signature = this.stream.is("lparen") ? this.signature() : { args: [], defaults: [] }
    const call = this.expression()
    if (call.kind !== "Call") this.fail("expected call", line)
    return { kind: "CallBlock", call, ...signature, body: this.body(["endcall"], true), line }
  }

  filterBlock(): FilterBlock {
    const { line } = this.stream.next()
    const filter = this.filter(null, true)
    if (!filter) this.fail(`expected token 'name', got ${repr(describeType(this.stream.current.type))}`)
    return { kind: "FilterBlock", filter, body: this.body(["endfilter"], true), line }
  }

  macro(): Macro {
    const { line } = this.stream.next()
    const { name } = this.targetName()
    return { kind: "Macro", name, ...this.signature(), body: this.body(["endmacro"], true), line }
  }

  print(): Stmt {
    const { line } = this.stream.next()
    const nodes: Expr[] = []
    while (!this.stream.is("block_end")) {
      if (nodes.length > 0) this.stream.expect("comma")
      nodes.push(this.expression())
    }
    return { kind: "Output", nodes, line }
  }
}

function isBlank(node: Stmt): boolean {
  return (
    node.kind === "Output" && node.nodes.every((part) => part.kind === "TemplateData" && isSpace(part.data))
  )
}
