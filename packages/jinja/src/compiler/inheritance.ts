import { repr } from "@internal/value"
import { raise } from "../error.ts"
import type { Activation, Execute } from "../runtime/activation.ts"
import { runBlock } from "../runtime/blocks.ts"
import type { Block, Extends } from "../syntax/ast.ts"
import { type Compiler, Unreachable } from "./compiler.ts"
import type { Frame } from "./frame.ts"
import { readParent, whenNoParent, writeParent } from "./parent.ts"

export function compileExtends(compiler: Compiler, node: Extends, frame: Frame): Execute {
  if (!frame.toplevel) compiler.fail("cannot use extend from a non top-level scope", node.line)
  const refuse = compileRefusal(compiler, frame)
  const line = compiler.at(node.line)
  const template = compiler.expression(node.template, frame)
  const write = writeParent(frame)
  if (frame.root) compiler.hasKnownExtends = true
  compiler.extendsSoFar++
  return (a) => {
    refuse(a)
    a.line = line
    const parent = a.context.environment.getTemplate(template(a))
    write(a, parent)
    const { blocks } = a.context
    for (const [name, body] of parent.blocks) {
      const known = blocks.get(name)
      if (known) known.push(body)
      else blocks.set(name, [body])
    }
    return ""
  }
}

/** A second `extends` fails when it is reached; after one that is always reached, nothing is compiled any more. */
function compileRefusal(compiler: Compiler, frame: Frame): (a: Activation) => void {
  if (compiler.extendsSoFar === 0) return () => {}
  const line = compiler.line || 1
  const refuse = (a: Activation): never => {
    a.line = line
    raise("TemplateRuntimeError", "extended multiple times")
  }
  if (compiler.hasKnownExtends) throw new Unreachable(refuse)
  const parent = readParent(frame)
  return (a) => {
    if (parent(a)) refuse(a)
  }
}

/** The place of a block: runs the innermost version of it. */
export function compileBlock(compiler: Compiler, node: Block, frame: Frame): Execute {
  if (frame.toplevel && compiler.hasKnownExtends) return () => ""
  const locals = node.scoped ? compiler.locals(frame) : undefined
  const line = compiler.at(node.line)
  const { name, required } = node
  const write: Execute = (a) => {
    a.line = line
    const bodies = a.context.blocks.get(name) ?? []
    if (required && bodies.length <= 1)
      raise("TemplateRuntimeError", `Required block ${repr(name)} not found`)
    const [body] = bodies
    if (!body) return ""
    return runBlock(body, locals ? a.context.derived(locals(a)) : a.context)
  }
  return frame.toplevel && compiler.extendsSoFar > 0 ? whenNoParent(frame, write) : write
}
