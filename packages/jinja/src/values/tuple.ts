import { repr } from "@internal/value"
import type { ForeignObject } from "./foreign.ts"

/** A Python tuple. */
export class Tuple implements ForeignObject {
  readonly pyType: string = "tuple"
  readonly items: readonly unknown[]

  constructor(items: readonly unknown[]) {
    this.items = items
  }

  pyRepr(): string {
    const items = this.items.map(repr)
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`
  }
  pyLen(): number {
    return this.items.length
  }
  pyIter(): Iterable<unknown> {
    return this.items
  }
}

/** What `groupby` yields: a pair whose parts also have names. */
export class GroupTuple extends Tuple {
  override readonly pyType = "_GroupTuple"
  readonly pyModule = "jinja2.filters"

  pyGetAttr(name: string): unknown {
    if (name === "grouper") return this.items[0]
    return name === "list" ? this.items[1] : undefined
  }
}
