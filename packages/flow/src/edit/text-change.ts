/** Replaces the characters `from` to `to` of a text. Offsets are UTF-16 units, as editors count. */
export interface TextChange {
  from: number
  to: number
  insert: string
}

/** The characters `from` to `to` of a text. */
export interface TextRange {
  from: number
  to: number
}

/** Applies changes that do not overlap, all of them in offsets of the same text. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let out = ""
  let at = 0
  for (const { from, to, insert } of inOrder(changes)) {
    out += text.slice(at, from) + insert
    at = to
  }
  return out + text.slice(at)
}

/** Insertions at one place keep the order in which they were made. */
function inOrder(changes: readonly TextChange[]): TextChange[] {
  return [...changes].sort((a, b) => a.from - b.from || a.to - b.to)
}

type Piece = { from: number; to: number } | string

/**
 * A text to which sets of changes are made one after another, and which knows in the end what they come to in offsets of
 * the text that it began with: what an editor applies as one transaction.
 */
export class EditedText {
  readonly original: string
  text: string
  #pieces: Piece[]

  constructor(original: string) {
    this.original = original
    this.text = original
    this.#pieces = [{ from: 0, to: original.length }]
  }

  apply(changes: readonly TextChange[]): void {
    const pieces: Piece[] = []
    let at = 0
    for (const { from, to, insert } of inOrder(changes)) {
      if (from < at || to < from) throw new RangeError(`changes overlap at ${from}`)
      pieces.push(...this.#cut(at, from), insert)
      at = to
    }
    pieces.push(...this.#cut(at, this.text.length))
    this.text = applyChanges(this.text, changes)
    this.#pieces = pieces
  }

  #cut(from: number, to: number): Piece[] {
    const out: Piece[] = []
    let start = 0
    for (const piece of this.#pieces) {
      const length = typeof piece === "string" ? piece.length : piece.to - piece.from
      const a = Math.max(from - start, 0)
      const b = Math.min(to - start, length)
      start += length
      if (a >= b) continue
      out.push(typeof piece === "string" ? piece.slice(a, b) : { from: piece.from + a, to: piece.from + b })
    }
    return out
  }

  /** All changes so far, in order, none of them larger than it needs to be. */
  get changes(): TextChange[] {
    const changes: TextChange[] = []
    let at = 0
    let insert = ""
    const close = (from: number) => {
      const change = trimmed(this.original, { from: at, to: from, insert })
      if (change) changes.push(change)
      insert = ""
    }
    for (const piece of this.#pieces) {
      if (typeof piece === "string") insert += piece
      else {
        if (insert !== "" || piece.from > at) close(piece.from)
        at = piece.to
      }
    }
    if (insert !== "" || at < this.original.length) close(this.original.length)
    return changes
  }
}

/** A change without what it leaves as it is at its ends; undefined if that is all of it. */
function trimmed(text: string, { from, to, insert }: TextChange): TextChange | undefined {
  let start = 0
  const most = Math.min(to - from, insert.length)
  while (start < most && text[from + start] === insert[start]) start++
  let end = 0
  while (end < most - start && text[to - 1 - end] === insert[insert.length - 1 - end]) end++
  const change = { from: from + start, to: to - end, insert: insert.slice(start, insert.length - end) }
  return change.from === change.to && change.insert === "" ? undefined : change
}
