import type { ArithmeticOperator } from "../values/arithmetic.ts"

/** The syntax tree, node for node Jinja2's, since scopes, folding and line numbers depend on its shape. */
interface Base {
  /** Line that Jinja2 gives the node, from 1. */
  line: number
}

export type Access = "load" | "store" | "param"
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in"

export interface Const extends Base {
  kind: "Const"
  value: unknown
}
export interface TemplateData extends Base {
  kind: "TemplateData"
  data: string
}
export interface Name extends Base {
  kind: "Name"
  name: string
  access: Access
  /** Where it is in the text with `\n` as its only line break; absent where it stands for no text. */
  start?: number
}
/** `ns.attr` as a target of `set`. */
export interface NamespaceRef extends Base {
  kind: "NSRef"
  name: string
  attribute: string
}
export interface TupleNode extends Base {
  kind: "Tuple"
  items: Expr[]
}
export interface ListNode extends Base {
  kind: "List"
  items: Expr[]
}
export interface Pair extends Base {
  kind: "Pair"
  key: Expr
  value: Expr
}
export interface DictNode extends Base {
  kind: "Dict"
  items: Pair[]
}
export interface CondExpr extends Base {
  kind: "CondExpr"
  test: Expr
  consequent: Expr
  otherwise: Expr | null
}
export interface Binary extends Base {
  kind: "Binary"
  operator: ArithmeticOperator
  left: Expr
  right: Expr
}
export interface Logical extends Base {
  kind: "Logical"
  operator: "and" | "or"
  left: Expr
  right: Expr
}
export interface Unary extends Base {
  kind: "Unary"
  operator: "not" | "-" | "+"
  node: Expr
}
export interface Operand extends Base {
  kind: "Operand"
  operator: CompareOperator
  expr: Expr
}
export interface Compare extends Base {
  kind: "Compare"
  expr: Expr
  operands: Operand[]
}
export interface Concat extends Base {
  kind: "Concat"
  nodes: Expr[]
}
export interface Getattr extends Base {
  kind: "Getattr"
  node: Expr
  attribute: string
}
export interface Getitem extends Base {
  kind: "Getitem"
  node: Expr
  key: Expr
}
export interface SliceNode extends Base {
  kind: "Slice"
  start: Expr | null
  stop: Expr | null
  step: Expr | null
}
export interface Keyword extends Base {
  kind: "Keyword"
  key: string
  value: Expr
}

export interface Arguments {
  args: Expr[]
  kwargs: Keyword[]
  /** `*args` of a call. */
  spread: Expr | null
  /** `**kwargs` of a call. */
  spreadNamed: Expr | null
}

export interface Call extends Base, Arguments {
  kind: "Call"
  node: Expr
}
/** `node` is null where the filter applies to the block around it. */
export interface Filter extends Base, Arguments {
  kind: "Filter"
  node: Expr | null
  name: string
}
export interface Test extends Base, Arguments {
  kind: "Test"
  node: Expr
  name: string
}

export type Expr =
  | Const
  | TemplateData
  | Name
  | NamespaceRef
  | TupleNode
  | ListNode
  | DictNode
  | CondExpr
  | Binary
  | Logical
  | Unary
  | Compare
  | Concat
  | Getattr
  | Getitem
  | SliceNode
  | Call
  | Filter
  | Test

/** What can be assigned to. */
export type Target = Name | NamespaceRef | TupleNode

export interface Output extends Base {
  kind: "Output"
  nodes: Expr[]
}
export interface For extends Base {
  kind: "For"
  target: Target
  iter: Expr
  body: Stmt[]
  otherwise: Stmt[]
  test: Expr | null
  recursive: boolean
}
export interface If extends Base {
  kind: "If"
  test: Expr
  body: Stmt[]
  elifs: If[]
  otherwise: Stmt[]
}
export interface Macro extends Base {
  kind: "Macro"
  name: string
  args: Name[]
  defaults: Expr[]
  body: Stmt[]
}
export interface CallBlock extends Base {
  kind: "CallBlock"
  call: Call
  args: Name[]
  defaults: Expr[]
  body: Stmt[]
}
export interface FilterBlock extends Base {
  kind: "FilterBlock"
  body: Stmt[]
  filter: Filter
}
export interface With extends Base {
  kind: "With"
  targets: Target[]
  values: Expr[]
  body: Stmt[]
}
export interface Block extends Base {
  kind: "Block"
  name: string
  body: Stmt[]
  scoped: boolean
  required: boolean
}
export interface Extends extends Base {
  kind: "Extends"
  template: Expr
}
export interface Include extends Base {
  kind: "Include"
  template: Expr
  withContext: boolean
  ignoreMissing: boolean
}
export interface Import extends Base {
  kind: "Import"
  template: Expr
  target: string
  withContext: boolean
}
export interface FromImport extends Base {
  kind: "FromImport"
  template: Expr
  names: { name: string; alias: string }[]
  withContext: boolean
}
export interface Assign extends Base {
  kind: "Assign"
  target: Target
  node: Expr
}
export interface AssignBlock extends Base {
  kind: "AssignBlock"
  target: Target
  filter: Filter | null
  body: Stmt[]
}
export interface Autoescape extends Base {
  kind: "Autoescape"
  value: Expr
  body: Stmt[]
}
/** The scope that an `autoescape` block opens. */
export interface ScopeNode extends Base {
  kind: "Scope"
  body: Stmt[]
}

export type Stmt =
  | Output
  | For
  | If
  | Macro
  | CallBlock
  | FilterBlock
  | With
  | Block
  | Extends
  | Include
  | Import
  | FromImport
  | Assign
  | AssignBlock
  | Autoescape
  | ScopeNode

export interface TemplateNode extends Base {
  kind: "Template"
  body: Stmt[]
}

export type Node = Expr | Stmt | Pair | Operand | Keyword | TemplateNode
