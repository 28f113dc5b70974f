import type { Activation, Execute } from "../runtime/activation.ts"
import { analyze } from "../scope/analyze.ts"
import type {
  Assign,
  AssignBlock,
  Autoescape,
  FilterBlock,
  If,
  ScopeNode,
  Stmt,
  With,
} from "../syntax/ast.ts"
import { hasHtml, htmlOf, Markup } from "../values/markup.ts"
import { str } from "../values/text.ts"
import { truth } from "../values/truth.ts"
import { MISSING } from "../values/undefined.ts"
import type { Compiler } from "./compiler.ts"
import { constantOf, Impossible } from "./constant.ts"
import type { Frame } from "./frame.ts"
import { compileFromImport, compileImport, compileInclude } from "./imports.ts"
import { compileBlock, compileExtends } from "./inheritance.ts"
import { joinedText } from "./joined-text.ts"
import { compileFor } from "./loops.ts"
import { compileCallBlock, compileMacro } from "./macros.ts"
import { compileOutput } from "./output.ts"
import { checkNamespaces, compileTarget } from "./targets.ts"

/** Compiles a statement to a closure that returns what it writes. */
export function compileStatement(compiler: Compiler, node: Stmt, frame: Frame): Execute {
  switch (node.kind) {
    case "Output":
      return compileOutput(compiler, node, frame)
    case "If":
      return compileIf(compiler, node, frame)
    case "For":
      return compileFor(compiler, node, frame)
    case "Assign":
      return compileAssign(compiler, node, frame)
    case "AssignBlock":
      return compileAssignBlock(compiler, node, frame)
    case "With":
      return compileWith(compiler, node, frame)
    case "FilterBlock":
      return compileFilterBlock(compiler, node, frame)
    case "Macro":
      return compileMacro(compiler, node, frame)
    case "CallBlock":
      return compileCallBlock(compiler, node, frame)
    case "Scope":
      return compileScope(compiler, node, frame)
    case "Autoescape":
      return compileAutoescape(compiler, node, frame)
    case "Block":
      return compileBlock(compiler, node, frame)
    case "Extends":
      return compileExtends(compiler, node, frame)
    case "Include":
      return compileInclude(compiler, node, frame)
    case "Import":
      return compileImport(compiler, node, frame)
    case "FromImport":
      return compileFromImport(compiler, node, frame)
  }
}

function compileIf(compiler: Compiler, node: If, frame: Frame): Execute {
  const soft = frame.softened()
  const branches = [node, ...node.elifs].map((branch) => ({
    line: compiler.at(branch.line),
    test: compiler.expression(branch.test, soft),
    body: compiler.body(branch.body, soft),
  }))
  const otherwise = compiler.body(node.otherwise, soft)
  const [only] = branches
  if (only && branches.length === 1) {
    const { line, test, body } = only
    return (a) => {
      a.line = line
      return truth(test(a)) ? body(a) : otherwise(a)
    }
  }
  return (a) => {
    for (const { line, test, body } of branches) {
      a.line = line
      if (truth(test(a))) return body(a)
    }
    return otherwise(a)
  }
}

/** At the top level of a template, what `set` assigns becomes part of the context. */
function publish(compiler: Compiler, frame: Frame): (a: Activation) => void {
  const names = Array.from(compiler.assigned.pop() ?? [])
  if (frame.loop || frame.block || !frame.toplevel || names.length === 0) return () => {}
  const reads = names.map((name) => ({ name, read: compiler.read(frame.symbols.ref(name), frame) }))
  return (a) => {
    for (const { name, read } of reads) {
      const value = read(a)
      if (value !== MISSING) a.context.vars.set(name, value)
      if (!name.startsWith("_")) a.context.exported.add(name)
    }
  }
}

function compileAssign(compiler: Compiler, node: Assign, frame: Frame): Execute {
  compiler.assigned.push(new Set())
  const check = checkNamespaces(compiler, node.target, frame)
  const line = compiler.at(node.line)
  const write = compileTarget(compiler, node.target, frame)
  const value = compiler.expression(node.node, frame)
  const shared = publish(compiler, frame)
  return (a) => {
    check(a)
    a.line = line
    write(a, value(a))
    shared(a)
    return ""
  }
}

