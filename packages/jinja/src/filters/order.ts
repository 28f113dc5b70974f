import { type Operation, operation } from "../call/py-function.ts"
import { raise } from "../error.ts"
import { noAttribute } from "../lookup/attribute.ts"
import { integerArgument } from "../methods/arguments.ts"
import { checkHashable, dictHas, dictSet, type PyDict } from "../values/dict.ts"
import { equals } from "../values/equality.ts"
import { iterate } from "../values/iterate.ts"
import { generator } from "../values/iterator.ts"
import { isStr, textOf } from "../values/markup.ts"
import { compare } from "../values/order.ts"
import { sorted } from "../values/sort.ts"
import { truth } from "../values/truth.ts"
import { GroupTuple, Tuple } from "../values/tuple.ts"
import { Undefined } from "../values/undefined.ts"
import { attributeGetter, attributesGetter, ignoreCase } from "./attribute-getter.ts"

type Getter = (item: unknown) => unknown

/** The key to compare by: an attribute, without case unless asked for. */
function keyOf(attribute: unknown, caseSensitive: unknown, fallback: unknown = null): Getter {
  const get = attributeGetter(attribute, fallback)
  return truth(caseSensitive) ? get : (item) => ignoreCase(get(item))
}

function sort(value: unknown, reverse: unknown, caseSensitive: unknown, attribute: unknown): unknown[] {
  const get = attributesGetter(attribute)
  const key: Getter = truth(caseSensitive) ? get : (item) => get(item).map(ignoreCase)
  const items = iterate(value)
  return sorted(items, key, integerArgument(reverse) !== 0)
}

function dictsort(value: unknown, caseSensitive: unknown, by: unknown, reverse: unknown): unknown[] {
  const name = isStr(by) ? textOf(by) : ""
  if (name !== "key" && name !== "value") {
    raise("FilterArgumentError", 'You can only sort by either "key" or "value"')
  }
  if (!(value instanceof Map)) noAttribute(value, "items")
  const pairs = Array.from(value, (entry) => new Tuple(entry))
  const at = name === "key" ? 0 : 1
  const key: Getter = (pair) => {
    const part = (pair as Tuple).items[at] // `pairs` holds nothing else
    return truth(caseSensitive) ? part : ignoreCase(part)
  }
  return sorted(pairs, key, integerArgument(reverse) !== 0)
}

function* unique(value: unknown, key: Getter): Generator<unknown> {
  const seen: PyDict = new Map()
  for (const item of iterate(value)) {
    const mark = key(item)
    checkHashable(mark)
    if (dictHas(seen, mark)) continue
    dictSet(seen, mark, true)
    yield item
  }
}

function extreme(value: unknown, key: Getter, operator: "<" | ">"): unknown {
  let best: { item: unknown; key: unknown } | undefined
  for (const item of iterate(value)) {
    const mark = key(item)
    if (!best || compare(operator, mark, best.key)) best = { item, key: mark }
  }
  return best ? best.item : Undefined.hinted("No aggregated item, sequence was empty.")
}

function groupby(value: unknown, attribute: unknown, fallback: unknown, caseSensitive: unknown): unknown[] {
  const key = keyOf(attribute, caseSensitive, fallback)
  const groups: { key: unknown; items: unknown[] }[] = []
  for (const item of sorted(iterate(value), key)) {
    const mark = key(item)
    const current = groups.at(-1)
    if (current && equals(current.key, mark)) current.items.push(item)
    else groups.push({ key: mark, items: [item] })
  }
  const shown = attributeGetter(attribute, fallback)
  return groups.map(
    (group) => new GroupTuple([truth(caseSensitive) ? group.key : shown(group.items[0]), group.items]),
  )
}

export const ORDER_FILTERS: Record<string, Operation> = {
  sort: operation(
    "do_sort",
    "@environment, value, reverse?, case_sensitive?, attribute?",
    (_, value, reverse = false, caseSensitive = false, attribute = null) =>
      sort(value, reverse, caseSensitive, attribute),
  ),
  dictsort: operation(
    "do_dictsort",
    "value, case_sensitive?, by?, reverse?",
    (_, value, caseSensitive = false, by = "key", reverse = false) =>
      dictsort(value, caseSensitive, by, reverse),
  ),
  unique: operation(
    "sync_do_unique",
    "@environment, value, case_sensitive?, attribute?",
    (_, value, caseSensitive = false, attribute = null) =>
      generator("sync_do_unique", unique(value, keyOf(attribute, caseSensitive))),
  ),
  min: operation(
    "do_min",
    "@environment, value, case_sensitive?, attribute?",
    (_, value, caseSensitive = false, attribute = null) =>
      extreme(value, keyOf(attribute, caseSensitive), "<"),
  ),
  max: operation(
    "do_max",
    "@environment, value, case_sensitive?, attribute?",
    (_, value, caseSensitive = false, attribute = null) =>
      extreme(value, keyOf(attribute, caseSensitive), ">"),
  ),
  groupby: operation(
    "sync_do_groupby",
    "@environment, value, attribute, default?, case_sensitive?",
    (_, value, attribute, fallback = null, caseSensitive = false) =>
      groupby(value, attribute, fallback, caseSensitive),
  ),
}
