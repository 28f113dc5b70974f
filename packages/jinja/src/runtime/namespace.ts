import { repr } from "@internal/value"
import { dictGet, dictSet, type PyDict } from "../values/dict.ts"
import type { ForeignObject } from "../values/foreign.ts"

/** What `namespace()` makes: the one object whose attributes a template can set. */
export class Namespace implements ForeignObject {
  readonly pyType = "Namespace"
  readonly pyModule = "jinja2.utils"
  readonly attributes: PyDict

  constructor(attributes: PyDict) {
    this.attributes = attributes
  }

  set(name: string, value: unknown): void {
    dictSet(this.attributes, name, value)
  }

  pyGetAttr(name: string): unknown {
    return dictGet(this.attributes, name)
  }
  pyRepr(): string {
    return `<Namespace ${repr(this.attributes)}>`
  }
}
