import { JinjaError } from "../error.ts"
import { Activation, type Evaluate, type Execute } from "../runtime/activation.ts"
import { Macro, type MacroShape } from "../runtime/macro.ts"
import { run } from "../runtime/run.ts"
import { analyze } from "../scope/analyze.ts"
import { findUndeclared } from "../scope/undeclared.ts"
import type { CallBlock, Macro as MacroNode } from "../syntax/ast.ts"
import { MISSING, Undefined } from "../values/undefined.ts"
import { compileCall } from "./calls.ts"
import type { Compiler } from "./compiler.ts"
import { type Frame, FunctionScope } from "./frame.ts"
import { joinedText } from "./joined-text.ts"

const SPECIAL = ["caller", "kwargs", "varargs"] as const

/** Compiles the function of a macro or `call` block; the result makes the macro where it is defined. */
function compileFunction(
  compiler: Compiler,
  node: MacroNode | CallBlock,
  frame: Frame,
): (a: Activation) => Macro {
  const scope = new FunctionScope(frame.scope)
  const inner = frame.inner(scope)
  analyze(inner.symbols, node)
  const names = node.args.map((arg) => arg.name)
  const repeated = names.find((name, i) => names.indexOf(name) < i)
  const parameters = names.map((name) => inner.symbols.ref(name))
  const used = findUndeclared(node.body, SPECIAL)
  if (used.has("caller") && names.includes("caller")) {
    if (names.indexOf("caller") < names.length - node.defaults.length) {
      compiler.fail(
        'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
        node.line,
      )
    }
  }
  const extra = SPECIAL.filter((name) => used.has(name) && !names.includes(name))
  for (const name of extra) parameters.push(inner.symbols.declareParameter(name))
  inner.checksOutput = false
  analyze(inner.symbols, node)
  if (repeated !== undefined) {
    const argument = `l_${inner.symbols.level}_${repeated}`
    throw new JinjaError("SyntaxError", `duplicate argument '${argument}' in function definition`)
  }
  const line = compiler.at(node.line)
  const enter = compiler.enter(inner)
  const slots = parameters.map((variable) => scope.define(variable))
  const defaults = compileDefaults(compiler, node, inner)
  const body = compiler.body(node.body, inner)
  const shape: MacroShape = {
    name: node.kind === "Macro" ? node.name : null,
    parameters: names,
    usesCaller: used.has("caller"),
    usesKwargs: extra.includes("kwargs"),
    usesVarargs: extra.includes("varargs"),
  }
  const execute: Execute = (a) => {
    enter(a)
    for (let i = 0; i < defaults.length; i++) {
      const slot = slots[i] as number
      if (a.slots[slot] === MISSING) a.slots[slot] = (defaults[i] as Evaluate)(a)
    }
    return body(a)
  }
  return (outer) =>
    new Macro(shape, (values) => {
      const a = new Activation(scope.size, outer.context, outer)
      a.line = line
      for (let i = 0; i < slots.length; i++) a.slots[slots[i] as number] = values[i]
      return run(execute, a, compiler.name)
    })
}

/** What each parameter is when it is not given. */
function compileDefaults(compiler: Compiler, node: MacroNode | CallBlock, inner: Frame): Evaluate[] {
  const unset = inner.symbols.parameterIds()
  compiler.unset.push(unset)
  const first = node.args.length - node.defaults.length
  const defaults = node.args.map((arg, i): Evaluate => {
    const given = node.defaults[i - first]
    const hint = `parameter '${arg.name}' was not provided`
    const evaluate = given ? compiler.expression(given, inner) : () => Undefined.hinted(hint, arg.name)
    unset.delete(inner.symbols.ref(arg.name).id)
    return evaluate
  })
  compiler.unset.pop()
  return defaults
}

export function compileMacro(compiler: Compiler, node: MacroNode, frame: Frame): Execute {
  const make = compileFunction(compiler, node, frame)
  const write = compiler.write(frame.symbols.ref(node.name), frame)
  const { name } = node
  const isPublic = !name.startsWith("_")
  return (a) => {
    const macro = make(a)
    if (frame.toplevel) {
      if (isPublic) a.context.exported.add(name)
      a.context.vars.set(name, macro)
    }
    write(a, macro)
    return ""
  }
}

export function compileCallBlock(compiler: Compiler, node: CallBlock, frame: Frame): Execute {
  const make = compileFunction(compiler, node, frame)
  const line = compiler.at(node.line)
  const call = compileCall(compiler, node.call, frame, { name: "caller", value: make })
  return (a) => {
    a.line = line
    return joinedText(call(a))
  }
}
