import { typeName } from "@internal/value"
import { builtin, type Operation, operation } from "../call/py-function.ts"
import { raise, typeError } from "../error.ts"
import { checkList, spendIteration } from "../limits.ts"
import { getOnlyAttribute } from "../lookup/attribute.ts"
import { subscript } from "../lookup/subscript.ts"
import { integerArgument } from "../methods/arguments.ts"
import { points } from "../text/code-points.ts"
import { add, floorDivide, modulo, subtract } from "../values/arithmetic.ts"
import { equals } from "../values/equality.ts"
import { isForeign } from "../values/foreign.ts"
import { iterate, toList, tryIterate } from "../values/iterate.ts"
import { generator, PyIterator } from "../values/iterator.ts"
import { length } from "../values/length.ts"
import { isStr, sameKind, textOf } from "../values/markup.ts"
import { isNumber, plain } from "../values/number.ts"
import { compare } from "../values/order.ts"
import { Range } from "../values/range.ts"
import { truth } from "../values/truth.ts"
import { Tuple } from "../values/tuple.ts"
import { Undefined } from "../values/undefined.ts"
import { DictView } from "../values/views.ts"
import { attributeGetter } from "./attribute-getter.ts"

function first(value: unknown): unknown {
  for (const item of iterate(value)) return item
  return Undefined.hinted("No first item, sequence was empty.")
}

/** Python's `reversed(v)`, or undefined where that is a `TypeError`. */
function reversed(v: unknown): PyIterator | undefined {
  const items = (type: string, list: readonly unknown[]) => new PyIterator(type, list.toReversed().values())
  if (Array.isArray(v)) return items("list_reverseiterator", v)
  if (v instanceof Tuple) return items("reversed", v.items)
  if (v instanceof Map) return items("dict_reversekeyiterator", Array.from(v.keys()))
  if (v instanceof Range) return items("range_iterator", Array.from(v.pyIter()))
  if (v instanceof DictView) return v.pyReversed()
  if (isStr(v)) return items("reversed", points(textOf(v)))
  return isForeign(v) && v.pyLen && v.pyGetItem && v.pyIter
    ? items("reversed", Array.from(v.pyIter()))
    : undefined
}

function last(value: unknown): unknown {
  const source = reversed(value) ?? typeError(`'${typeName(value)}' object is not reversible`)
  const { done, value: item } = source.next()
  return done ? Undefined.hinted("No last item, sequence was empty.") : item
}

function reverse(value: unknown): unknown {
  if (isStr(value)) return sameKind(value, points(textOf(value)).reverse().join(""))
  const source = reversed(value)
  if (source) return source
  if (!tryIterate(value)) raise("FilterArgumentError", "argument must be iterable")
  return toList(value).reverse()
}

function* batch(value: unknown, count: unknown, fill: unknown): Generator<unknown[]> {
  let row: unknown[] = []
  for (const item of iterate(value)) {
    spendIteration()
    if (equals(row.length, count)) {
      yield row
      row = []
    }
    row.push(item)
  }
  if (row.length === 0) return
  if (fill !== null && compare("<", row.length, count)) {
    const missing = integerArgument(subtract(count, row.length))
    checkList(missing)
    for (let i = 0; i < missing; i++) row.push(fill)
  }
  yield row
}

function* slices(value: unknown, count: unknown, fill: unknown): Generator<unknown[]> {
  const items = toList(value)
  const size = floorDivide(items.length, count)
  const extra = modulo(items.length, count)
  const total = integerArgument(count)
  checkList(total)
  const each = isNumber(size) ? Number(plain(size)) : 0
  let offset = 0
  for (let i = 0; i < total; i++) {
    spendIteration()
    const start = offset + i * each
    if (compare("<", i, extra)) offset++
    const part = items.slice(start, offset + (i + 1) * each)
    if (fill !== null && compare(">=", i, extra)) part.push(fill)
    yield part
  }
}

function* dictItems(value: unknown): Generator<unknown> {
  if (value instanceof Undefined) return
  if (!(value instanceof Map)) typeError("Can only get item pairs from a mapping.")
  yield* new DictView("dict_items", value).pyIter()
}

function sum(iterable: unknown, attribute: unknown, start: unknown): unknown {
  const get = attribute === null ? (item: unknown) => item : attributeGetter(attribute)
  const items = iterate(iterable)
  if (isStr(start)) typeError("sum() can't sum strings [use ''.join(seq) instead]")
  let total = start
  for (const item of items) total = add(total, get(item))
  return total
}

function random(seq: unknown, number: () => number): unknown {
  const size = length(seq)
  if (size === 0) return Undefined.hinted("No random item, sequence was empty.")
  return subscript(seq, Math.floor(number() * size))
}

export const SEQUENCE_FILTERS: Record<string, Operation> = {
  length: builtin("len", 1, (_, v) => length(v)),
  first: operation("sync_do_first", "@environment, seq", (_, seq) => first(seq)),
  last: operation("do_last", "@environment, seq", (_, seq) => last(seq)),
  list: operation("sync_do_list", "value", (_, value) => toList(value)),
  items: operation("do_items", "value", (_, value) => generator("do_items", dictItems(value))),
  reverse: operation("do_reverse", "value", (_, value) => reverse(value)),
  batch: operation("do_batch", "value, linecount, fill_with?", (_, value, count, fill = null) =>
    generator("do_batch", batch(value, count, fill)),
  ),
  slice: operation("sync_do_slice", "value, slices, fill_with?", (_, value, count, fill = null) =>
    generator("sync_do_slice", slices(value, count, fill)),
  ),
  sum: operation(
    "sync_do_sum",
    "@environment, iterable, attribute?, start?",
    (_, items, attribute = null, start = 0) => sum(items, attribute, start),
  ),
  default: operation(
    "do_default",
    "value, default_value?, boolean?",
    (_, value, fallback = "", boolean = false) =>
      value instanceof Undefined || (truth(boolean) && !truth(value)) ? fallback : value,
  ),
  attr: operation("do_attr", "@environment, obj, name", (_, object, name) =>
    isStr(name)
      ? getOnlyAttribute(object, textOf(name))
      : typeError(`attribute name must be string, not '${typeName(name)}'`),
  ),
  random: operation("do_random", "@context, seq", (scope, seq) => random(seq, () => scope.random())),
}
SEQUENCE_FILTERS.count = SEQUENCE_FILTERS.length as Operation
SEQUENCE_FILTERS.d = SEQUENCE_FILTERS.default as Operation
