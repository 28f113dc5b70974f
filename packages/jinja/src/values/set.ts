import { repr } from "@internal/value"
import { checkHashable, dictHas, dictSet, type PyDict, storedKey } from "./dict.ts"
import type { ForeignObject } from "./foreign.ts"

/** A Python set, in order of insertion: what subtracting views of dicts makes. */
export class PySet implements ForeignObject {
  readonly pyType = "set"
  readonly #items: PyDict = new Map()

  constructor(items: Iterable<unknown>) {
    for (const item of items) {
      checkHashable(item)
      dictSet(this.#items, item, true)
    }
  }

  /** This set without some items; changes it in place. */
  without(items: Iterable<unknown>): this {
    for (const item of items) this.#items.delete(storedKey(this.#items, item))
    return this
  }

  pyRepr(): string {
    return this.#items.size === 0 ? "set()" : `{${Array.from(this.#items.keys(), repr).join(", ")}}`
  }
  pyLen(): number {
    return this.#items.size
  }
  pyIter(): Iterable<unknown> {
    return this.#items.keys()
  }
  pyContains(value: unknown): boolean {
    return dictHas(this.#items, value)
  }
  pyEquals(other: unknown): boolean {
    if (!(other instanceof PySet) || other.pyLen() !== this.pyLen()) return false
    for (const item of this.pyIter()) if (!other.pyContains(item)) return false
    return true
  }
}
