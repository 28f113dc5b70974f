import { repr } from "@internal/value"
import { raise, typeError, valueError } from "../error.ts"
import { checkList } from "../limits.ts"
import { equals } from "../values/equality.ts"
import type { Kwargs, Scope } from "../values/foreign.ts"
import { toList } from "../values/iterate.ts"
import { sorted } from "../values/sort.ts"
import { truth } from "../values/truth.ts"
import type { Tuple } from "../values/tuple.ts"
import { integerArgument, searchBounds } from "./arguments.ts"
import { MethodTable } from "./method.ts"

export const LIST_METHODS = new MethodTable<unknown[]>("list")
  .one("append", (list, item) => {
    checkList(list.length + 1)
    list.push(item)
    return null
  })
  .one("extend", (list, items) => {
    const more = toList(items)
    checkList(list.length + more.length)
    for (const item of more) list.push(item)
    return null
  })
  .some("insert", 2, 2, (list, index, item) => {
    checkList(list.length + 1)
    list.splice(integerArgument(index), 0, item)
    return null
  })
  .some("pop", 0, 1, (list, index = -1) => {
    const given = integerArgument(index)
    if (list.length === 0) raise("IndexError", "pop from empty list")
    const at = given < 0 ? given + list.length : given
    if (at < 0 || at >= list.length) raise("IndexError", "pop index out of range")
    return list.splice(at, 1)[0]
  })
  .one("remove", (list, item) => {
    const at = list.findIndex((x) => equals(x, item))
    if (at < 0) valueError("list.remove(x): x not in list")
    list.splice(at, 1)
    return null
  })
  .none("clear", (list) => {
    list.length = 0
    return null
  })
  .none("reverse", (list) => {
    list.reverse()
    return null
  })
  .none("copy", (list) => Array.from(list))
  .some("index", 1, 3, (list, item, start, end) => indexOf(list, "list", item, start, end))
  .one("count", (list, item) => list.filter((x) => equals(x, item)).length)
  .named("sort", ["key", "reverse"], (list, key = null, reverse = false) => sort(list, key, reverse), 0)

function sort(list: unknown[], key: unknown, reverse: unknown): null {
  const call = keyCaller(key)
  const result = sorted(list, call, truth(reverse))
  list.splice(0, list.length, ...result)
  return null
}

const PLAIN: Scope = { autoescape: false }

function keyCaller(key: unknown): (item: unknown) => unknown {
  if (key === null) return (item) => item
  if (typeof key === "object" && "pyCall" in key && typeof key.pyCall === "function") {
    const call = key.pyCall.bind(key) as (args: unknown[], kwargs: Kwargs, scope: Scope) => unknown // checked above
    return (item) => call([item], null, PLAIN)
  }
  typeError("'key' is not callable")
}

export const TUPLE_METHODS = new MethodTable<Tuple>("tuple")
  .some("index", 1, 3, (tuple, item, start, end) => indexOf(tuple.items, "tuple", item, start, end))
  .one("count", (tuple, item) => tuple.items.filter((x) => equals(x, item)).length)

function indexOf(
  items: readonly unknown[],
  type: string,
  item: unknown,
  start: unknown,
  end: unknown,
): number {
  const [from, to] = searchBounds(items.length, start, end)
  for (let i = from; i < Math.min(to, items.length); i++) if (equals(items[i], item)) return i
  valueError(type === "list" ? `${repr(item)} is not in list` : "tuple.index(x): x not in tuple")
}
