import { typeName } from "@internal/value"
import { typeError } from "../error.ts"
import { isStr, textOf } from "../values/markup.ts"

/** What a `call` or `filter` block gives is not converted: anything but text fails in Jinja2's final join. */
export function joinedText(value: unknown): string {
  return isStr(value)
    ? textOf(value)
    : typeError(`sequence item 0: expected str instance, ${typeName(value)} found`)
}
