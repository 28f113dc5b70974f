import type { For, If, Node, Stmt } from "../syntax/ast.ts"
import { children } from "../syntax/children.ts"
import type { Symbols } from "./symbols.ts"

/** Finds the names of the scope that a node opens. */
export function analyze(symbols: Symbols, node: Node): void {
  const visitor = new Visitor(symbols)
  visitor.all(insideOf(node))
}

function insideOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "AssignBlock":
      return node.body
    case "CallBlock":
      return [...node.args, ...node.defaults, ...node.body]
    case "With":
      return [...node.targets, ...node.body]
    default:
      return children(node)
  }
}

/** As `analyze`, for one of the three scopes of a loop. */
export function analyzeLoop(symbols: Symbols, node: For, part: "body" | "else" | "test"): void {
  const visitor = new Visitor(symbols)
  if (part !== "else") visitor.parameter(node.target)
  visitor.all(part === "else" ? node.otherwise : part === "body" ? node.body : node.test ? [node.test] : [])
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
        break
      case "NSRef":
        this.symbols.load(node.name)
        break
      case "If":
        this.branches(node)
        break
      case "Macro":
        this.symbols.store(node.name)
        break
      case "Import":
        this.visit(node.template)
        this.symbols.store(node.target)
        break
      case "FromImport":
        this.visit(node.template)
        for (const { alias } of node.names) this.symbols.store(alias)
        break
      default:
        this.all(outsideOf(node))
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

/** What of a node belongs to the scope around it, in the order of evaluation. */
function outsideOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "Assign":
      return [node.node, node.target]
    case "For":
      return [node.iter]
    case "CallBlock":
      return [node.call]
    case "FilterBlock":
      return [node.filter]
    case "With":
      return node.values
    case "AssignBlock":
      return [node.target]
    case "Scope":
    case "Block":
      return []
    default:
      return children(node)
  }
}
