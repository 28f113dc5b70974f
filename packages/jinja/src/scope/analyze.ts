import { children } from "../syntax/children.ts"
import type { For, If, Node, Stmt } from "../syntax/ast.ts"
import type { Symbols } from "./symbols.ts"

/** Finds the names of the scope that a node opens. */
export function analyze(symbols: Symbols, node: Node): void {
  const visitor = new Visitor(symbols)
  switch (node.kind) {
    case "AssignBlock":
      return visitor.all(node.body)
    case "CallBlock":
      return visitor.all([...node.args, ...node.defaults, ...node.body])
    case "With":
      return visitor.all([...node.targets, ...node.body])
    default:
      return visitor.all(children(node))
  }
}

/** As `analyze`, for one of the three scopes of a loop. */
export function analyzeLoop(symbols: Symbols, node: For, part: "body" | "else" | "test"): void {
  const visitor = new Visitor(symbols)
  if (part === "else") return visitor.all(node.otherwise)
  visitor.parameter(node.target)
  visitor.all(part === "body" ? node.body : node.test ? [node.test] : [])
}

class Visitor {
  symbols: Symbols

  constructor(symbols: Symbols) {
    this.symbols = symbols
  }

  all(nodes: readonly Node[]): void {
    for (const node of nodes) this.visit(node)
  }

  parameter(node: Node): void {
    if (node.kind === "Name") this.symbols.declareParameter(node.name)
    else if (node.kind === "NSRef") this.symbols.load(node.name)
    else for (const child of children(node)) this.parameter(child)
  }

  /** Nodes that open a scope of their own are only visited as far as they belong to this one. */
  visit(node: Node): void {
    switch (node.kind) {
      case "Name":
        if (node.access === "param") this.symbols.declareParameter(node.name)
        else if (node.access === "store") this.symbols.store(node.name)
        else this.symbols.load(node.name)
        return
      case "NSRef":
        return this.symbols.load(node.name)
      case "If":
        return this.branches(node)
      case "Macro":
        return this.symbols.store(node.name)
      case "Import":
        this.visit(node.template)
        return this.symbols.store(node.target)
      case "FromImport":
        this.visit(node.template)
        for (const { alias } of node.names) this.symbols.store(alias)
        return
      case "Assign":
        return this.all([node.node, node.target])
      case "For":
        return this.visit(node.iter)
      case "CallBlock":
        return this.visit(node.call)
      case "FilterBlock":
        return this.visit(node.filter)
      case "With":
        return this.all(node.values)
      case "AssignBlock":
        return this.visit(node.target)
      case "Scope":
      case "Block":
        return
      default:
        return this.all(children(node))
    }
  }

  branches(node: If): void {
    this.visit(node.test)
    const outer = this.symbols
    const within = (nodes: readonly Stmt[]) => {
      this.symbols = outer.copy()
      this.all(nodes)
      return this.symbols
    }
    const found = [within(node.body), within(node.elifs), within(node.otherwise)]
    this.symbols = outer
    outer.mergeBranches(found)
  }
}
