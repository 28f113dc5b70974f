import { getItem, methodOf } from "../lookup/attribute.ts"
import { DIGIT } from "../text/characters.generated.ts"
import { parseInteger } from "../text/parse-number.ts"
import { isStr, Markup, textOf } from "../values/markup.ts"
import { Undefined } from "../values/undefined.ts"

/** What sorting filters compare strings by, unless they are case-sensitive. */
export function ignoreCase(v: unknown): unknown {
  if (typeof v === "string") return v.toLowerCase()
  return v instanceof Markup ? methodOf(v, "lower")?.call(v, [], null, { autoescape: false }) : v
}

/** The steps of `"address.city"` or `"items.0"`. */
function steps(attribute: unknown): unknown[] {
  if (attribute === null) return []
  if (!isStr(attribute)) return [attribute]
  return textOf(attribute)
    .split(".")
    .map((part) => (DIGIT.test(part) ? (parseInteger(part, 10) ?? part) : part))
}

/** Reads `attribute` of an item by the rules of `item[…]`; `fallback` stands in for an undefined step. */
export function attributeGetter(attribute: unknown, fallback: unknown = null): (item: unknown) => unknown {
  const path = steps(attribute)
  return (item) => {
    let value = item
    for (const step of path) {
      value = getItem(value, step)
      if (fallback !== null && value instanceof Undefined) value = fallback
    }
    return value
  }
}

/** Reads several attributes separated by commas, as a list. */
export function attributesGetter(attribute: unknown): (item: unknown) => unknown[] {
  const names = isStr(attribute) ? textOf(attribute).split(",") : [attribute]
  const getters = names.map((name) => attributeGetter(name))
  return (item) => getters.map((getter) => getter(item))
}
