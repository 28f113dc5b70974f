import type { Access, Expr, Target } from "./ast.ts"

const CLASS: Record<string, string> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
}
const UNARY: Record<string, string> = { not: "not", "-": "neg", "+": "pos" }

/** The name of Jinja2's class for a node, in lower case. */
export function className(node: Expr): string {
  if (node.kind === "Binary") return CLASS[node.operator] as string
  if (node.kind === "Logical") return node.operator
  return node.kind === "Unary" ? (UNARY[node.operator] as string) : node.kind.toLowerCase()
}

/** Names that are constants. */
export function isKeyword(name: string): boolean {
  return /^([tT]rue|[fF]alse|[nN]one)$/.test(name)
}

export function isTarget(node: Expr): node is Target {
  if (node.kind === "Tuple") return node.items.every(isTarget)
  return node.kind === "NSRef" || (node.kind === "Name" && !isKeyword(node.name))
}

export function setAccess(target: Target, access: Access): void {
  if (target.kind === "Name") target.access = access
  // `isTarget` has looked at every item.
  if (target.kind === "Tuple") for (const item of target.items) setAccess(item as Target, access)
}
