import type { FilterScope } from "../call/py-function.ts"
import { JinjaError } from "../error.ts"
import { FILTERS } from "../filters/registry.ts"
import { getAttribute, getItem } from "../lookup/attribute.ts"
import { slice } from "../lookup/slice.ts"
import type { Arguments, Compare, Expr, Filter, SliceNode, Test } from "../syntax/ast.ts"
import { TESTS } from "../tests.ts"
import { negate, OPERATORS, positive } from "../values/arithmetic.ts"
import { Complex } from "../values/complex.ts"
import { dictSet } from "../values/dict.ts"
import { toList } from "../values/iterate.ts"
import { Markup } from "../values/markup.ts"
import { isNumber } from "../values/number.ts"
import { Range } from "../values/range.ts"
import { str } from "../values/text.ts"
import { truth } from "../values/truth.ts"
import { Tuple } from "../values/tuple.ts"
import { Undefined } from "../values/undefined.ts"
import { compareValues } from "./compare.ts"
import type { EscapeKnowledge } from "./frame.ts"

/** Says that a node has no value before a rendering. */
export class Impossible extends Error {}

function impossible(): never {
  throw new Impossible("not a constant")
}

/** Runs what Jinja2 runs inside `try: … except Exception: raise Impossible`. */
function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof JinjaError || error instanceof RangeError) impossible()
    throw error
  }
}

/**
 * The value of an expression of constants, computed while compiling as Jinja2 does, or an `Impossible`. The difference
 * shows inside `autoescape`, and in errors that a condition would have avoided.
 */
export function constantOf(node: Expr, escaping: EscapeKnowledge): unknown {
  const of = (inner: Expr) => constantOf(inner, escaping)
  switch (node.kind) {
    case "Const":
      return node.value
    case "TemplateData":
      if (escaping.volatile) impossible()
      return escaping.autoescape ? new Markup(node.data) : node.data
    case "Tuple":
      return new Tuple(node.items.map(of))
    case "List":
      return node.items.map(of)
    case "Dict": {
      const dict = new Map<unknown, unknown>()
      for (const [key, value] of node.items.map((pair) => [of(pair.key), of(pair.value)]))
        dictSet(dict, key, value)
      return dict
    }
    case "CondExpr":
      if (truth(of(node.test))) return of(node.consequent)
      return node.otherwise ? of(node.otherwise) : impossible()
    case "Binary":
      return attempt(() => OPERATORS[node.operator](of(node.left), of(node.right)))
    case "Logical": {
      const left = of(node.left)
      return truth(left) === (node.operator === "or") ? left : of(node.right)
    }
    case "Unary":
      return attempt(() => unary(node.operator, of(node.node)))
    case "Compare":
      return comparison(node, of)
    case "Concat":
      return node.nodes.map((part) => str(of(part))).join("")
    case "Getattr":
      return attempt(() => getAttribute(of(node.node), node.attribute))
    case "Getitem":
      return attempt(() => item(of(node.node), node.key, of))
    case "Filter":
    case "Test":
      return application(node, escaping)
    default:
      return impossible()
  }
}

function unary(operator: "not" | "-" | "+", value: unknown): unknown {
  if (operator === "not") return !truth(value)
  return operator === "-" ? negate(value) : positive(value)
}

function comparison(node: Compare, of: (node: Expr) => unknown): unknown {
  let left = of(node.expr)
  for (const operand of node.operands) {
    const right = of(operand.expr)
    if (!attempt(() => compareValues(operand.operator, left, right))) return false
    left = right
  }
  return true
}

function item(object: unknown, key: Expr, of: (node: Expr) => unknown): unknown {
  if (key.kind !== "Slice") return getItem(object, of(key))
  const part = (node: SliceNode["start"]) => (node ? of(node) : null)
  const parts = [part(key.start), part(key.stop), part(key.step)] as const
  try {
    return slice(object, ...parts)
  } catch (error) {
    // While compiling, a slice that does not fit is looked up like any other key, and is undefined.
    if (error instanceof JinjaError && error.kind === "TypeError") return new Undefined(null, object)
    throw error
  }
}

function application(node: Filter | Test, escaping: EscapeKnowledge): unknown {
  if (escaping.volatile || !node.node) impossible()
  const operation = (node.kind === "Filter" ? FILTERS : TESTS).get(node.name)
  if (!operation || operation.contextual) impossible()
  const subject = constantOf(node.node, escaping)
  const { args, kwargs } = argumentsOf(node, escaping)
  const values = attempt(() => operation.bind([subject, ...args], kwargs))
  return attempt(() => operation.run({ ...NOWHERE, autoescape: escaping.autoescape }, ...values))
}

const NOWHERE: FilterScope = { autoescape: false, filter: impossible, test: impossible, random: impossible }

function argumentsOf(node: Arguments, escaping: EscapeKnowledge) {
  const args = node.args.map((arg) => constantOf(arg, escaping))
  const kwargs = new Map(node.kwargs.map(({ key, value }) => [key, constantOf(value, escaping)]))
  const { spread, spreadNamed } = node
  if (spread) args.push(...attempt(() => toList(constantOf(spread, escaping))))
  const named = spreadNamed ? attempt(() => constantOf(spreadNamed, escaping)) : undefined
  if (named !== undefined && !(named instanceof Map)) impossible()
  for (const [key, value] of named ?? []) kwargs.set(String(key), value)
  return { args, kwargs }
}

/** Whether Jinja2 would write the value into its generated code. */
export function isWritable(value: unknown): boolean {
  if (value === null || typeof value === "string" || isNumber(value)) return true
  if (value instanceof Markup || value instanceof Range || value instanceof Complex) return true
  if (value instanceof Tuple) return value.items.every(isWritable)
  if (Array.isArray(value)) return value.every(isWritable)
  return value instanceof Map && Array.from(value).every(([key, item]) => isWritable(key) && isWritable(item))
}
