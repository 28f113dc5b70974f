import { PyFloat, type Value } from "@internal/value"
import type { YamlPath } from "./yaml-tree.ts"

/** The same edits on plain data, which they leave as it was: what a text must say after it was edited. */

export function valueAt(value: Value, path: YamlPath): Value | undefined {
  let at: Value | undefined = value
  for (const step of path) {
    if (at instanceof Map) at = at.get(String(step))
    else if (Array.isArray(at) && typeof step === "number") at = at[step]
    else return undefined
  }
  return at
}

/** Replaces what is at a path by what a function makes of it; missing mappings on the way are made. */
export function withValue(value: Value, path: YamlPath, make: (old: Value | undefined) => Value): Value {
  const [step, ...rest] = path
  if (step === undefined) return make(value)
  if (Array.isArray(value) && typeof step === "number") {
    const list = [...value]
    list[step] = withValue(list[step] ?? null, rest, make)
    return list
  }
  const map = new Map(value instanceof Map ? value : [])
  const old = map.get(String(step))
  map.set(String(step), rest.length > 0 ? withValue(old ?? null, rest, make) : make(old))
  return map
}

export function without(value: Value, path: YamlPath): Value {
  const last = path.at(-1)
  return withValue(value, path.slice(0, -1), (old) => {
    if (Array.isArray(old)) return old.filter((_, index) => index !== last)
    return new Map([...(old instanceof Map ? old : [])].filter(([key]) => key !== String(last)))
  })
}

/** A mapping with a pair at a place in its order. */
export function withPair(map: ReadonlyMap<string, Value>, index: number, key: string, value: Value): Value {
  const pairs = [...map].filter(([name]) => name !== key)
  pairs.splice(index, 0, [key, value])
  return new Map(pairs)
}

export function withItem(list: readonly Value[], index: number, value: Value): Value {
  return list.toSpliced(index, 0, value)
}

export function withKey(map: ReadonlyMap<string, Value>, from: string, to: string): Value {
  return new Map(Array.from(map, ([key, value]) => [key === from ? to : key, value]))
}

/** A list or mapping with the part at `from` put where it is then at `to`. */
export function moved(value: Value, from: number, to: number): Value {
  const move = <T>(items: readonly T[]): T[] => {
    const rest = items.toSpliced(from, 1)
    return rest.toSpliced(to, 0, ...items.slice(from, from + 1))
  }
  if (Array.isArray(value)) return move(value)
  return value instanceof Map ? new Map(move([...value])) : value
}

/**
 * Whether two values are the same for every reader: `1` is not `1.0`. The order of keys counts where `ordered` says so.
 * Values that share parts of themselves, as aliases make them, are compared once.
 */
export function isSame(
  one: Value,
  other: Value,
  ordered = false,
  known = new Map<Value, Set<Value>>(),
): boolean {
  if (Object.is(one, other)) return true
  if (one instanceof PyFloat) return other instanceof PyFloat && Object.is(one.value, other.value)
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false
  const seen = known.get(one) ?? new Set()
  if (seen.has(other)) return true
  known.set(one, seen.add(other))
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, index) => isSame(item, other[index] as Value, ordered, known))
  }
  if (!(other instanceof Map) || one.size !== other.size) return false
  if (ordered && [...one.keys()].join("\n") !== [...other.keys()].join("\n")) return false
  for (const [key, item] of one) {
    const counterpart = other.get(key)
    if (counterpart === undefined || !isSame(item, counterpart, ordered, known)) return false
  }
  return true
}
