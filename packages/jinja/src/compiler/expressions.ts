import { JinjaError, raise } from "../error.ts"
import { checkText } from "../limits.ts"
import { getAttribute, getItem } from "../lookup/attribute.ts"
import { slice } from "../lookup/slice.ts"
import type { Activation, Evaluate } from "../runtime/activation.ts"
import type { Binary, Compare, Expr, Name } from "../syntax/ast.ts"
import {
  add,
  divide,
  floorDivide,
  modulo,
  multiply,
  negate,
  positive,
  power,
  subtract,
} from "../values/arithmetic.ts"
import { dictSet } from "../values/dict.ts"
import { escaped, hasHtml, Markup, softStr, textOf } from "../values/markup.ts"
import { str } from "../values/text.ts"
import { truth } from "../values/truth.ts"
import { Tuple } from "../values/tuple.ts"
import { MISSING, Undefined } from "../values/undefined.ts"
import { compileCall, compileOperation } from "./calls.ts"
import { compareValues } from "./compare.ts"
import type { Compiler } from "./compiler.ts"
import { fold } from "./fold.ts"
import type { Frame } from "./frame.ts"

const NOT_FOLDED = new Set<Expr["kind"]>([
  "Const",
  "TemplateData",
  "Name",
  "NSRef",
  "Tuple",
  "List",
  "Dict",
  "Slice",
])

/** Compiles an expression to a closure. */
export function compileExpression(compiler: Compiler, given: Expr, frame: Frame): Evaluate {
  const node = NOT_FOLDED.has(given.kind) || frame.escaping.volatile ? given : fold(given, frame.escaping)
  const of = (inner: Expr) => compiler.expression(inner, frame)
  switch (node.kind) {
    case "Const":
      return constant(node.value)
    case "TemplateData":
      return () => node.data
    case "Name":
      return variable(compiler, node, frame)
    case "NSRef":
      return compiler.read(frame.symbols.ref(node.name), frame)
    case "Tuple": {
      const items = node.items.map(of)
      return (a) => new Tuple(items.map((item) => item(a)))
    }
    case "List": {
      const items = node.items.map(of)
      return (a) => items.map((item) => item(a))
    }
    case "Dict": {
      const pairs = node.items.map(({ key, value }) => [of(key), of(value)] as const)
      return (a) => dict(a, pairs)
    }
    case "CondExpr":
      return condition(compiler, node, frame)
    case "Binary":
      return binary(node, of(node.left), of(node.right))
    case "Logical": {
      const left = of(node.left)
      const right = of(node.right)
      const stop = node.operator === "or"
      return (a) => {
        const value = left(a)
        return truth(value) === stop ? value : right(a)
      }
    }
    case "Unary": {
      const inner = of(node.node)
      if (node.operator === "not") return (a) => !truth(inner(a))
      return node.operator === "-" ? (a) => negate(inner(a)) : (a) => positive(inner(a))
    }
    case "Compare":
      return comparison(node, of)
    case "Concat":
      return concat(node.nodes.map(of), frame)
    case "Getattr":
      return attribute(of(node.node), node.attribute)
    case "Getitem":
      return item(of(node.node), node.key, of)
    case "Slice":
      throw new JinjaError("SyntaxError", "invalid syntax")
    case "Call":
      return compileCall(compiler, node, frame)
    case "Filter":
    case "Test":
      return compileOperation(compiler, node, frame)
  }
}

/** A constant; lists and dicts are made anew each time, since templates can change them. */
function constant(value: unknown): Evaluate {
  if (typeof value === "bigint") str(value) // refuses what Python cannot write out
  if (value instanceof Tuple && value.items.every(isFlat)) return guarded(value, value.items)
  if (value instanceof Tuple) {
    const items = value.items.map(constant)
    return (a) => new Tuple(items.map((part) => part(a)))
  }
  if (Array.isArray(value)) {
    const items = value.map(constant)
    return (a) => items.map((part) => part(a))
  }
  if (value instanceof Map) {
    const pairs = Array.from(value, ([key, part]) => [constant(key), constant(part)] as const)
    return (a) => dict(a, pairs)
  }
  return guarded(value, [value])
}

function isFlat(value: unknown): boolean {
  return !Array.isArray(value) && !(value instanceof Map) && !(value instanceof Tuple)
}

