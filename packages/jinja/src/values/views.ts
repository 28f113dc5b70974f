import { repr } from "@internal/value"
import type { PyDict } from "./dict.ts"
import { dictHas } from "./dict.ts"
import { equals } from "./equality.ts"
import type { ForeignObject } from "./foreign.ts"
import { dictItems } from "./iterate.ts"
import { PyIterator } from "./iterator.ts"
import { Tuple } from "./tuple.ts"

/** `dict.keys()`, `dict.values()` or `dict.items()`: a live view. */
export class DictView implements ForeignObject {
  readonly pyType: "dict_keys" | "dict_values" | "dict_items"
  readonly dict: PyDict

  constructor(type: DictView["pyType"], dict: PyDict) {
    this.pyType = type
    this.dict = dict
  }

  pyIter(): Iterable<unknown> {
    if (this.pyType === "dict_items") return dictItems(this.dict, (key, value) => new Tuple([key, value]))
    return dictItems(this.dict, this.pyType === "dict_keys" ? (key) => key : (_, value) => value)
  }
  pyReversed(): PyIterator {
    const items = Array.from(this.pyIter()).reverse()
    return new PyIterator(`dict_reverse${this.pyType.slice(5, -1)}iterator`, items.values())
  }
  pyRepr(): string {
    return `${this.pyType}([${Array.from(this.pyIter(), repr).join(", ")}])`
  }
  pyLen(): number {
    return this.dict.size
  }
  pyContains(value: unknown): boolean {
    if (this.pyType === "dict_keys") return dictHas(this.dict, value)
    for (const item of this.pyIter()) if (equals(item, value)) return true
    return false
  }
  pyEquals(other: unknown): boolean {
    if (this === other) return true
    if (!(other instanceof DictView) || this.pyType === "dict_values" || other.pyType !== this.pyType)
      return false
    if (this.dict.size !== other.dict.size) return false
    for (const item of this.pyIter()) if (!other.pyContains(item)) return false
    return true
  }
  pyGetAttr(name: string): unknown {
    return name === "mapping" ? this.dict : undefined
  }
}
