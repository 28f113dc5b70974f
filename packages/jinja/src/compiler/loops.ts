import { enter as enterDepth, leave as leaveDepth, spendIteration } from "../limits.ts"
import { Activation, type Evaluate, type Execute } from "../runtime/activation.ts"
import { LoopContext, type Recurse } from "../runtime/loop-context.ts"
import { located, run } from "../runtime/run.ts"
import { analyzeLoop } from "../scope/analyze.ts"
import type { Variable } from "../scope/symbols.ts"
import { findUndeclared } from "../scope/undeclared.ts"
import type { For } from "../syntax/ast.ts"
import { findAll } from "../syntax/children.ts"
import { iterate } from "../values/iterate.ts"
import { generator } from "../values/iterator.ts"
import { Markup } from "../values/markup.ts"
import { truth } from "../values/truth.ts"
import type { Compiler, Write } from "./compiler.ts"
import { type Frame, FunctionScope } from "./frame.ts"
import { joinedText } from "./joined-text.ts"
import { compileTarget, readTarget } from "./targets.ts"

/** One pass over a sequence, in an activation whose scope is the loop's. */
type Pass = (a: Activation, source: unknown, recurse?: Recurse, depth?: number) => string

export function compileFor(compiler: Compiler, node: For, frame: Frame): Execute {
  const scope = node.recursive ? new FunctionScope(frame.scope) : frame.scope
  const inner = frame.inner(scope)
  inner.loop = true
  const extended =
    node.recursive ||
    findUndeclared(node.body, ["loop"]).size > 0 ||
    Array.from(findAll(node, "Block")).some((block) => block.scoped)
  const loop = extended ? inner.symbols.declareParameter("loop") : undefined
  analyzeLoop(inner.symbols, node, "body")
  const filter = node.test ? compileFilter(compiler, node, frame, inner) : undefined
  if (node.recursive) compiler.at(node.line)
  for (const name of findAll(node, "Name")) {
    if (name.access === "store" && name.name === "loop") {
      compiler.fail("Can't assign to special loop variable in for-loop target", name.line)
    }
  }
  if (node.recursive) return compileRecursive(compiler, node, frame, inner, filter, loop)
  const line = compiler.at(node.line)
  const write = compileTarget(compiler, node.target, inner)
  const source = compiler.expression(node.iter, frame)
  const pass = compilePass(compiler, node, frame, inner, { line, write, loop })
  forgetAssigned(compiler, inner)
  if (!filter) {
    return (a) => {
      a.line = line
      return pass(a, source(a))
    }
  }
  return (a) => {
    a.line = line
    return pass(a, filter(a, source(a)))
  }
}

/** What a loop sets does not count as set by the `set` block around it. */
function forgetAssigned(compiler: Compiler, inner: Frame): void {
  const assigned = compiler.assigned.at(-1)
  if (assigned) for (const name of inner.symbols.stores) assigned.delete(name)
}

interface Head {
  line: number
  write: Write
  /** The `loop` variable, where the body looks at it. */
  loop: Variable | undefined
}

function compilePass(compiler: Compiler, node: For, frame: Frame, inner: Frame, head: Head): Pass {
  const { line, write } = head
  const setLoop = head.loop && compiler.write(head.loop, inner)
  const enter = compiler.enter(inner)
  const body = compiler.body(node.body, inner)
  const leave = compiler.leave(inner)
  const otherwise = compileElse(compiler, node, frame, inner.scope)
  const once = (a: Activation, item: unknown): string => {
    spendIteration()
    write(a, item)
    enter(a)
    const out = body(a)
    a.line = line
    return out
  }
  if (setLoop) {
    return (a, source, recurse, depth) => {
      const context = new LoopContext(source, recurse, depth)
      let out = ""
      while (context.advance()) {
        spendIteration()
        write(a, context.current)
        setLoop(a, context)
        enter(a)
        out += body(a)
        a.line = line
      }
      leave(a)
      return context.index0 < 0 ? otherwise(a) : out
    }
  }
  return (a, source) => {
    let out = ""
    let empty = true
    if (Array.isArray(source)) {
      for (let i = 0; i < source.length; i++) out += once(a, source[i])
      empty = source.length === 0
    } else {
      for (const item of iterate(source)) {
        out += once(a, item)
        empty = false
      }
    }
    leave(a)
    return empty ? otherwise(a) : out
  }
}

function compileElse(compiler: Compiler, node: For, frame: Frame, scope: FunctionScope): Execute {
  if (node.otherwise.length === 0) return () => ""
  const inner = frame.inner(scope)
  analyzeLoop(inner.symbols, node, "else")
  const enter = compiler.enter(inner)
  const body = compiler.body(node.otherwise, inner)
  const leave = compiler.leave(inner)
  return (a) => {
    enter(a)
    const out = body(a)
    leave(a)
    return out
  }
}

/** `for … if test`: a function of its own that passes on the items the test holds for. */
function compileFilter(
  compiler: Compiler,
  node: For,
  frame: Frame,
  loop: Frame,
): (a: Activation, items: unknown) => unknown {
  const scope = new FunctionScope(loop.scope)
  const inner = frame.inner(scope)
  const { test } = node
  if (!test) return (_, items) => items
  analyzeLoop(inner.symbols, node, "test")
  const line = compiler.at(test.line)
  const enter = compiler.enter(inner)
  const write = compileTarget(compiler, node.target, inner)
  const holds = compiler.expression(test, inner)
  const read = readTarget(compiler, node.target, inner)
  function* filtered(outer: Activation, items: unknown) {
    const a = new Activation(scope.size, outer.context, outer)
    a.line = line
    try {
      enter(a)
      for (const item of iterate(items)) {
        spendIteration()
        write(a, item)
        if (truth(holds(a))) yield read(a)
      }
    } catch (error) {
      throw located(error, a, compiler.name)
    }
  }
  return (a, items) => generator("loop filter", filtered(a, items))
}

function compileRecursive(
  compiler: Compiler,
  node: For,
  frame: Frame,
  inner: Frame,
  filter: ((a: Activation, items: unknown) => unknown) | undefined,
  loop: Variable | undefined,
): Execute {
  const { scope } = inner
  for (const { variable } of inner.symbols.loads.values()) scope.define(variable)
  const line = compiler.at(node.line)
  const write = compileTarget(compiler, node.target, inner)
  const pass = compilePass(compiler, node, frame, inner, { line, write, loop })
  const escaping = { ...inner.escaping }
  const start = compiler.at(node.line)
  const source: Evaluate = compiler.expression(node.iter, frame)
  forgetAssigned(compiler, inner)
  return (outer) => {
    const recurse: Recurse = (items, depth) => {
      const a = new Activation(scope.size, outer.context, outer)
      a.line = line
      enterDepth()
      try {
        const text = run(
          (act) => pass(act, filter ? filter(act, items) : items, recurse, depth),
          a,
          compiler.name,
        )
        return (escaping.volatile ? outer.context.autoescape : escaping.autoescape) ? new Markup(text) : text
      } finally {
        leaveDepth()
      }
    }
    outer.line = start
    return joinedText(recurse(source(outer), 0))
  }
}
