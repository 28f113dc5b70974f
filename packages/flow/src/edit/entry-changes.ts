import { isMap, isSeq, type Node } from "yaml"
import { isBlockScalar } from "../parse-yaml.ts"
import type { TextChange } from "./text-change.ts"
import { isPrintable, type Quote, scalarText } from "./write-scalar.ts"
import { dataOf, entryLines, flowTextOf, itemLines, keyText, type Written } from "./write-value.ts"
import { isEmpty } from "./yaml-nodes.ts"
import type { Collection, Entry, YamlTree } from "./yaml-tree.ts"

/** A pair or an item to be added. */
export interface NewEntry {
  key?: string
  written: Written
}

/** Adds an entry to a collection that has some. `index` is its place among them. */
export function insertEntry(
  tree: YamlTree,
  into: Collection,
  inFlow: boolean,
  index: number,
  added: NewEntry,
): TextChange[] {
  const entries = tree.entries(into)
  const before = entries[index - 1]
  const after = entries[index]
  if (inFlow) return inFlowCollection(tree, into, { before, after }, added)
  const lines =
    added.key === undefined
      ? itemLines(added.written, tree.style)
      : entryLines(added.key, added.written, tree.style)
  const column = " ".repeat(tree.column((entries[0] as Entry).start))
  const indented = lines.map((line) => (line === "" ? line : column + line))
  if (before) {
    const at = tree.blockEnd(before)
    const gap = gapOf(tree, entries, index)
    return [
      ...(at === tree.text.length ? closeLastBlock(tree) : []),
      { from: at, to: at, insert: [...gap, ...indented].map((line) => tree.eol + line).join("") },
    ]
  }
  const first = after as Entry
  if (tree.beginsLine(first.start)) {
    // What begins the file is about all of it.
    const lead = tree.leadStart(first)
    const at = lead === 0 ? tree.lineStart(first.start) : lead
    return [{ from: at, to: at, insert: indented.map((line) => line + tree.eol).join("") }]
  }
  const text = [lines[0], ...indented.slice(1)].join(tree.eol)
  return [{ from: first.start, to: first.start, insert: text + tree.eol + column }]
}

/** Items that stand apart by an empty line stay so. */
function gapOf(tree: YamlTree, entries: readonly Entry[], index: number): string[] {
  const [one, other] = [entries[index - 2], entries[index - 1]]
  if (!one || !other || entries[index]) return []
  const between = tree.text.slice(tree.blockEnd(one), tree.leadStart(other))
  return /^\r?\n[ \t]*\r?\n$/.test(between) ? [""] : []
}

/**
 * A block of text at the very end that lacks its last line break would get one by what is put below it: its header then
 * says that it has none.
 */
export function closeLastBlock(tree: YamlTree): TextChange[] {
  if (/(?:^|\n)[ \t]*$/.test(tree.text)) return []
  let last: Entry | undefined
  for (let node = tree.root; (isMap(node) || isSeq(node)) && !node.flow; node = last?.node ?? null)
    last = tree.entries(node).at(-1)
  if (!last?.node || !isBlockScalar(last.node)) return []
  const header = /^[|>][-+\d]*/.exec(tree.text.slice(last.from))?.[0] ?? ""
  if (header.includes("-")) return []
  const at = last.from + header.length
  const keep = header.indexOf("+")
  if (keep > 0) return [{ from: last.from + keep, to: last.from + keep + 1, insert: "-" }]
  return [{ from: at, to: at, insert: "-" }]
}

function inFlowCollection(
  tree: YamlTree,
  into: Collection,
  { before, after }: { before: Entry | undefined; after: Entry | undefined },
  { key, written }: NewEntry,
): TextChange[] {
  const value = flowTextOf(dataOf(written), tree.style)
  const text = key === undefined ? value : `${keyText(key, tree.style, true)}: ${value}`
  if (before) return [{ from: before.end, to: before.end, insert: `, ${text}` }]
  if (after) return [{ from: after.start, to: after.start, insert: `${text}, ` }]
  const at = tree.range(into)[0] + 1
  return [{ from: at, to: at, insert: text }]
}

