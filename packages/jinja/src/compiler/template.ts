import { repr } from "@internal/value"
import { Activation, type Execute } from "../runtime/activation.ts"
import { BlockReference, TemplateReference } from "../runtime/blocks.ts"
import type { BlockBody, Context } from "../runtime/context.ts"
import type { LoadedTemplate } from "../runtime/environment.ts"
import { run } from "../runtime/run.ts"
import { analyze } from "../scope/analyze.ts"
import { findUndeclared } from "../scope/undeclared.ts"
import type { Block, TemplateNode } from "../syntax/ast.ts"
import { findAll } from "../syntax/children.ts"
import { Compiler } from "./compiler.ts"
import { compileExpression } from "./expressions.ts"
import { type EscapeKnowledge, Frame, FunctionScope } from "./frame.ts"
import { defineParent, readParent } from "./parent.ts"
import { compileStatement } from "./statements.ts"

export interface CompiledTemplate extends LoadedTemplate {
  /** Names that the template looks up in what it is given. */
  readonly undeclared: ReadonlySet<string>
}

/** Turns a syntax tree into closures. `name` is what messages call the template. */
export function compileTemplate(tree: TemplateNode, name: string | undefined): CompiledTemplate {
  const compiler = new Compiler(name, compileExpression, compileStatement)
  compiler.hasExtends = !findAll(tree, "Extends").next().done
  for (const block of findAll(tree, "Block")) {
    if (compiler.blocks.has(block.name)) compiler.fail(`block ${repr(block.name)} defined twice`, block.line)
    compiler.blocks.set(block.name, block)
  }
  const escaping: EscapeKnowledge = { autoescape: false, volatile: false }
  const root = compileRoot(compiler, tree, escaping)
  const blocks = new Map<string, BlockBody>()
  for (const block of compiler.blocks.values())
    blocks.set(block.name, compileBlockBody(compiler, block, escaping))
  return { name, root, blocks, undeclared: compiler.resolved }
}

function compileRoot(
  compiler: Compiler,
  tree: TemplateNode,
  escaping: EscapeKnowledge,
): (context: Context) => string {
  const frame = new Frame(escaping, new FunctionScope(null))
  const usesSelf = findUndeclared(tree.body, ["self"]).size > 0
  const self = usesSelf ? frame.scope.define(frame.symbols.declareParameter("self")) : undefined
  analyze(frame.symbols, tree)
  frame.toplevel = true
  frame.root = true
  frame.checksOutput = compiler.hasExtends
  if (compiler.hasExtends) defineParent(frame)
  const enter = compiler.enter(frame)
  const body = compiler.body(tree.body, frame)
  const parent = compiler.hasExtends ? readParent(frame) : undefined
  const execute: Execute = (a) => {
    if (self !== undefined) a.slots[self] = new TemplateReference(a.context)
    enter(a)
    const out = body(a)
    const base = parent?.(a)
    return base ? out + base.root(a.context) : out
  }
  return (context) => run(execute, new Activation(frame.scope.size, context, null), compiler.name)
}

function compileBlockBody(compiler: Compiler, node: Block, escaping: EscapeKnowledge): BlockBody {
  const line = compiler.at(node.line)
  const frame = new Frame(escaping, new FunctionScope(null))
  frame.block = true
  const used = findUndeclared(node.body, ["self", "super"])
  const define = (name: string) =>
    used.has(name) ? frame.scope.define(frame.symbols.declareParameter(name)) : undefined
  const self = define("self")
  const base = define("super")
  analyze(frame.symbols, node)
  const enter = compiler.enter(frame)
  const statements = compiler.body(node.body, frame)
  const { name } = node
  const execute: Execute = (a) => {
    if (self !== undefined) a.slots[self] = new TemplateReference(a.context)
    if (base !== undefined) a.slots[base] = BlockReference.super(name, a.context, body)
    enter(a)
    return statements(a)
  }
  const body: BlockBody = (context) => {
    const a = new Activation(frame.scope.size, context, null)
    a.line = line
    return run(execute, a, compiler.name)
  }
  return body
}
