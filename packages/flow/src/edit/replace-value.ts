import { isMap, isScalar, isSeq, type Node } from "yaml"
import { isBlockScalar } from "../parse-yaml.ts"
import type { TextChange } from "./text-change.ts"
import { blockLiteral, isScalarValue, type Quote, type Scalar, scalarText } from "./write-scalar.ts"
import { blockValue, dataOf, flowTextOf, indent, itemLines, type Written } from "./write-value.ts"
import { isEmpty } from "./yaml-nodes.ts"
import type { Entry, YamlTree } from "./yaml-tree.ts"

/** Writes a value where another one, or nothing, stands behind a key or a dash. */
export function replaceValue(tree: YamlTree, entry: Entry, inFlow: boolean, written: Written): TextChange[] {
  const changes: TextChange[] = entry.tag ? [withoutTag(tree, entry, entry.tag)] : []
  return [...changes, ...(inFlow ? onOneLine(tree, entry, written) : inBlock(tree, entry, written))]
}

function withoutTag(tree: YamlTree, entry: Entry, { from, to }: { from: number; to: number }): TextChange {
  const blanks = /^[ \t]*/.exec(tree.text.slice(to))?.[0].length ?? 0
  return { from, to: Math.max(to, Math.min(to + blanks, entry.from)), insert: "" }
}

function onOneLine(tree: YamlTree, entry: Entry, written: Written): TextChange[] {
  const value = dataOf(written)
  const text = isScalarValue(value) ? alike(tree, entry.node, value, true) : flowTextOf(value, tree.style)
  if (entry.node && !isEmpty(entry.node)) return [{ from: entry.from, to: entry.end, insert: text }]
  // A key alone, as in `{a}`, has no colon yet.
  const isPair = entry.key !== undefined
  const lead = entry.mark === undefined && isPair ? ": " : " "
  const at = entry.props ?? entry.end
  return [{ from: at, to: at, insert: lead + text }]
}

/** A scalar quoted like the one that it replaces. */
function alike(tree: YamlTree, old: Node | null, value: Scalar, flow: boolean): string {
  const quote: Quote | undefined = !isScalar(old)
    ? undefined
    : old.type === "QUOTE_DOUBLE"
      ? '"'
      : old.type === "QUOTE_SINGLE"
        ? "'"
        : undefined
  return scalarText(value, { flow, quote: quote ?? tree.style.quote, always: quote !== undefined })
}

function inBlock(tree: YamlTree, entry: Entry, written: Written): TextChange[] {
  const { node } = entry
  const { inline, lines } = textFor(tree, entry, written)
  if (!node || isEmpty(node)) return behindMark(tree, entry, inline, lines)
  if (isBlockScalar(node)) return forBlockScalar(tree, entry, inline, lines)
  if ((isMap(node) || isSeq(node)) && !node.flow) return forBlock(tree, entry, inline, lines)
  const end = tree.lineEnd(entry.end)
  const bare = inline.trimStart()
  const from = bare === "" ? blanksBefore(tree, entry.from) : entry.from
  return [{ from, to: entry.end, insert: bare }, ...below(tree, end, end, lines)]
}

/** What is written in the line of the key, with a blank in front, and the lines below it. */
function textFor(tree: YamlTree, entry: Entry, written: Written): { inline: string; lines: string[] } {
  const column = " ".repeat(tree.column(entry.start))
  const below = (lines: readonly string[]) => lines.map((line) => (line === "" ? line : column + line))
  const block = typeof written === "string" ? blockLiteral(written) : undefined
  if (block) {
    const by = bodyIndent(tree, entry) ?? tree.style.step
    return { inline: ` ${block.header}`, lines: below(indent(block.lines, by)) }
  }
  const value = dataOf(written)
  if (isScalarValue(value)) return { inline: ` ${alike(tree, entry.node, value, false)}`, lines: [] }
  if (entry.key !== undefined) {
    const { inline, lines } = blockValue(written, tree.style)
    return { inline, lines: below(lines) }
  }
  const [first = "", ...rest] = itemLines(written, tree.style)
  return { inline: first.slice(1), lines: below(rest) }
}

/** How far the lines of a block of text are indented below its key. */
function bodyIndent(tree: YamlTree, entry: Entry): number | undefined {
  if (!entry.node || !isBlockScalar(entry.node)) return undefined
  const body = tree.text.slice(tree.nextLine(entry.from), entry.end)
  const first = body.split("\n").find((line) => line.trim() !== "")
  const by = (/^ */.exec(first ?? "")?.[0].length ?? 0) - tree.column(entry.start)
  return by > 0 ? by : undefined
}

function behindMark(tree: YamlTree, entry: Entry, inline: string, lines: readonly string[]): TextChange[] {
  const at = entry.props ?? entry.end
  const end = tree.lineEnd(at)
  return [{ from: at, to: at, insert: inline }, ...below(tree, end, end, lines)]
}

/** The header keeps its comment. */
function forBlockScalar(tree: YamlTree, entry: Entry, inline: string, lines: readonly string[]) {
  const header = /^[|>][-+\d]*/.exec(tree.text.slice(entry.from))?.[0].length ?? 1
  const bare = inline.trimStart()
  const from = bare === "" ? blanksBefore(tree, entry.from) : entry.from
  const lineEnd = tree.lineEnd(entry.from)
  return [
    { from, to: entry.from + header, insert: bare },
    ...below(tree, lineEnd, Math.max(lineEnd, entry.end), lines),
  ]
}

function forBlock(tree: YamlTree, entry: Entry, inline: string, lines: readonly string[]): TextChange[] {
  const end = tree.blockEnd(entry)
  const at = entry.props ?? entry.start
  const lineEnd = tree.lineEnd(at)
  // `- a: 1`: the value begins in the line of its dash.
  if (entry.from < lineEnd) {
    const from = inline.trim() === "" ? blanksBefore(tree, entry.from) : entry.from
    return [{ from, to: end, insert: [inline.trimStart(), ...lines].join(tree.eol) }]
  }
  return [{ from: at, to: at, insert: inline }, ...below(tree, lineEnd, end, lines)]
}

/** Puts lines in the place of those between two ends of lines. */
function below(tree: YamlTree, from: number, to: number, lines: readonly string[]): TextChange[] {
  if (from === to && lines.length === 0) return []
  return [{ from, to, insert: lines.map((line) => tree.eol + line).join("") }]
}

function blanksBefore(tree: YamlTree, offset: number): number {
  const before = tree.text.slice(tree.lineStart(offset), offset)
  return offset - (/[ \t]*$/.exec(before)?.[0].length ?? 0)
}
