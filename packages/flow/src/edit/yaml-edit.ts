import { MillraceError } from "@internal/schema"
import type { Value } from "@internal/value"
import { isAlias, isMap, isSeq, type Node } from "yaml"
import { readParsed } from "../parse-yaml.ts"
import {
  closeLastBlock,
  insertEntry,
  linesOf,
  moveEntry,
  type NewEntry,
  removeEntry,
  removeLines,
  renameKey,
} from "./entry-changes.ts"
import { assertYaml, type Found, locate, unsafe } from "./locate.ts"
import { isSame, moved, valueAt, withItem, withKey, without, withPair, withValue } from "./plain-edit.ts"
import { replaceValue } from "./replace-value.ts"
import { EditedText, type TextChange } from "./text-change.ts"
import { dataOf, Fragment, mapLines, type Written, type WrittenMap } from "./write-value.ts"
import { alone, placeAmong, saysSame } from "./written-entries.ts"
import { isEmpty } from "./yaml-nodes.ts"
import { type Collection, type Entry, type YamlPath, YamlTree } from "./yaml-tree.ts"

/**
 * Edits of a YAML text that keep everything they are not about as it is written. Each changes the text and, apart from it,
 * the plain data; `finish` reads the text again and refuses (`FLOW_EDIT_UNSAFE`) unless it says exactly that data. So an
 * anchor, a merge key or a way of writing that nobody thought of cannot make an edit do something else.
 */
export class YamlEdit {
  readonly #file: string
  readonly #mark: string
  readonly #edited: EditedText
  #tree: YamlTree
  #data: Value

  /** Fails with `YAML_SYNTAX` if the text is not YAML. `file` only names it in errors. */
  constructor(text: string, file: string) {
    this.#file = file
    this.#mark = text.charCodeAt(0) === 0xfeff ? text.slice(0, 1) : ""
    this.#edited = new EditedText(text.slice(this.#mark.length))
    this.#tree = new YamlTree(this.#edited.text)
    assertYaml(this.#tree, file)
    this.#data = readParsed(this.#tree.parsed, file).value
  }

  get data(): Value {
    return this.#data
  }

  value(path: YamlPath): Value | undefined {
    return valueAt(this.#data, path)
  }

  has(path: YamlPath): boolean {
    return this.value(path) !== undefined
  }

  /** The keys of a mapping, or nothing where there is none. */
  keys(path: YamlPath): string[] {
    const value = this.value(path)
    return value instanceof Map ? [...value.keys()] : []
  }

  /**
   * Writes a value, adding keys that are missing on the way. What a mapping or list has in common with the value stays as
   * it is written. `order` names keys of the same mapping in the order in which they usually stand.
   */
  set(path: YamlPath, written: Written, order: readonly string[] = []): void {
    const value = dataOf(written)
    const old = this.value(path)
    if (old !== undefined && isSame(old, value, true)) return
    if (path.length === 0) {
      this.#setRoot(value)
      return
    }
    const found = this.#find(path)
    if (found.entry && found.depth === path.length) {
      if (this.#reconcile(path, found.node, old, written)) return
      this.#change(replaceValue(this.#tree, found.entry, found.inFlow, written))
      this.#data = withValue(this.#data, path, () => value)
      return
    }
    const rest = path.slice(found.depth)
    if (rest.some((step) => typeof step === "number")) this.#refuse(path, "there is no such item")
    const [key, ...inner] = rest.map(String)
    const nested = inner.reduceRight<Written>((item, name) => new Map([[name, item]]) as WrittenMap, written)
    if (inner.length > 0 && this.has(path.slice(0, found.depth + 1))) this.#refuse(path, this.#absence(path))
    const container = path.slice(0, found.depth)
    const siblings = this.keys(container)
    this.insertKey(container, key as string, nested, placeAmong(siblings, key as string, order))
  }

  /** Writes a value, or takes out what is there where it is undefined. */
  put(path: YamlPath, value: Value | undefined, order: readonly string[] = []): void {
    if (value !== undefined) this.set(path, value, order)
    else if (this.has(path)) this.remove(path)
  }

  #setRoot(value: Value): void {
    if (!(value instanceof Map)) this.#refuse([], "the file is a mapping")
    for (const key of this.keys([])) if (!value.has(key)) this.remove([key])
    for (const [key, item] of value) this.set([key], item)
  }

  /** Changes only what is different, where old and new are collections of a kind that have something in common. */
  #reconcile(path: YamlPath, node: Node | null, old: Value | undefined, written: Written): boolean {
    if (written instanceof Map && old instanceof Map && isMap(node)) {
      const kept = [...old.keys()].filter((key) => written.has(key))
      if (kept.length === 0) return false
      for (const key of old.keys()) if (!written.has(key)) this.remove([...path, key])
      for (const [key, item] of written) this.set([...path, key], item)
      return true
    }
    if (!Array.isArray(written) || !Array.isArray(old) || !isSeq(node)) return false
    if (written.length === 0 || old.length === 0) return false
    let start = 0
    const most = Math.min(old.length, written.length)
    while (start < most && isSame(old[start] as Value, written[start] as Value)) start++
    let end = 0
    while (end < most - start && isSame(old.at(-1 - end) as Value, written.at(-1 - end) as Value)) end++
    const shared = most - start - end
    for (let i = start; i < start + shared; i++) this.set([...path, i], written[i] as Value)
    for (let i = old.length - end - 1; i >= start + shared; i--) this.remove([...path, i])
    for (let i = start + shared; i < written.length - end; i++) this.insertItem(path, i, written[i] as Value)
    return true
  }

  /** Adds a pair to a mapping, at the end or before the pair at `index`. */
  insertKey(path: YamlPath, key: string, written: Written, index?: number): void {
    const old = this.value(path) ?? null
    if (old !== null && !(old instanceof Map)) this.#refuse(path, "it is not a mapping")
    if (old?.has(key) && !this.#isMerged(path, key)) this.#refuse([...path, key], "it is there already")
    this.#insert(path, { key, written }, index)
    const value = dataOf(written)
    this.#data = withValue(this.#data, path, (map) =>
      map instanceof Map ? withPair(map, index ?? map.size, key, value) : new Map([[key, value]]),
    )
  }

  /** Adds an item to a list, at the end or before the item at `index`. */
  insertItem(path: YamlPath, index: number | undefined, written: Written): void {
    const old = this.value(path) ?? null
    if (old !== null && !Array.isArray(old)) this.#refuse(path, "it is not a list")
    this.#insert(path, { written }, index)
    const value = dataOf(written)
    this.#data = withValue(this.#data, path, (list) =>
      Array.isArray(list) ? withItem(list, index ?? list.length, value) : [value],
    )
  }

