import { repr, typeName } from "@internal/value"
import { raise } from "../error.ts"
import { DICT_METHODS } from "../methods/dict.ts"
import { LIST_METHODS, TUPLE_METHODS } from "../methods/list.ts"
import { markupMethod } from "../methods/markup.ts"
import { BoundMethod, type Method } from "../methods/method.ts"
import { FLOAT_METHODS, INTEGER_METHODS, numberAttribute } from "../methods/number.ts"
import { BYTES_METHODS, RANGE_METHODS, VIEW_METHODS } from "../methods/other.ts"
import { TEXT_METHODS } from "../methods/text.ts"
import { Bytes } from "../values/bytes.ts"
import { isForeign } from "../values/foreign.ts"
import { isStr, Markup, textOf } from "../values/markup.ts"
import { isFloatValue, isNumber } from "../values/number.ts"
import { Range } from "../values/range.ts"
import { Tuple } from "../values/tuple.ts"
import { Undefined } from "../values/undefined.ts"
import { DictView } from "../values/views.ts"
import { FormatMethod, type SandboxLookup } from "./format-method.ts"
import { hasInternal } from "./internal-names.ts"
import { trySubscript } from "./subscript.ts"

/** The built-in method of this name on a value, looked up in our own tables only. */
export function methodOf(object: unknown, name: string): Method | undefined {
  switch (typeof object) {
    case "string":
      return TEXT_METHODS.methods.get(name)
    case "bigint":
    case "boolean":
      return INTEGER_METHODS.methods.get(name)
    case "number":
      return (Number.isInteger(object) ? INTEGER_METHODS : FLOAT_METHODS).methods.get(name)
  }
  if (object instanceof Map) return DICT_METHODS.methods.get(name)
  if (Array.isArray(object)) return LIST_METHODS.methods.get(name)
  if (object instanceof Markup) return markupMethod(name)
  if (object instanceof Tuple) return TUPLE_METHODS.methods.get(name)
  if (isFloatValue(object)) return FLOAT_METHODS.methods.get(name)
  if (object instanceof Range) return RANGE_METHODS.methods.get(name)
  if (object instanceof DictView) return VIEW_METHODS.methods.get(name)
  return object instanceof Bytes ? BYTES_METHODS.methods.get(name) : undefined
}

const UNSAFE: unique symbol = Symbol("unsafe")

/** Python's `getattr(object, name)`: undefined when there is none, `UNSAFE` when the sandbox keeps it away. */
function rawAttribute(object: unknown, name: string): unknown {
  if (name.startsWith("_")) return underscored(object, name)
  if (object instanceof Undefined) object.fail()
  const method = methodOf(object, name)
  if (method) return new BoundMethod(object, method)
  if (isStr(object)) {
    return name === "format" || name === "format_map" ? new FormatMethod(object, name, SANDBOX) : undefined
  }
  if (isNumber(object)) return numberAttribute(object, name, isFloatValue(object))
  if (!isForeign(object)) return undefined
  if (name === "mro" && object.pyType === "type") return UNSAFE
  return object.pyGetAttr?.(name)
}

function underscored(object: unknown, name: string): unknown {
  if (hasInternal(object, name)) return UNSAFE
  if (object instanceof Undefined && !(name.startsWith("__") && name.endsWith("__"))) object.fail()
  const own = isForeign(object) && !(object instanceof Undefined) ? object.pyGetAttr?.(name) : undefined
  return own === undefined ? undefined : UNSAFE
}

function unsafe(object: unknown, name: string): Undefined {
  const message = `access to attribute ${repr(name)} of ${repr(typeName(object))} object is unsafe.`
  return new Undefined(name, object, message, "SecurityError")
}

/** `object.name` of a template: the attribute, else the item, else undefined. */
export function getAttribute(object: unknown, name: string): unknown {
  const value = rawAttribute(object, name)
  if (value === UNSAFE) return unsafe(object, name)
  if (value !== undefined) return value
  const item = trySubscript(object, name)
  return item === undefined ? new Undefined(name, object) : item
}

/** `object[key]` of a template: the item, else for a string the attribute, else undefined. */
export function getItem(object: unknown, key: unknown): unknown {
  const item = trySubscript(object, key)
  if (item !== undefined) return item
  if (!isStr(key)) return new Undefined(key, object)
  const name = textOf(key)
  const value = rawAttribute(object, name)
  if (value === UNSAFE) return unsafe(object, name)
  return value === undefined ? new Undefined(name, object) : value
}

/** The `attr` filter: as `object.name`, but never an item. */
export function getOnlyAttribute(object: unknown, name: string): unknown {
  const value = rawAttribute(object, name)
  if (value === UNSAFE) return unsafe(object, name)
  return value === undefined ? new Undefined(name, object) : value
}

/** Fails as Python does for an attribute that its own code expects. */
export function noAttribute(object: unknown, name: string): never {
  if (object instanceof Undefined) object.fail()
  raise("AttributeError", `'${typeName(object)}' object has no attribute ${repr(name)}`)
}

export const SANDBOX: SandboxLookup = { attribute: getAttribute, item: getItem }