/** Takes an entry out of a collection that has others. Comments above it stay. */
export function removeEntry(tree: YamlTree, from: Collection, inFlow: boolean, index: number): TextChange[] {
  const entries = tree.entries(from)
  const entry = entries[index] as Entry
  const next = entries[index + 1]
  if (inFlow) {
    const before = entries[index - 1]
    if (next) return [{ from: entry.start, to: next.start, insert: "" }]
    return [{ from: before ? before.end : entry.start, to: entry.end, insert: "" }]
  }
  const end = tree.blockEnd(entry)
  if (!tree.beginsLine(entry.start)) {
    // `- a: 1`, with `b: 2` below: what follows takes its place.
    const gap = next ? tree.text.slice(end, next.start) : ""
    const to = next && gap.trim() === "" ? next.start : end
    return [{ from: entry.start, to, insert: "" }]
  }
  return removeLines(tree, tree.lineStart(entry.start), end)
}

/** Takes out whole lines, and one of two gaps that they leave. */
export function removeLines(tree: YamlTree, start: number, end: number): TextChange[] {
  let to = tree.nextLine(end)
  if (to === end) {
    // The last line has no line break: it is the one before that goes.
    const before = start > 0 ? start - (tree.text[start - 2] === "\r" ? 2 : 1) : 0
    return [{ from: before, to: end, insert: "" }]
  }
  const gap = /^(?:[ \t]*\r?\n)+(?=.)/s.exec(tree.text.slice(to))
  const above = tree.text.slice(tree.lineStart(Math.max(0, start - 1)), start)
  if (gap && start > 0 && above.trim() === "") to += gap[0].length
  return [{ from: start, to, insert: "" }]
}

/** Moves an entry among the others, with the comments right above it. */
export function moveEntry(
  tree: YamlTree,
  within: Collection,
  inFlow: boolean,
  from: number,
  to: number,
): TextChange[] {
  const units = tree.entries(within).map((entry) => ({
    start: inFlow ? entry.start : tree.leadStart(entry),
    end: inFlow ? entry.end : tree.blockEnd(entry),
  }))
  const unit = (index: number) => units[index] as { start: number; end: number }
  const { start, end } = unit(from)
  const text = tree.text.slice(start, end)
  if (from < to) {
    const gap = tree.text.slice(end, unit(from + 1).start)
    const at = unit(to).end
    return [
      { from: start, to: unit(from + 1).start, insert: "" },
      { from: at, to: at, insert: gap + text },
    ]
  }
  const before = unit(from - 1).end
  const at = unit(to).start
  return [
    { from: at, to: at, insert: text + tree.text.slice(before, start) },
    { from: before, to: end, insert: "" },
  ]
}

/** Writes another key in the place of one, in the same quotes. */
export function renameKey(tree: YamlTree, entry: Entry, inFlow: boolean, to: string): TextChange[] {
  const node = entry.keyNode as Node
  const [start, end] = tree.range(node)
  if (isEmpty(node)) return [{ from: start, to: start, insert: keyText(to, tree.style, inFlow) }]
  const first = tree.text[start]
  const quote: Quote | undefined = first === "'" || first === '"' ? first : undefined
  const always = quote !== undefined
  const text = scalarText(to, { flow: inFlow, quote: quote ?? tree.style.quote, always })
  return [{ from: start, to: end, insert: text }]
}

/**
 * The lines of a mapping, the value of an entry, as they stand, moved to the left edge, without some of its pairs; undefined
 * if it is no block. `bare` leaves out the comments between pairs and below the last.
 */
export function linesOf(
  tree: YamlTree,
  owner: Entry,
  omitted: readonly string[] = [],
  bare = false,
): string[] | undefined {
  const { node } = owner
  if (!isMap(node) || node.flow) return undefined
  const entries = tree.entries(node)
  const first = entries[0]
  if (!first) return undefined
  const column = tree.column(first.start)
  const lines: string[] = []
  let at = first.start
  for (const entry of entries) {
    const start = entry === first ? first.start : tree.lineStart(entry.start)
    if (!bare) lines.push(...dedented(tree, at, start, column))
    at = tree.nextLine(tree.blockEnd(entry))
    if (!omitted.includes(entry.key ?? "")) lines.push(...dedented(tree, start, at, column))
  }
  if (!bare) lines.push(...dedented(tree, at, tree.blockEnd(owner), column))
  return lines.every(isPrintable) ? lines : undefined
}

function dedented(tree: YamlTree, from: number, to: number, column: number): string[] {
  const lines: string[] = []
  for (let at = from; at < to; at = tree.nextLine(at)) {
    const line = tree.text.slice(at, tree.lineEnd(at))
    const blanks = /^ */.exec(line)?.[0].length ?? 0
    // Of the first line only what is behind the dash is there.
    lines.push(tree.column(at) > 0 ? line : line.slice(Math.min(blanks, column)))
  }
  return lines
}