/** Jinja2 writes infinities and NaN into its code as names that Python does not know. */
function guarded(value: unknown, parts: readonly unknown[]): Evaluate {
  const odd = parts.find((part) => typeof part === "number" && !Number.isFinite(part))
  if (odd === undefined) return () => value
  return () => raise("NameError", `name '${Number.isNaN(odd) ? "nan" : "inf"}' is not defined`)
}

function dict(a: Activation, pairs: readonly (readonly [Evaluate, Evaluate])[]): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>()
  const entries = pairs.map(([key, value]) => [key(a), value(a)] as const)
  for (const [key, value] of entries) {
    if (typeof key === "string") map.set(key, value)
    else dictSet(map, key, value)
  }
  return map
}

function variable(compiler: Compiler, node: Name, frame: Frame): Evaluate {
  const ref = frame.symbols.ref(node.name)
  const read = compiler.read(ref, frame)
  const isParameter = frame.symbols.findLoad(ref.id)?.how === "parameter"
  if (isParameter && !compiler.unset.at(-1)?.has(ref.id)) return read
  const { name } = node
  const { depth, slot } = frame.scope.find(ref)
  if (depth === 0) {
    return (a) => {
      const value = a.slots[slot]
      return value === MISSING ? new Undefined(name) : value
    }
  }
  return (a) => {
    const value = read(a)
    return value === MISSING ? new Undefined(name) : value
  }
}

function condition(compiler: Compiler, node: Expr & { kind: "CondExpr" }, frame: Frame): Evaluate {
  const soft = frame.softened()
  const consequent = compiler.expression(node.consequent, soft)
  const test = compiler.expression(node.test, soft)
  const otherwise = node.otherwise && compiler.expression(node.otherwise, soft)
  if (otherwise) return (a) => (truth(test(a)) ? consequent(a) : otherwise(a))
  const place = compiler.name === undefined ? "" : ` in '${compiler.name}'`
  const hint = `the inline if-expression on line ${node.line}${place} evaluated to false and no else section was defined.`
  return (a) => (truth(test(a)) ? consequent(a) : Undefined.hinted(hint))
}

function binary(node: Binary, left: Evaluate, right: Evaluate): Evaluate {
  switch (node.operator) {
    case "+":
      return (a) => add(left(a), right(a))
    case "-":
      return (a) => subtract(left(a), right(a))
    case "*":
      return (a) => multiply(left(a), right(a))
    case "/":
      return (a) => divide(left(a), right(a))
    case "//":
      return (a) => floorDivide(left(a), right(a))
    case "%":
      return (a) => modulo(left(a), right(a))
    case "**":
      return (a) => power(left(a), right(a))
  }
}

function comparison(node: Compare, of: (node: Expr) => Evaluate): Evaluate {
  const first = of(node.expr)
  const operands = node.operands.map(({ operator, expr }) => ({ operator, value: of(expr) }))
  const [only, more] = operands
  if (only && !more) {
    const { operator, value } = only
    return (a) => compareValues(operator, first(a), value(a))
  }
  return (a) => {
    let left = first(a)
    for (const { operator, value } of operands) {
      const right = value(a)
      if (!compareValues(operator, left, right)) return false
      left = right
    }
    return true
  }
}

function concat(parts: Evaluate[], frame: Frame): Evaluate {
  if (!frame.escaping.volatile && frame.escaping.autoescape)
    return (a) => markupJoin(parts.map((part) => part(a)))
  return (a) => {
    let out = ""
    const values = parts.map((part) => part(a))
    for (const value of values) out += typeof value === "string" ? value : str(value)
    checkText(out.length)
    return out
  }
}

/** Joined as `Markup` from the first part on that is one. */
function markupJoin(values: unknown[]): unknown {
  const texts = values.map(softStr)
  if (!texts.some(hasHtml)) return texts.map(textOf).join("")
  return new Markup(texts.map(escaped).join(""))
}

function attribute(object: Evaluate, name: string): Evaluate {
  return (a) => getAttribute(object(a), name)
}

function item(object: Evaluate, key: Expr, of: (node: Expr) => Evaluate): Evaluate {
  if (key.kind === "Slice") {
    const none: Evaluate = () => null
    const start = key.start ? of(key.start) : none
    const stop = key.stop ? of(key.stop) : none
    const step = key.step ? of(key.step) : none
    return (a) => slice(object(a), start(a), stop(a), step(a))
  }
  const index = of(key)
  return (a) => getItem(object(a), index(a))
}
