import {
  type CST,
  isAlias,
  isMap,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml"
import { isBlockScalar, type ParsedYaml, parseIndented } from "../parse-yaml.ts"
import type { YamlStyle } from "./write-value.ts"
import { isEmpty, isMergeKey, keyName } from "./yaml-nodes.ts"

export type YamlPath = readonly (string | number)[]
export type Collection = YAMLMap | YAMLSeq

/** A pair of a mapping or an item of a list, and where its parts are. Offsets are those of the text. */
export interface Entry {
  index: number
  /** Of a pair: as readers of the file name it. */
  key?: string
  keyNode?: Node | null
  /** Where it begins: its key, its dash, or in `[…]` the item itself. */
  start: number
  /** Behind its `:` or `-`; undefined where it has none. */
  mark: number | undefined
  /** Behind anchor and tag, or `mark` where there are none. */
  props: number | undefined
  tag: { from: number; to: number } | undefined
  anchor: boolean
  node: Node | null
  /** Where the value begins, and where what is written of it ends. */
  from: number
  end: number
}

/** A YAML text as it is written. What is wrong in it is in `errors`; the tree then holds what could be made out. */
export class YamlTree {
  readonly text: string
  readonly eol: string
  readonly root: Node | null
  readonly parsed: ParsedYaml
  readonly errors: readonly { message: string; offset: number }[]
  readonly #toSource: (offset: number) => number
  readonly #entries = new Map<Collection, Entry[]>()
  readonly #targets = new Map<Node, Node | null>()
  #style: YamlStyle | undefined

  constructor(text: string) {
    this.text = text
    this.eol = /\r\n|\n/.exec(text)?.[0] ?? "\n"
    this.parsed = parseIndented(text, true)
    const { doc, toSource } = this.parsed
    this.root = doc.contents as Node | null
    this.#toSource = toSource
    this.errors = doc.errors.map(({ message, pos }) => ({ message, offset: toSource(pos[0]) }))
  }

  /** Start and end of a node without anchor and tag. */
  range(node: Node): [number, number] {
    const [start, end] = node.range ?? [0, 0]
    return [this.#toSource(start), this.#toSource(end)]
  }

  entries(node: Collection): Entry[] {
    const known = this.#entries.get(node)
    if (known) return known
    const entries = isMap(node)
      ? node.items.map((pair, index) => this.#pair(pair as Pair<Node, Node | null>, index))
      : node.items.map((item, index) => this.#item(node, item as Node | null, index))
    this.#entries.set(node, entries)
    return entries
  }

  /** The entry of a collection that a step of a path names. */
  entry(node: Collection, step: string | number): Entry | undefined {
    const entries = this.entries(node)
    return isMap(node) ? entries.find(({ key }) => key === String(step)) : entries[Number(step)]
  }

  /** The entry that a mapping has because others are merged into it. */
  merged(node: Collection, step: string | number): Entry | undefined {
    return this.mergedMaps(node)
      .map((source) => this.entry(source, step))
      .find((entry) => entry !== undefined)
  }

  mergedMaps(node: Collection): Collection[] {
    const merge = this.entries(node).find(({ keyNode }) => isMergeKey(keyNode))
    const value = this.target(merge?.node ?? null)
    const sources = isSeq(value) ? value.items.map((item) => this.target(item as Node | null)) : [value]
    return sources.filter((source) => isMap(source))
  }

  /** What an alias stands for, or the node itself. */
  target(node: Node | null): Node | null {
    if (!isAlias(node)) return node
    // The library looks through the whole document for it.
    const known = this.#targets.get(node)
    if (known !== undefined) return known
    const target = node.resolve(this.parsed.doc) ?? null
    this.#targets.set(node, target)
    return target
  }

  #pair(pair: Pair<Node, Node | null>, index: number): Entry {
    const token = pair.srcToken
    const props = this.#props(token?.sep ?? [], "map-value-ind")
    const [start, keyEnd] = pair.key ? this.range(pair.key) : [props.mark ?? 0, props.mark ?? 0]
    return {
      index,
      key: keyName(pair.key),
      keyNode: pair.key,
      start,
      ...this.#value(pair.value, props, keyEnd),
    }
  }

  #item(list: YAMLSeq, item: Node | null, index: number): Entry {
    const token = (list.srcToken as CST.BlockSequence | CST.FlowCollection | undefined)?.items[index]
    const props = this.#props(token?.start ?? [], "seq-item-ind")
    const dash = token?.start.find(({ type }) => type === "seq-item-ind")
    const first = props.first ?? (item ? this.range(item)[0] : 0)
    const start = dash ? this.#toSource(dash.offset) : first
    return { index, start, ...this.#value(item, props, start) }
  }

  #value(node: Node | null, props: Props, before: number) {
    const end = node && !isEmpty(node) ? this.contentEnd(node) : (props.props ?? before)
    const from = node && !isEmpty(node) ? this.range(node)[0] : end
    return { mark: props.mark, props: props.props, tag: props.tag, anchor: props.anchor, node, from, end }
  }

  #props(tokens: readonly CST.SourceToken[], indicator: string): Props {
    const out: Props = { mark: undefined, props: undefined, first: undefined, tag: undefined, anchor: false }
    for (const { type, offset, source } of tokens) {
      const from = this.#toSource(offset)
      const to = from + source.length
      if (type === indicator) out.mark = out.props = to
      if (type !== "anchor" && type !== "tag") continue
      out.first ??= from
      out.props = to
      if (type === "tag") out.tag = { from, to }
      else out.anchor = true
    }
    return out
  }

  /** Where what is written of a value ends: without comments and blank lines after it. */
  contentEnd(node: Node): number {
    const [start, end] = this.range(node)
    if (isBlockScalar(node)) {
      const source = this.text.slice(start, end)
      const keeps = /^[|>]\d?\+/.test(source)
      return start + source.replace(keeps ? /\r?\n[ \t]*$/ : /(?:\r?\n[ \t]*)+$/, "").length
    }
    if ((isMap(node) || isSeq(node)) && !node.flow) {
      const last = this.entries(node).at(-1)
      if (last) return last.end
    }
    return end
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1
  }

  /** The end of the line of an offset, before its line break. */
  lineEnd(offset: number): number {
    const found = this.text.indexOf("\n", offset)
    const end = found < 0 ? this.text.length : found
    return end > offset && this.text[end - 1] === "\r" ? end - 1 : end
  }

  /** The start of the line after that of an offset. */
  nextLine(offset: number): number {
    const found = this.text.indexOf("\n", offset)
    return found < 0 ? this.text.length : found + 1
  }

  column(offset: number): number {
    return offset - this.lineStart(offset)
  }

  /** Whether only blanks stand before an offset on its line. */
  beginsLine(offset: number): boolean {
    return /^ *$/.test(this.text.slice(this.lineStart(offset), offset))
  }

  /** The end of the lines of an entry in a block: of its value, comments behind it, and comments further in below it. */
  blockEnd(entry: Entry): number {
    const column = this.column(entry.start)
    let end = this.lineEnd(entry.end)
    for (let at = this.nextLine(end); at < this.text.length; at = this.nextLine(at)) {
      const line = this.text.slice(at, this.lineEnd(at))
      const blanks = /^[ \t]*/.exec(line)?.[0].length ?? 0
      if (blanks === line.length) continue
      if (line[blanks] !== "#" || blanks <= column) break
      end = this.lineEnd(at)
    }
    return end
  }

  /** The start of the comment lines right above an entry that begins its line, or of that line. */
  leadStart(entry: Entry): number {
    const blanks = " ".repeat(this.column(entry.start))
    let start = this.lineStart(entry.start)
    while (start > 0) {
      const above = this.lineStart(start - 1)
      if (!this.text.slice(above, start).startsWith(`${blanks}#`)) break
      start = above
    }
    return start
  }

  get style(): YamlStyle {
    this.#style ??= styleOf(this)
    return this.#style
  }
}

interface Props {
  mark: number | undefined
  props: number | undefined
  first: number | undefined
  tag: { from: number; to: number } | undefined
  anchor: boolean
}

/** How a file indents and quotes: as it does the first time. */
function styleOf(tree: YamlTree): YamlStyle {
  const found: { step?: number; dash?: number; quote?: YamlStyle["quote"] } = {}
  const below = (parent: number, node: unknown) => {
    if (!(isMap(node) || isSeq(node)) || node.flow || node.items.length === 0) return
    const first = tree.entries(node)[0]
    if (!first || !tree.beginsLine(first.start)) return
    const by = tree.column(first.start) - parent
    if (isSeq(node)) found.dash ??= by
    else if (by > 0) found.step ??= by
  }
  if (tree.root)
    visit(tree.root, {
      Map(_, node) {
        if (!node.flow) for (const entry of tree.entries(node)) below(tree.column(entry.start), entry.node)
      },
      Scalar(_, node) {
        if (node.type === "QUOTE_DOUBLE") found.quote ??= '"'
        if (node.type === "QUOTE_SINGLE") found.quote ??= "'"
        if (found.step !== undefined && found.dash !== undefined && found.quote) return visit.BREAK
        return undefined
      },
    })
  return { step: found.step ?? 2, dash: found.dash ?? 0, quote: found.quote ?? '"' }
}
