import type { PyObject } from "@internal/value"

/** Keyword arguments of a call, in the order given; null when there are none. */
export type Kwargs = Map<string, unknown> | null

/** What a call or a filter may ask of the place it is made from. */
export interface Scope {
  /** Whether `{% autoescape %}` is on there. */
  readonly autoescape: boolean
}

/**
 * An object that answers Python's protocols itself: how an image, a live Python object or a list with its own `str()`
 * takes part in a template. Everything but the type name and `repr` is optional; what is missing behaves as an object
 * without that protocol. `undefined` as an answer means "no such attribute" or "no such item".
 */
export interface ForeignObject extends PyObject {
  /** Python module of the class, for messages such as `'pkg.mod.Class object' has no attribute 'x'`. */
  readonly pyModule?: string
  pyGetAttr?(name: string): unknown
  pyGetItem?(key: unknown): unknown
  pyIter?(): Iterable<unknown>
  pyLen?(): number
  pyBool?(): boolean
  pyContains?(value: unknown): boolean
  pyEquals?(other: unknown): boolean
  pyReversed?(): unknown
  pyCall?(args: unknown[], kwargs: Kwargs, scope: Scope): unknown
}

/** True for objects with a Python face, arrays of a subclass included. */
export function isForeign(v: unknown): v is ForeignObject {
  return typeof v === "object" && v !== null && "pyRepr" in v
}
