import type { Value } from "@internal/value"
import { isAlias, isMap, isScalar, isSeq, type Node } from "yaml"
import { plainScalar, taggedScalar } from "../yaml-scalar.ts"
import type { TextRange } from "./text-change.ts"
import { isMergeKey } from "./yaml-nodes.ts"
import type { Collection, Entry, YamlTree } from "./yaml-tree.ts"

/** What could be read of a value, also in a text with mistakes, and where it is written. */
export interface Described {
  value: Value
  /** From the value itself; of what is left out, the empty place where it would stand. */
  range: TextRange
  entries?: Map<string, DescribedEntry>
  items?: DescribedEntry[]
}
export interface DescribedEntry {
  /** The key, or the item. */
  name: TextRange
  /** The whole entry, from its key or dash to where its value ends. */
  range: TextRange
  node: Described
}

const MOST = 100_000

/** Reads a tree as far as that is possible. Of keys that are there twice the first counts; never throws. */
export function describeTree(tree: YamlTree): Described {
  // Aliases in aliases can stand for more than anyone can read.
  let left = MOST
  const read = (node: Node | null, range: TextRange, within: readonly Node[]): Described => {
    const at = tree.target(node)
    if (!at || within.includes(at) || left-- <= 0) return { value: null, range }
    if (isScalar(at)) return { value: scalarOf(at), range }
    if (!isMap(at) && !isSeq(at)) return { value: null, range }
    const inner = (entry: Entry): DescribedEntry => ({
      name: nameRange(tree, entry),
      range: { from: entry.start, to: Math.max(entry.end, entry.start) },
      node: read(entry.node, { from: entry.from, to: entry.end }, [...within, at]),
    })
    if (isSeq(at)) {
      const items = tree.entries(at).map(inner)
      return { value: items.map((item) => item.node.value), range, items }
    }
    const entries = new Map<string, DescribedEntry>()
    const own = tree.entries(at).filter(({ keyNode }) => !isMergeKey(keyNode))
    for (const entry of [...own, ...mergedEntries(tree, at, 0)]) {
      const key = entry.key ?? ""
      if (!entries.has(key)) entries.set(key, inner(entry))
    }
    const value = new Map(Array.from(entries, ([key, entry]) => [key, entry.node.value]))
    return { value, range, entries }
  }
  const all = { from: 0, to: tree.text.length }
  return read(tree.root, all, [])
}

function mergedEntries(tree: YamlTree, node: Collection, depth: number): Entry[] {
  if (depth > 20) return []
  return tree
    .mergedMaps(node)
    .flatMap((source) => [
      ...tree.entries(source).filter(({ keyNode }) => !isMergeKey(keyNode)),
      ...mergedEntries(tree, source, depth + 1),
    ])
}

function nameRange(tree: YamlTree, entry: Entry): TextRange {
  if (!entry.keyNode || isAlias(entry.keyNode)) return { from: entry.start, to: entry.start }
  const [from, to] = tree.range(entry.keyNode)
  return { from, to }
}

function scalarOf(node: Node): Value {
  if (!isScalar(node)) return null
  const text = typeof node.value === "string" ? node.value : ""
  if (node.tag && node.tag !== "tag:yaml.org,2002:str") return taggedScalar(node.tag, text)
  return node.type === "PLAIN" && !node.tag ? plainScalar(text) : text
}
