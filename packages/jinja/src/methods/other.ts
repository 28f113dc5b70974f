import { repr } from "@internal/value"
import { typeError, valueError } from "../error.ts"
import { Bytes } from "../values/bytes.ts"
import { equals } from "../values/equality.ts"
import { iterate } from "../values/iterate.ts"
import type { Range } from "../values/range.ts"
import type { DictView } from "../values/views.ts"
import { MethodTable } from "./method.ts"

export const RANGE_METHODS = new MethodTable<Range>("range")
  .one("index", (range, item) => {
    const at = Array.from(range.pyIter()).findIndex((x) => equals(x, item))
    return at < 0 ? valueError(`${repr(item)} is not in range`) : at
  })
  .one("count", (range, item) => (range.pyContains(item) ? 1 : 0))

export const BYTES_METHODS = new MethodTable<Bytes>("bytes")
  .named("decode", ["encoding", "errors"], (bytes) => bytes.decode())
  .none("hex", (bytes) => Array.from(bytes.data, (byte) => byte.toString(16).padStart(2, "0")).join(""))
  .none("upper", (bytes) => Bytes.encode(bytes.decode().toUpperCase(), "utf-8"))
  .none("lower", (bytes) => Bytes.encode(bytes.decode().toLowerCase(), "utf-8"))

export const VIEW_METHODS = new MethodTable<DictView>("dict_view").one("isdisjoint", (view, other) => {
  if (view.pyType === "dict_values") typeError("'dict_values' object has no attribute 'isdisjoint'")
  for (const item of iterate(other)) if (view.pyContains(item)) return false
  return true
})
