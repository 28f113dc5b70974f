import { raise } from "../error.ts"
import type { Activation } from "../runtime/activation.ts"
import { Namespace } from "../runtime/namespace.ts"
import type { Target } from "../syntax/ast.ts"
import { findAll } from "../syntax/children.ts"
import { Tuple } from "../values/tuple.ts"
import { unpack } from "../values/unpack.ts"
import type { Compiler, Write } from "./compiler.ts"
import type { Frame } from "./frame.ts"

/** Compiles an assignment to a target. */
export function compileTarget(compiler: Compiler, target: Target, frame: Frame): Write {
  if (target.kind === "Name") {
    if (frame.toplevel || frame.loop || frame.block) compiler.assigned.at(-1)?.add(target.name)
    return compiler.write(frame.symbols.ref(target.name), frame)
  }
  if (target.kind === "NSRef") {
    const read = compiler.read(frame.symbols.ref(target.name), frame)
    const { attribute } = target
    return (a, value) => {
      const namespace = read(a)
      if (namespace instanceof Namespace) namespace.set(attribute, value)
    }
  }
  // The parser only makes tuples of targets here.
  const writes = target.items.map((item) => compileTarget(compiler, item as Target, frame))
  const count = writes.length
  return (a, value) => {
    const items = unpack(value, count)
    for (let i = 0; i < count; i++) (writes[i] as Write)(a, items[i])
  }
}

/** Refuses `set x.y` before it is run where `x` is no namespace. */
export function checkNamespaces(compiler: Compiler, target: Target, frame: Frame): (a: Activation) => void {
  const refs = target.kind === "NSRef" ? [target] : Array.from(findAll(target, "NSRef"))
  const names = new Set(refs.map((ref) => ref.name))
  const reads = Array.from(names, (name) => compiler.read(frame.symbols.ref(name), frame))
  const { line } = compiler
  return (a) => {
    for (const read of reads) {
      a.line = line || 1
      if (!(read(a) instanceof Namespace)) {
        raise("TemplateRuntimeError", "cannot assign attribute on non-namespace object")
      }
    }
  }
}

/** The value that a loop's target holds, made anew from its variables. */
export function readTarget(compiler: Compiler, target: Target, frame: Frame): (a: Activation) => unknown {
  if (target.kind !== "Tuple") return compiler.read(frame.symbols.ref(target.name), frame)
  const reads = target.items.map((item) => readTarget(compiler, item as Target, frame)) // see compileTarget
  return (a) => new Tuple(reads.map((read) => read(a)))
}
