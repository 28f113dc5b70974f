import { repr, typeName } from "@internal/value"
import type { Operation } from "../call/py-function.ts"
import { JinjaError, raise, typeError } from "../error.ts"
import { FILTERS } from "../filters/registry.ts"
import { getAttribute, methodOf } from "../lookup/attribute.ts"
import type { Activation, Evaluate } from "../runtime/activation.ts"
import type { Arguments, Call, Filter, Test } from "../syntax/ast.ts"
import { TESTS } from "../tests.ts"
import { isForeign, type Kwargs, type Scope } from "../values/foreign.ts"
import { toList, tryIterate } from "../values/iterate.ts"
import { isStr, textOf } from "../values/markup.ts"
import { Undefined } from "../values/undefined.ts"
import type { Compiler } from "./compiler.ts"
import type { Frame } from "./frame.ts"

const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
)

interface CompiledArguments {
  positional: (a: Activation) => unknown[]
  named: (a: Activation) => Kwargs
  /** The parts themselves, where a call has no `*` or `**`. */
  parts: { args: Evaluate[]; names: string[]; values: Evaluate[] } | undefined
}

/** `extra` is a keyword argument the engine adds; `callee` names the function in messages about `**`. */
function compileArguments(
  compiler: Compiler,
  node: Arguments,
  frame: Frame,
  callee: string,
  extra?: { name: string; value: Evaluate },
): CompiledArguments {
  const args = node.args.map((arg) => compiler.expression(arg, frame))
  const names = node.kwargs.map((keyword) => keyword.key)
  const values = node.kwargs.map((keyword) => compiler.expression(keyword.value, frame))
  if (extra) {
    names.push(extra.name)
    values.push(extra.value)
  }
  if (!names.some((name) => KEYWORDS.has(name))) {
    const repeated = names.find((name, i) => names.indexOf(name) < i)
    if (repeated) throw new JinjaError("SyntaxError", `keyword argument repeated: ${repeated}`)
  }
  const spread = node.spread && compiler.expression(node.spread, frame)
  const spreadNamed = node.spreadNamed && compiler.expression(node.spreadNamed, frame)
  const positional = (a: Activation) => {
    const list = args.map((arg) => arg(a))
    if (spread) list.push(...spreadItems(spread(a)))
    return list
  }
  const named = (a: Activation): Kwargs => {
    if (names.length === 0 && !spreadNamed) return null
    const map = new Map<string, unknown>()
    for (let i = 0; i < names.length; i++) map.set(names[i] as string, (values[i] as Evaluate)(a))
    if (spreadNamed) spreadInto(map, spreadNamed(a), callee)
    return map
  }
  return { positional, named, parts: spread || spreadNamed ? undefined : { args, names, values } }
}

function spreadItems(value: unknown): unknown[] {
  if (!tryIterate(value)) typeError(`Value after * must be an iterable, not ${typeName(value)}`)
  return toList(value)
}

function spreadInto(map: Map<string, unknown>, value: unknown, callee: string): void {
  if (value instanceof Undefined) value.fail()
  if (!(value instanceof Map))
    typeError(`${callee} argument after ** must be a mapping, not ${typeName(value)}`)
  for (const [key, item] of value) {
    if (!isStr(key)) typeError("keywords must be strings")
    const name = textOf(key)
    if (map.has(name)) typeError(`${callee} got multiple values for keyword argument ${repr(name)}`)
    map.set(name, item)
  }
}

const CALL = "jinja2.sandbox.SandboxedEnvironment.call()"

/** Calls a value as a template does. */
export function callValue(callee: unknown, args: unknown[], kwargs: Kwargs, scope: Scope): unknown {
  if (!isForeign(callee) || !callee.pyCall) typeError(`'${typeName(callee)}' object is not callable`)
  return callee.pyCall(args, kwargs, scope)
}

/** A call; `extra` is the caller that a `call` block hands over. */
export function compileCall(
  compiler: Compiler,
  node: Call,
  frame: Frame,
  extra?: { name: string; value: Evaluate },
): Evaluate {
  const callee = node.node
  if (callee.kind === "Getattr" && !callee.attribute.startsWith("_")) {
    const object = compiler.expression(callee.node, frame)
    const { positional, named } = compileArguments(compiler, node, frame, CALL, extra)
    return methodCall(object, callee.attribute, positional, named)
  }
  const value = compiler.expression(callee, frame)
  const { positional, named } = compileArguments(compiler, node, frame, CALL, extra)
  return (a) => {
    const target = value(a)
    return callValue(target, positional(a), named(a), a.context)
  }
}

/** `object.name(…)`: a built-in method is called directly, without an object for it. */
function methodCall(
  object: Evaluate,
  name: string,
  positional: (a: Activation) => unknown[],
  named: (a: Activation) => Kwargs,
): Evaluate {
  return (a) => {
    const self = object(a)
    const method = methodOf(self, name)
    if (method) return method.call(self, positional(a), named(a), a.context)
    const target = getAttribute(self, name)
    return callValue(target, positional(a), named(a), a.context)
  }
}

/** A filter or a test. A filter without a subject applies to the block around it. */
export function compileOperation(compiler: Compiler, node: Filter | Test, frame: Frame): Evaluate {
  const isFilter = node.kind === "Filter"
  const operation = (isFilter ? FILTERS : TESTS).get(node.name)
  const type = isFilter ? "filter" : "test"
  if (!operation && !frame.soft) compiler.fail(`No ${type} named ${repr(node.name)}.`, node.line)
  const { captured } = frame
  const subject = node.node
    ? compiler.expression(node.node, frame)
    : (a: Activation) => (captured === undefined ? "" : a.slots[captured])
  const module = isFilter ? "jinja2.filters" : "jinja2.tests"
  const callee = operation?.signature ? `${module}.${operation.signature.name}()` : `${node.name}()`
  const { positional, named, parts } = compileArguments(compiler, node, frame, callee)
  if (!operation) {
    return (a) => {
      subject(a)
      positional(a)
      named(a)
      raise("TemplateRuntimeError", `No ${type} named ${repr(node.name)} found.`)
    }
  }
  const planned = parts && plannedCall(operation, [subject, ...parts.args], parts)
  if (planned) return planned
  return (a) => {
    const value = subject(a)
    const rest = positional(a)
    const kwargs = named(a)
    return operation.run(a.context, ...operation.bind([value, ...rest], kwargs))
  }
}

/** A call whose arguments are known to fit: nothing to check or sort when it runs. */
function plannedCall(
  operation: Operation,
  args: Evaluate[],
  { names, values }: { names: string[]; values: Evaluate[] },
): Evaluate | undefined {
  const plan = operation.signature?.plan(args.length, names)
  if (!plan) return undefined
  const given = [...args, ...values]
  const { run } = operation
  // Arguments are evaluated in the order written; a plan that reorders them goes through an array.
  const ordered = plan.filter((from) => from >= 0)
  if (ordered.some((from, i) => i > 0 && from < (ordered[i - 1] as number))) {
    return (a) => {
      const results = given.map((argument) => argument(a))
      return run(a.context, ...plan.map((from) => results[from]))
    }
  }
  const [x, y, z] = plan.map((from) => given[from])
  if (x && ordered.length === 1) return (a) => run(a.context, x(a))
  if (x && y && ordered.length === 2 && plan[1] === 1) return (a) => run(a.context, x(a), y(a))
  if (x && y && z && ordered.length === 3 && plan[2] === 2) return (a) => run(a.context, x(a), y(a), z(a))
  return (a) => run(a.context, ...plan.map((from) => given[from]?.(a)))
}
