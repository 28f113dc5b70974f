import { type FlowOutline, flowOutline, type NodeOutline } from "@internal/flow"
import { askOutline, SHORT_TEXT } from "./ask-outline.ts"

/** A text and its outline: offsets of the one are those of the other. */
export interface Read {
  text: string
  outline: FlowOutline
  /** Nodes that keep their identity while they say the same; their offsets may be those of an older text. */
  nodes: readonly NodeOutline[]
}

const KEPT = 30

/**
 * Outlines of a flow's file as it is edited. A short text is read at once; a long one in a worker, and until it is read the
 * last outline stands. What was read lately is known: undo and redo cost nothing.
 */
export class Outlines {
  readonly #known = new Map<string, Read>()
  readonly #onRead: () => void
  readonly #asked = new Map<string, Promise<FlowOutline>>()
  #last: Read | undefined
  #wanted: string | undefined
  #isReading = false

  /** `onRead` hears of an outline that came later than its text. */
  constructor(onRead: () => void) {
    this.#onRead = onRead
  }

  /** The outline of a text, or of the last one that was read. */
  of(text: string): Read {
    const known = this.#last?.text === text ? this.#last : this.#known.get(text)
    if (known) {
      this.#last = known
      return known
    }
    if (text.length <= SHORT_TEXT || typeof Worker === "undefined") return this.take(text, flowOutline(text))
    this.#wanted = text
    if (!this.#isReading) void this.#readWanted()
    this.#last ??= this.take("", flowOutline(""))
    return this.#last
  }

  /** Reads a text that may be long, so that `of` knows it. */
  async read(text: string): Promise<void> {
    if (this.#known.has(text)) return
    const asked = this.#asked.get(text) ?? askOutline(text)
    this.#asked.set(text, asked)
    const outline = await asked
    this.#asked.delete(text)
    if (!this.#known.has(text)) this.#keep(text, outline)
  }

  /** One text at a time: of those that are typed meanwhile only the last. */
  async #readWanted(): Promise<void> {
    this.#isReading = true
    for (let text = this.#wanted; text !== undefined; text = this.#wanted) {
      this.#wanted = undefined
      await this.read(text)
    }
    this.#isReading = false
    this.#onRead()
  }

  take(text: string, outline: FlowOutline): Read {
    this.#last = this.#keep(text, outline)
    return this.#last
  }

  #keep(text: string, outline: FlowOutline): Read {
    const read = { text, outline, nodes: nodesOf(text, outline, this.#last) }
    this.#known.set(text, read)
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value as string)
    return read
  }
}

function nodesOf(text: string, outline: FlowOutline, before: Read | undefined): NodeOutline[] {
  // where parts of a file stand for others, a node is more than its own text
  if (!before || /(?:^|\s)[&*]\w|<<\s*:/.test(text)) return outline.nodes
  return outline.nodes.map((node, index) => {
    const old = before.nodes[index]
    const written = before.outline.nodes[index]
    if (!old || !written) return node
    return textOf(text, node) === textOf(before.text, written) ? old : node
  })
}

/** Everything of a text that an outline of a node is made of. */
function textOf(text: string, { range, variants, usesVariants, name }: NodeOutline): string {
  return [
    name,
    usesVariants,
    text.slice(range.from, range.to),
    ...variants.flatMap(({ id, isDefault, range: own }) => [id, isDefault, text.slice(own.from, own.to)]),
  ].join("\n")
}
