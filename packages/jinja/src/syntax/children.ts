import type { Arguments, Expr, Node } from "./ast.ts"

const present = (nodes: (Expr | null)[]) => nodes.filter((node) => node !== null)
const argumentsOf = (node: Arguments): Node[] => [
  ...node.args,
  ...node.kwargs,
  ...present([node.spread, node.spreadNamed]),
]

/** The nodes directly inside a node, in the order in which Jinja2 visits them. */
export function children(node: Node): Node[] {
  switch (node.kind) {
    case "Const":
    case "TemplateData":
    case "Name":
    case "NSRef":
      return []
    case "Tuple":
    case "List":
    case "Dict":
      return node.items
    case "Pair":
      return [node.key, node.value]
    case "Keyword":
      return [node.value]
    case "CondExpr":
      return present([node.test, node.consequent, node.otherwise])
    case "Binary":
    case "Logical":
      return [node.left, node.right]
    case "Unary":
      return [node.node]
    case "Operand":
      return [node.expr]
    case "Compare":
      return [node.expr, ...node.operands]
    case "Concat":
    case "Output":
      return node.nodes
    case "Getattr":
      return [node.node]
    case "Getitem":
      return [node.node, node.key]
    case "Slice":
      return present([node.start, node.stop, node.step])
    case "Call":
    case "Test":
      return [node.node, ...argumentsOf(node)]
    case "Filter":
      return [...present([node.node]), ...argumentsOf(node)]
    case "For":
      return [node.target, node.iter, ...node.body, ...node.otherwise, ...present([node.test])]
    case "If":
      return [node.test, ...node.body, ...node.elifs, ...node.otherwise]
    case "Macro":
      return [...node.args, ...node.defaults, ...node.body]
    case "CallBlock":
      return [node.call, ...node.args, ...node.defaults, ...node.body]
    case "FilterBlock":
      return [...node.body, node.filter]
    case "With":
      return [...node.targets, ...node.values, ...node.body]
    case "Block":
    case "Scope":
    case "Template":
      return node.body
    case "Extends":
    case "Include":
    case "Import":
    case "FromImport":
      return [node.template]
    case "Assign":
      return [node.target, node.node]
    case "AssignBlock":
      return [node.target, ...(node.filter ? [node.filter] : []), ...node.body]
    case "Autoescape":
      return [node.value, ...node.body]
  }
}

/** All nodes of a kind below a node, outermost and leftmost first. */
export function* findAll<K extends Node["kind"]>(node: Node, kind: K): Generator<Extract<Node, { kind: K }>> {
  for (const child of children(node)) {
    if (child.kind === kind) yield child as Extract<Node, { kind: K }> // the test above, which does not narrow generics
    yield* findAll(child, kind)
  }
}
