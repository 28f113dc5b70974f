import type { Node } from "../syntax/ast.ts"
import { children } from "../syntax/children.ts"

/** Which of these names are read below the nodes before anything there assigns them. Blocks are left out. */
export function findUndeclared(nodes: readonly Node[], names: readonly string[]): Set<string> {
  const wanted = new Set(names)
  const found = new Set<string>()
  const visit = (node: Node): void => {
    if (node.kind === "Block") return
    if (node.kind === "Name") {
      if (node.access === "load" && wanted.has(node.name)) found.add(node.name)
      else wanted.delete(node.name)
    } else for (const child of children(node)) visit(child)
  }
  for (const node of nodes) visit(node)
  return found
}
