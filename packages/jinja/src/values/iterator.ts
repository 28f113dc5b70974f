import type { ForeignObject } from "./foreign.ts"

/** A Python iterator, used up as it is read: generators of filters and the results of `reversed`. */
export class PyIterator implements ForeignObject {
  readonly pyType: string
  readonly label: string
  readonly #source: Iterator<unknown>

  /** `label` names the function of a generator, as its `repr` shows it. */
  constructor(type: string, source: Iterator<unknown>, label = "") {
    this.pyType = type
    this.label = label
    this.#source = source
  }

  next(): IteratorResult<unknown> {
    return this.#source.next()
  }

  pyRepr(): string {
    return this.label ? `<generator object ${this.label} at 0x0>` : `<${this.pyType} object at 0x0>`
  }
  pyIter(): Iterable<unknown> {
    return { [Symbol.iterator]: () => ({ next: () => this.#source.next() }) }
  }
}

export function generator(label: string, source: Iterator<unknown>): PyIterator {
  return new PyIterator("generator", source, label)
}
