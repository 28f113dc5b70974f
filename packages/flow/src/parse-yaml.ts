import { MillraceError, type Place } from "@internal/schema"
import { type Dict, str, type Value } from "@internal/value"
import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from "yaml"
import type { YamlEntry, YamlNode } from "./yaml-node.ts"
import { plainScalar, taggedScalar } from "./yaml-scalar.ts"

/**
 * Reads YAML as the original does (spec 1.1): 1.2 core, anchors, merge keys, exact numbers, one document. `file` only
 * names the text in places and errors. An empty document is an empty mapping. Fails with `YAML_SYNTAX` at its place;
 * equal keys in one mapping are such an error.
 */
export function parseYaml(text: string, file: string): { value: Value; positions: YamlNode } {
  return readParsed(parseIndented(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text), file)
}

/** `parseYaml` for a text that the library has parsed. */
export function readParsed(parsed: ParsedYaml, file: string): { value: Value; positions: YamlNode } {
  const { doc, lines, moved, source, toSource } = parsed
  const reader = new Reader(file, lines, moved)
  if (isScalar(doc.contents) || isCollection(doc.contents)) dropAddedBreak(doc.contents, source)
  const error = doc.errors[0]
  if (error) {
    const hint = syntaxHint(source, toSource(error.pos[0]))
    reader.fail(error.message.replace(/\.$/, ""), openedAt(doc, error) ?? error.pos[0], hint)
  }
  const positions = doc.contents
    ? reader.read(doc.contents as Node)
    : { value: null, place: { file, line: 1, column: 1 } }
  if (positions.value === null) {
    const empty: YamlNode = { value: new Map(), place: positions.place, entries: new Map() }
    return { value: empty.value, positions: empty }
  }
  return { value: positions.value, positions }
}

/** Inside `{…}` and `[…]` the braces of a bare reference are YAML's own: what to write where a text stops being YAML. */
export function syntaxHint(text: string, offset: number): string | undefined {
  if (text[offset] !== "{" || text[offset - 1] !== "$") return
  const reference = /^\{[^{}\n]*\}/.exec(text.slice(offset))?.[0]
  return `Inside {…} and […] a reference stands in quotes: "$${reference ?? "{…}"}"`
}

/** The library ends a block of text with a line break even where the file ends without one, the original's loader does not. */
function dropAddedBreak(node: Node, text: string): void {
  if (/(?:^|\n)[ \t]*$/.test(text)) return
  let last: unknown = node
  while (isCollection(last)) {
    const item: unknown = last.items.at(-1)
    last = isPair(item) ? item.value : item
  }
  if (isScalar<string>(last) && isBlockScalar(last)) last.value = last.value.replace(/\n$/, "")
}

/** Text that is written as lines below `|` or `>`. */
export function isBlockScalar(node: unknown): boolean {
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED")
}

export interface ParsedYaml {
  source: string
  doc: Document.Parsed
  lines: LineCounter
  /** Lines that were moved to the right to be read, and by how much. */
  moved: ReadonlyMap<number, number>
  /** Where in the source an offset of the document is. */
  toSource: (offset: number) => number
}

const INDENT = 60
const MAX_MOVED = 500
/** Where a quote is missing, each further one of the file begins another text that seems to be left of its key. */
const MAX_QUOTES = 8

/**
 * The library wants the lines of a `{…}`, a `[…]` or a quoted text indented below their key, the original's loader does
 * not: lines that it complains about are moved to the right and remembered, so that columns come out as they are in the
 * file. A quote that is really missing is told where it is.
 */
export function parseIndented(source: string, keepSourceTokens = false): ParsedYaml {
  const moved = new Map<number, number>()
  let unquoted: ParsedYaml | undefined
  let quotes = 0
  for (let text = source; ; ) {
    const lines = new LineCounter()
    // `failsafe` leaves every scalar as text: which one is a number is the original's rule, not the library's.
    const doc = parseDocument(text, {
      version: "1.2",
      schema: "failsafe",
      uniqueKeys: false,
      keepSourceTokens,
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "error",
    })
    const error = doc.errors[0]
    const starts = Array.from(moved.keys(), (number) => lines.lineStarts[number - 1] ?? 0)
    const isMoved = (offset: number) => starts.filter((start) => start < offset).length
    const parsed: ParsedYaml = {
      doc,
      lines,
      moved: new Map(moved),
      source,
      toSource: (offset: number) => offset - INDENT * isMoved(offset),
    }
    if (isUnclosed(error)) unquoted ??= parsed
    const found = isUnclosed(error)
      ? quotes++ < MAX_QUOTES && linesOfQuoted(text, lines, openedAt(doc, error))
      : unindented(error, lines)
    const wrong = (found || []).filter((line) => !moved.has(line))
    if (wrong.length === 0 || moved.size + wrong.length > MAX_MOVED)
      return error && unquoted ? unquoted : parsed
    for (const line of wrong.toReversed()) {
      moved.set(line, INDENT)
      const start = lines.lineStarts[line - 1] ?? 0
      text = `${text.slice(0, start)}${" ".repeat(INDENT)}${text.slice(start)}`
    }
  }
}

