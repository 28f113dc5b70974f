export { fromPlain, JsonSyntaxError, parse, type StringifyOptions, stringify, toPlain } from "./codec.ts"
export { equals } from "./equality.ts"
export { EscapeError, readEscapes } from "./escapes.ts"
export { Json } from "./json.ts"
export { LiteralSyntaxError, pythonLiteral } from "./literal.ts"
export { metricNumber } from "./metric-number.ts"
export {
  type Dict,
  float,
  int,
  isFloat,
  isInt,
  isNumeric,
  isPyObject,
  PyFloat,
  type PyObject,
  type Value,
} from "./model.ts"
export { floatRepr, repr, str, typeName } from "./text.ts"
