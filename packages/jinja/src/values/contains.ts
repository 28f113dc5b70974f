import { typeName } from "@internal/value"
import { typeError } from "../error.ts"
import { dictHas } from "./dict.ts"
import { equals } from "./equality.ts"
import { isForeign } from "./foreign.ts"
import { tryIterate } from "./iterate.ts"
import { isStr, textOf } from "./markup.ts"

/** Python's `value in container`. */
export function contains(container: unknown, value: unknown): boolean {
  if (isStr(container)) {
    if (!isStr(value)) typeError(`'in <string>' requires string as left operand, not ${typeName(value)}`)
    return textOf(container).includes(textOf(value))
  }
  if (container instanceof Map) return dictHas(container, value)
  if (isForeign(container) && container.pyContains) return container.pyContains(value)
  const items = tryIterate(container)
  if (!items) typeError(`argument of type '${typeName(container)}' is not iterable`)
  for (const item of items) if (equals(item, value)) return true
  return false
}