/** The line of a `{…}` or `[…]` that the library finds too far left. */
function unindented(error: YAMLError | undefined, lines: LineCounter): number[] {
  if (error?.code !== "BAD_INDENT" || !error.message.startsWith("Flow ")) return []
  return [lines.linePos(error.pos[0]).line]
}

/** The lines below the first of a quoted text, up to its end; none where it has none. */
function linesOfQuoted(text: string, lines: LineCounter, start: number | undefined): number[] {
  if (start === undefined) return []
  const whole = text[start] === "'" ? /'(?:[^']|'')*'/y : /"(?:[^"\\]|\\[\s\S])*"/y
  whole.lastIndex = start
  const quoted = whole.exec(text)
  if (!quoted) return []
  const first = lines.linePos(start).line + 1
  const rows = quoted[0].split("\n").slice(1)
  return rows.flatMap((row, i) => (row.trim() === "" ? [] : [first + i]))
}

function isUnclosed(error: YAMLError | undefined): error is YAMLError {
  return error?.code === "MISSING_CHAR" && error.message.startsWith("Missing closing")
}

/** Where the quoted text begins that has no end: the library names the place up to which it looked. */
function openedAt(doc: Document.Parsed, error: YAMLError): number | undefined {
  let start: number | undefined
  if (isUnclosed(error))
    visit(doc, {
      Scalar(_key, { range }) {
        if (range?.[1] === error.pos[0]) start = range[0]
      },
    })
  return start
}

class Reader {
  readonly file: string
  readonly lines: LineCounter
  readonly moved: ReadonlyMap<number, number>
  readonly anchors = new Map<string, YamlNode>()

  constructor(file: string, lines: LineCounter, moved: ReadonlyMap<number, number>) {
    this.file = file
    this.lines = lines
    this.moved = moved
  }

  place(start: number, end?: number): Place {
    const { line, col } = this.lines.linePos(start)
    const place: Place = { file: this.file, line, column: Math.max(1, col - (this.moved.get(line) ?? 0)) }
    if (end !== undefined) place.length = Math.max(1, end - start)
    return place
  }

  fail(reason: string, offset: number, hint?: string): never {
    const place = this.place(offset)
    throw new MillraceError(
      "YAML_SYNTAX",
      { path: this.file, reason: `${reason} (line ${place.line}, column ${place.column})` },
      { place, hint },
    )
  }

  read(node: Node | null | undefined): YamlNode {
    if (!node) return { value: null, place: { file: this.file } }
    if (isAlias(node)) return this.alias(node)
    const [start, end] = node.range ?? [0, 0]
    const out: YamlNode = { value: null, place: this.place(start, end) }
    // Known before its content is read, so that an alias inside may name it.
    if ("anchor" in node && node.anchor) this.anchors.set(node.anchor, out)
    if (isScalar(node)) {
      const text = typeof node.value === "string" ? node.value : str(node.value ?? "")
      if (node.tag && node.tag !== "tag:yaml.org,2002:str") out.value = taggedScalar(node.tag, text)
      else out.value = node.type === "PLAIN" && !node.tag ? plainScalar(text) : text
    } else if (isSeq(node)) {
      const items: YamlNode[] = []
      const list: Value[] = []
      Object.assign(out, { value: list, items })
      for (const item of node.items) {
        const read = this.read(item as Node)
        items.push(read)
        list.push(read.value)
      }
    } else if (isMap(node)) this.mapping(node, out)
    return out
  }

  alias(node: Alias): YamlNode {
    const target = this.anchors.get(node.source)
    if (!target) this.fail(`found undefined alias '${node.source}'`, node.range?.[0] ?? 0)
    return target
  }

  mapping(node: YAMLMap, out: YamlNode): void {
    const entries = new Map<string, YamlEntry>()
    const dict: Dict = new Map()
    Object.assign(out, { value: dict, entries })
    const merged: YamlNode[] = []
    let merges = 0
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null
      const at = keyNode?.range?.[0] ?? node.range?.[0] ?? 0
      const key = this.read(keyNode)
      const child = this.read(pair.value as Node | null)
      if (!child.place.line) child.place = key.place
      const isMerge = isScalar(keyNode) && keyNode.type === "PLAIN" && key.value === "<<"
      if (isMerge && merges++ === 0) {
        merged.push(...(child.items ?? [child]))
        continue
      }
      const name = str(key.value)
      if (isMerge || entries.has(name)) this.fail(`the key ${JSON.stringify(name)} is there twice`, at)
      entries.set(name, { key: key.place, node: child })
      dict.set(name, child.value)
    }
    for (const source of merged) {
      if (!source.entries)
        this.fail("expected a mapping or list of mappings for merging", node.range?.[0] ?? 0)
      for (const [name, entry] of source.entries) {
        if (entries.has(name)) continue
        entries.set(name, entry)
        dict.set(name, entry.node.value)
      }
    }
  }
}