  #insert(path: YamlPath, added: NewEntry, index: number | undefined): void {
    const found = this.#find(path)
    if (found.depth < path.length) {
      const one: Written =
        added.key === undefined ? [dataOf(added.written)] : new Map([[added.key, added.written]])
      // Makes the collection with its first entry; the data of it follows from the caller.
      const before = this.#data
      this.set(path, one)
      this.#data = before
      return
    }
    const { node, entry } = found
    if (isAlias(node)) this.#refuse(path, `it is written as the alias *${node.source}`)
    const count = isMap(node) || isSeq(node) ? node.items.length : 0
    if ((isMap(node) || isSeq(node)) && (count > 0 || found.inFlow)) {
      const inFlow = found.inFlow || node.flow === true
      this.#change(insertEntry(this.#tree, node, inFlow, Math.min(index ?? count, count), added))
    } else if (entry) this.#change(replaceValue(this.#tree, entry, found.inFlow, alone(added)))
    else this.#begin(added)
  }

  /** The first lines of a file that says nothing yet. */
  #begin({ key, written }: NewEntry): void {
    const { text, eol, root, style } = this.#tree
    const lines = mapLines(new Map([[key ?? "", written]]), style)
    if (root && !isEmpty(root)) {
      const [from, to] = this.#tree.range(root)
      this.#change([{ from, to, insert: lines.join(eol) }])
      return
    }
    const lead = text === "" || text.endsWith("\n") ? "" : eol
    const tail = text === "" || text.endsWith("\n") ? eol : ""
    this.#change([{ from: text.length, to: text.length, insert: lead + lines.join(eol) + tail }])
  }

  /** Takes out a pair or an item; a collection that loses its last one becomes `{}` or `[]`. */
  remove(path: YamlPath): void {
    const found = this.#find(path)
    const { within, entry, depth } = found
    if (!within || !entry || depth < path.length) this.#refuse(path, this.#absence(path))
    if (within.items.length > 1 || found.inFlow) {
      const inside = within.items.length === 1 ? this.#inside(within) : undefined
      this.#change(inside ?? removeEntry(this.#tree, within, found.inFlow, entry.index))
    } else if (path.length === 1) {
      this.#change(removeLines(this.#tree, this.#tree.lineStart(entry.start), this.#tree.blockEnd(entry)))
    } else {
      const outer = this.#find(path.slice(0, -1))
      const empty: Value = isMap(within) ? new Map() : []
      this.#change(replaceValue(this.#tree, outer.entry as Entry, outer.inFlow, empty))
    }
    this.#data = without(this.#data, path)
  }

  #inside(within: Collection): TextChange[] {
    const [start, end] = this.#tree.range(within)
    return [{ from: start + 1, to: end - 1, insert: "" }]
  }

  renameKey(path: YamlPath, to: string): void {
    const from = String(path.at(-1))
    if (from === to) return
    const found = this.#find(path)
    if (!found.entry?.keyNode || found.depth < path.length) this.#refuse(path, this.#absence(path))
    const outer = path.slice(0, -1)
    if (this.has([...outer, to])) this.#refuse([...outer, to], "it is there already")
    this.#change(renameKey(this.#tree, found.entry, found.inFlow, to))
    this.#data = withValue(this.#data, outer, (map) =>
      map instanceof Map ? withKey(map, from, to) : (map ?? null),
    )
  }

  /** Moves the entry at a path to another place among its siblings. */
  move(path: YamlPath, to: number): void {
    const { within, entry, inFlow, depth } = this.#find(path)
    if (!within || !entry || depth < path.length) this.#refuse(path, this.#absence(path))
    const target = Math.max(0, Math.min(to, within.items.length - 1))
    if (target === entry.index) return
    const isLast = Math.max(target, entry.index) === within.items.length - 1
    const closing = isLast && !inFlow ? closeLastBlock(this.#tree) : []
    if (closing.length > 0 && this.#tree.contentEnd(within) === this.#tree.text.length) {
      this.#change(closing)
      this.move(path, to)
      return
    }
    this.#change(moveEntry(this.#tree, within, inFlow, entry.index, target))
    this.#data = withValue(this.#data, path.slice(0, -1), (old) => moved(old ?? null, entry.index, target))
  }

  /** Replaces scalars in one pass, also where they are written once and read at several paths. */
  setScalars(values: readonly { path: YamlPath; value: Value }[]): void {
    const changes: TextChange[] = []
    const done = new Set<number>()
    for (const { path, value } of values) {
      const { entry, inFlow, depth } = this.#find(path, true)
      if (!entry || depth < path.length) this.#refuse(path, this.#absence(path))
      if (!done.has(entry.start)) changes.push(...replaceValue(this.#tree, entry, inFlow, value))
      done.add(entry.start)
      this.#data = withValue(this.#data, path, () => value)
    }
    this.#change(changes)
  }

  /** Writes a mapping or anything else anew, even where old and new have something in common. */
  replace(path: YamlPath, written: Written): void {
    const { entry, inFlow, depth } = this.#find(path)
    if (!entry || depth < path.length) this.#refuse(path, this.#absence(path))
    this.#change(replaceValue(this.#tree, entry, inFlow, written))
    this.#data = withValue(this.#data, path, () => dataOf(written))
  }

  /**
   * The mapping at a path as it is written, without some of its keys, to be put elsewhere. `bare` leaves out the comments
   * between its pairs.
   */
  copy(path: YamlPath, omitted: readonly string[] = [], bare = false): WrittenMap | Fragment {
    const value = this.value(path)
    if (!(value instanceof Map)) this.#refuse(path, "it is not a mapping")
    const kept = new Map([...value].filter(([key]) => !omitted.includes(key)))
    const { entry, depth } = this.#find(path)
    const isThere = entry && depth === path.length && kept.size > 0
    const lines = isThere ? linesOf(this.#tree, entry, omitted, bare) : undefined
    if (!lines || lines.some((line) => /(?:^|\s)&\S/.test(line))) return kept
    const fragment = new Fragment(lines, kept)
    return saysSame(fragment) ? fragment : kept
  }

  /** The new text and what changed in the old one. Fails with `FLOW_EDIT_UNSAFE`. */
  finish(): { text: string; changes: TextChange[] } {
    // A block of text that has become the last of a file without a last line break needs one.
    if (!this.#isRight() && !this.#edited.text.endsWith("\n")) {
      const end = this.#edited.text.length
      this.#change([{ from: end, to: end, insert: this.#tree.eol }])
    }
    if (!this.#isRight())
      this.#refuse([], "the way in which it is written (an anchor, a merge key) ties it to other places")
    const { text } = this.#edited
    const by = this.#mark.length
    const changes = this.#edited.changes.map(({ from, to, insert }) => ({
      from: from + by,
      to: to + by,
      insert,
    }))
    return { text: this.#mark + text, changes }
  }

  #isRight(): boolean {
    try {
      return isSame(readParsed(this.#tree.parsed, this.#file).value, this.#data)
    } catch (error) {
      if (error instanceof MillraceError) return false
      throw error
    }
  }

  #change(changes: readonly TextChange[]): void {
    this.#edited.apply(changes)
    this.#tree = new YamlTree(this.#edited.text)
    if (this.#tree.errors.length > 0)
      this.#refuse([], "the way in which the file is written does not allow it")
  }

  #find(path: YamlPath, follow = false): Found {
    return locate(this.#tree, path, { file: this.#file, follow })
  }

  /** Whether a key is there only because another mapping is merged in. */
  #isMerged(path: YamlPath, key: string): boolean {
    return this.#find([...path, key]).depth <= path.length
  }

  #absence(path: YamlPath): string {
    return this.has(path.slice(0, -1)) &&
      (this.has(path) || this.#find(path.slice(0, -1)).depth < path.length - 1)
      ? "it comes from a mapping that is merged in with <<"
      : "there is none"
  }

  #refuse(path: YamlPath, reason: string): never {
    throw unsafe(this.#file, path, reason)
  }
}
