import { typeName } from "@internal/value"
import { typeError, valueError } from "../error.ts"
import { isFlat, points } from "../text/code-points.ts"
import { Bytes } from "../values/bytes.ts"
import { isForeign } from "../values/foreign.ts"
import { isStr, sameKind, textOf } from "../values/markup.ts"
import { isIndex } from "../values/number.ts"
import { Range } from "../values/range.ts"
import { Tuple } from "../values/tuple.ts"
import { Undefined } from "../values/undefined.ts"

/** Python's `object[start:stop:step]`; a part left out is null. */
export function slice(object: unknown, start: unknown, stop: unknown, step: unknown): unknown {
  if (object instanceof Undefined) object.fail()
  const cut = <T>(items: ArrayLike<T>) => pick(items, indices(items.length, start, stop, step))
  if (isStr(object)) return sameKind(object, sliceText(textOf(object), start, stop, step))
  if (Array.isArray(object)) return cut(object)
  if (object instanceof Tuple) return new Tuple(cut(object.items))
  if (object instanceof Bytes) return new Bytes(Uint8Array.from(cut(object.data)))
  if (object instanceof Range) return sliceRange(object, indices(object.length, start, stop, step))
  if (object instanceof Map) typeError("unhashable type: 'slice'")
  if (isForeign(object) && object.pyGetItem) typeError(`'${typeName(object)}' object cannot be sliced`)
  typeError(`'${typeName(object)}' object is not subscriptable`)
}

function sliceText(s: string, start: unknown, stop: unknown, step: unknown): string {
  if (isFlat(s)) {
    const at = indices(s.length, start, stop, step)
    return at.step === 1 ? s.slice(at.start, Math.max(at.start, at.stop)) : pick(s, at).join("")
  }
  const characters = points(s)
  return pick(characters, indices(characters.length, start, stop, step)).join("")
}

interface Indices {
  start: number
  stop: number
  step: number
}

/** Python's `slice(start, stop, step).indices(length)`. */
function indices(length: number, start: unknown, stop: unknown, step: unknown): Indices {
  const by = step === null ? 1 : part(step)
  if (by === 0) valueError("slice step cannot be zero")
  const low = by < 0 ? -1 : 0
  const high = by < 0 ? length - 1 : length
  const clip = (v: number) => (v < 0 ? Math.max(v + length, low) : Math.min(v, high))
  return {
    start: start === null ? (by < 0 ? high : low) : clip(part(start)),
    stop: stop === null ? (by < 0 ? low : high) : clip(part(stop)),
    step: by,
  }
}

function part(v: unknown): number {
  if (!isIndex(v)) typeError("slice indices must be integers or None or have an __index__ method")
  return Number(v)
}

function pick<T>(items: ArrayLike<T>, { start, stop, step }: Indices): T[] {
  const out: T[] = []
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) out.push(items[i] as T)
  return out
}

function sliceRange(range: Range, { start, stop, step }: Indices): Range {
  return new Range(range.start + start * range.step, range.start + stop * range.step, range.step * step)
}