function compileAssignBlock(compiler: Compiler, node: AssignBlock, frame: Frame): Execute {
  compiler.assigned.push(new Set())
  const inner = frame.inner()
  inner.checksOutput = false
  analyze(inner.symbols, node)
  const enter = compiler.enter(inner)
  const captured = inner.scope.temporary()
  inner.captured = captured
  const body = compiler.body(node.body, inner)
  const line = compiler.at(node.line)
  const write = compileTarget(compiler, node.target, frame)
  const marked = marksText(inner)
  const filter = node.filter && compiler.expression(node.filter, inner)
  const shared = publish(compiler, frame)
  const leave = compiler.leave(inner)
  return (a) => {
    enter(a)
    const text = body(a)
    a.slots[captured] = filter && marked(a) ? new Markup(text) : text
    a.line = line
    const value = filter ? filter(a) : a.slots[captured]
    write(a, a.context.autoescape ? new Markup(hasHtml(value) ? htmlOf(value) : str(value)) : value)
    shared(a)
    leave(a)
    return ""
  }
}

/** Whether the text of a block that starts here counts as `Markup`, as known now or at run time. */
function marksText(frame: Frame): (a: Activation) => boolean {
  const { autoescape, volatile } = frame.escaping
  return volatile ? (a) => a.context.autoescape : () => autoescape
}

function compileFilterBlock(compiler: Compiler, node: FilterBlock, frame: Frame): Execute {
  const inner = frame.inner()
  analyze(inner.symbols, node)
  const enter = compiler.enter(inner)
  const captured = inner.scope.temporary()
  inner.captured = captured
  const body = compiler.body(node.body, inner)
  const line = compiler.at(node.line)
  const marked = marksText(inner)
  const filter = compiler.expression(node.filter, inner)
  const leave = compiler.leave(inner)
  return (a) => {
    enter(a)
    const text = body(a)
    a.slots[captured] = marked(a) ? new Markup(text) : text
    a.line = line
    const out = joinedText(filter(a))
    leave(a)
    return out
  }
}

function compileWith(compiler: Compiler, node: With, frame: Frame): Execute {
  const inner = frame.inner()
  analyze(inner.symbols, node)
  const enter = compiler.enter(inner)
  const assignments = node.targets.map((target, i) => {
    const write = compileTarget(compiler, target, inner)
    const value = node.values[i]
    return { write, value: value ? compiler.expression(value, frame) : () => null }
  })
  const line = compiler.line || 1
  const body = compiler.body(node.body, inner)
  const leave = compiler.leave(inner)
  return (a) => {
    enter(a)
    a.line = line
    for (const { write, value } of assignments) write(a, value(a))
    const out = body(a)
    leave(a)
    return out
  }
}

function compileScope(compiler: Compiler, node: ScopeNode, frame: Frame): Execute {
  const inner = frame.inner()
  analyze(inner.symbols, node)
  const enter = compiler.enter(inner)
  const body = compiler.body(node.body, inner)
  const leave = compiler.leave(inner)
  return (a) => {
    enter(a)
    const out = body(a)
    leave(a)
    return out
  }
}

function compileAutoescape(compiler: Compiler, node: Autoescape, frame: Frame): Execute {
  const { escaping } = frame
  const saved = { ...escaping }
  const value = compiler.expression(node.value, frame)
  const line = compiler.line || 1
  try {
    escaping.autoescape = truth(constantOf(node.value, escaping))
  } catch (error) {
    if (!(error instanceof Impossible)) throw error
    escaping.volatile = true
  }
  const body = compiler.body(node.body, frame)
  Object.assign(escaping, saved)
  return (a) => {
    const state = a.context.escaping
    const before = state.autoescape
    a.line = line
    state.autoescape = truth(value(a))
    const out = body(a)
    state.autoescape = before
    return out
  }
}
