import type { Arguments, Expr } from "../syntax/ast.ts"
import { constantOf, Impossible, isWritable } from "./constant.ts"
import type { EscapeKnowledge } from "./frame.ts"

/** Nodes already folded: their tree does not change again. */
const done = new WeakSet<Expr>()

/** Replaces what is constant inside an expression by its value. Changes the tree in place and returns its new root. */
export function fold(node: Expr, escaping: EscapeKnowledge): Expr {
  if (done.has(node)) return node
  foldChildren(node, (child) => fold(child, escaping))
  done.add(node)
  if (node.kind === "Const") return node
  try {
    const value = constantOf(node, escaping)
    return isWritable(value) ? { kind: "Const", value, line: node.line } : node
  } catch (error) {
    if (error instanceof Impossible) return node
    throw error
  }
}

function foldChildren(node: Expr, again: (node: Expr) => Expr): void {
  const maybe = (child: Expr | null) => child && again(child)
  switch (node.kind) {
    case "Tuple":
    case "List":
      node.items = node.items.map(again)
      break
    case "Dict":
      for (const pair of node.items) {
        pair.key = again(pair.key)
        pair.value = again(pair.value)
      }
      break
    case "CondExpr":
      node.test = again(node.test)
      node.consequent = again(node.consequent)
      node.otherwise = maybe(node.otherwise)
      break
    case "Binary":
    case "Logical":
      node.left = again(node.left)
      node.right = again(node.right)
      break
    case "Unary":
    case "Getattr":
      node.node = again(node.node)
      break
    case "Compare":
      node.expr = again(node.expr)
      for (const operand of node.operands) operand.expr = again(operand.expr)
      break
    case "Concat":
      node.nodes = node.nodes.map(again)
      break
    case "Getitem":
      node.node = again(node.node)
      if (node.key.kind === "Slice") foldChildren(node.key, again)
      else node.key = again(node.key)
      break
    case "Slice":
      node.start = maybe(node.start)
      node.stop = maybe(node.stop)
      node.step = maybe(node.step)
      break
    case "Filter":
      node.node = maybe(node.node)
      foldArguments(node, again)
      break
    case "Call":
    case "Test":
      node.node = again(node.node)
      foldArguments(node, again)
  }
}

function foldArguments(node: Arguments, again: (node: Expr) => Expr): void {
  node.args = node.args.map(again)
  for (const keyword of node.kwargs) keyword.value = again(keyword.value)
  if (node.spread) node.spread = again(node.spread)
  if (node.spreadNamed) node.spreadNamed = again(node.spreadNamed)
}
