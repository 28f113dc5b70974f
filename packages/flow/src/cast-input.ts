import { type InputPort, MillraceError, type ValueType } from "@internal/schema"
import { type Dict, JsonSyntaxError, parse, repr, str, typeName, type Value } from "@internal/value"
import { PythonCastError, pythonFloat, pythonInt } from "./python-number.ts"

/** Where an input comes from, for messages. */
export interface CastWhere {
  /** Line of the data, counted from 0. */
  line?: number
  /** Replaces "The value of flow input x". */
  subject?: string
}

/**
 * The one cast function (spec 2.2): `value` as the type says, by Python's own rules. Throws a `PythonCastError` (Python's
 * type and message) or a `JsonSyntaxError`; callers know what to call the thing that failed.
 */
export function castValue(type: ValueType, value: Value): Value {
  switch (type) {
    case "int":
      return pythonInt(value)
    case "double":
      return pythonFloat(value)
    case "bool":
      return bool(value)
    case "string":
      return str(value)
    case "list": {
      const list = typeof value === "string" ? parse(value) : value
      if (Array.isArray(list)) return list
      throw new PythonCastError("ValueError", `a list is expected, and this is a ${typeName(list)}`)
    }
    case "object":
      if (typeof value !== "string") return value
      try {
        return parse(value)
      } catch (error) {
        if (error instanceof JsonSyntaxError) return value
        throw error
      }
    default:
      return value
  }
}

function bool(value: Value): boolean {
  if (typeof value === "boolean") return value
  if (typeof value === "string") {
    const lower = value.toLowerCase()
    if (lower === "true" || lower === "false") return lower === "true"
  }
  throw new PythonCastError("ValueError", `true or false is expected, and this is ${repr(value)}`)
}

/** A flow input's value by its declared type. Fails with `INPUT_PARSE` (not JSON) or `INPUT_TYPE` (all else). */
export function castInput(
  port: Pick<InputPort, "name" | "type">,
  value: Value,
  where: CastWhere = {},
): Value {
  try {
    return castValue(port.type, value)
  } catch (cause) {
    const place = where.line === undefined ? "" : ` in line ${where.line} of input data`
    const data = {
      input: port.name,
      subject: `${where.subject ?? `The value of flow input ${port.name}`}${place}`,
      flow_input_info: `'${port.name}'${place}`,
      expected_type: port.type,
      value_type: port.type,
      value: shown(value),
      input_value: str(value),
      line: where.line,
    }
    if (cause instanceof JsonSyntaxError) {
      const detail = `(JSONDecodeError) ${cause.message}`
      throw new MillraceError("INPUT_PARSE", { ...data, detail }, { cause })
    }
    if (cause instanceof PythonCastError) {
      const detail = `(${cause.type}) ${cause.message}`
      throw new MillraceError("INPUT_TYPE", { ...data, detail }, { cause })
    }
    throw cause
  }
}

/** Python's text of a value for a message, cut where it would fill the screen. */
export function shown(value: Value): string {
  const text = repr(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** Inputs with the defaults of those that are absent. */
export function withDefaults(ports: readonly InputPort[], given: Dict): Dict {
  const out: Dict = new Map(given)
  for (const port of ports) {
    if (!out.has(port.name) && port.default !== undefined) out.set(port.name, port.default.value)
  }
  return out
}

/**
 * The inputs of one line (spec 2.3): defaults for absent keys only, then casts; inputs that the flow does not declare pass
 * through. Fails with `INPUT_MISSING`, `INPUT_TYPE` or `INPUT_PARSE`.
 */
export function castInputs(ports: readonly InputPort[], given: Dict, line?: number): Dict {
  const out = withDefaults(ports, given)
  for (const port of ports) {
    if (port.optional) continue
    const value = out.get(port.name)
    if (value === undefined) {
      throw new MillraceError("INPUT_MISSING", {
        input_name: port.name,
        line_info: line === undefined ? "in input data" : `in line ${line} of input data`,
      })
    }
    out.set(port.name, castInput(port, value, { line }))
  }
  return out
}
