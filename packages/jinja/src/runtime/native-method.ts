import { Signature } from "../call/signature.ts"
import type { ForeignObject, Kwargs } from "../values/foreign.ts"

/** A method of one of Jinja2's own objects. */
export class NativeMethod implements ForeignObject {
  readonly pyType = "method"
  readonly #signature: Signature
  readonly #body: (...values: unknown[]) => unknown

  constructor(name: string, parameters: string, body: (...values: unknown[]) => unknown) {
    this.#signature = new Signature(name, parameters ? `@self, ${parameters}` : "@self")
    this.#body = body
  }

  pyRepr(): string {
    return `<bound method ${this.#signature.name} of <object at 0x0>>`
  }
  pyCall(args: unknown[], kwargs: Kwargs): unknown {
    return this.#body(...this.#signature.bind(args, kwargs))
  }
}
