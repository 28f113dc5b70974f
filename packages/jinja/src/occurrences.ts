import type { Node } from "./syntax/ast.ts"
import { children, findAll } from "./syntax/children.ts"
import { parse } from "./syntax/parser.ts"
import { variables } from "./variables.ts"

/** Part of a template, in offsets of its source. */
export interface Occurrence {
  from: number
  to: number
}

export interface VariableOccurrences {
  /** Where the variable stands, in order. Variables of loops, macros and `with` that are called the same are others. */
  places: Occurrence[]
  /** Every name that the template uses for anything: a variable that is called anew must be called otherwise. */
  names: Set<string>
  /** Whether the template also gives the name to a macro, an import or a namespace, so that it cannot be told apart. */
  ambiguous: boolean
}

/**
 * Where a template names one of its variables, by the tokens: never in a string, a comment or as an attribute. If it sets
 * the variable as well, those places count. Fails with a `JinjaError` when the template does not compile.
 */
export function variableOccurrences(source: string, name: string): VariableOccurrences {
  const tree = parse(source, { trimBlocks: true, lstripBlocks: false, keepTrailingNewline: true })
  const isFree = variables(source).some((variable) => variable.name === name)
  const declared = declaredNames(tree)
  const names = new Set([...Array.from(findAll(tree, "Name"), (node) => node.name), ...declared])
  const starts = isFree ? [...occurrencesIn(tree, name)].sort((a, b) => a - b) : []
  const toSource = sourceOffsets(source)
  const places = starts.map((start) => ({ from: toSource(start), to: toSource(start + name.length) }))
  return { places, names, ambiguous: isFree && declared.includes(name) }
}

/** Names that are given otherwise than by a name token of the tree. */
function declaredNames(tree: Node): string[] {
  return [
    ...Array.from(findAll(tree, "Macro"), (node) => node.name),
    ...Array.from(findAll(tree, "NSRef"), (node) => node.name),
    ...Array.from(findAll(tree, "Import"), (node) => node.target),
    ...Array.from(findAll(tree, "FromImport")).flatMap((node) => node.names.map(({ alias }) => alias)),
  ]
}

function* occurrencesIn(node: Node, name: string): Generator<number> {
  if (node.kind === "Name") {
    if (node.name === name && node.start !== undefined) yield node.start
    return
  }
  for (const child of outside(node, name) ?? children(node)) yield* occurrencesIn(child, name)
}

/** What of a node is outside the scope in which it makes the name its own; undefined where it does not. */
function outside(node: Node, name: string): readonly Node[] | undefined {
  const binds = (targets: readonly Node[]) =>
    targets.some((target) =>
      target.kind === "Name"
        ? target.name === name
        : [...findAll(target, "Name")].some((at) => at.name === name),
    )
  switch (node.kind) {
    case "For":
      return binds([node.target]) ? [node.iter, ...node.otherwise] : undefined
    case "Macro":
      return binds(node.args) ? [] : undefined
    case "CallBlock":
      return binds(node.args) ? [node.call] : undefined
    case "With":
      return binds(node.targets) ? node.values : undefined
    default:
      return undefined
  }
}

/** The lexer reads `\r\n` as one character. */
function sourceOffsets(source: string): (offset: number) => number {
  const breaks = Array.from(source.matchAll(/\r\n/g), ({ index }, before) => index - before)
  return (offset) => offset + breaks.filter((at) => at < offset).length
}
