import {
  type Binding,
  type Diagnostic,
  type ToolParameter,
  VALUE_TYPES,
  type ValueType,
} from "@internal/schema"
import { Json, JsonSyntaxError, str } from "@internal/value"
import { castValue, shown } from "./cast-input.ts"
import { diagnose } from "./diagnose.ts"
import type { FlowNode } from "./flow.ts"
import type { FlowValue } from "./flow-value.ts"
import { PythonCastError } from "./python-number.ts"

/**
 * The bindings of a node's inputs: references as they are, literals cast to the first type of the tool's parameter (spec
 * 2.3). A literal that is null or empty text is dropped, so that the parameter's default applies; a name that the tool does
 * not know keeps its value. Prompt nodes keep empty literals too: null prints `None` there.
 */
export function bindInputs(
  node: FlowNode,
  parameters: readonly ToolParameter[],
  options: { keepEmpty?: boolean } = {},
): { bindings: Record<string, Binding>; diagnostics: Diagnostic[] } {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]))
  const bindings: [string, Binding][] = []
  const diagnostics: Diagnostic[] = []
  for (const [name, input] of node.inputs) {
    if (input.reference) {
      bindings.push([name, { ...input.reference, place: input.place }])
      continue
    }
    if (!options.keepEmpty && (input.value === null || input.value === "")) continue
    const parameter = known.get(name)
    const bound = parameter ? literal(node, parameter, input) : plain(input)
    if ("code" in bound) diagnostics.push(bound)
    else bindings.push([name, bound])
  }
  // Names come from the file, so none of them may meet a prototype (`__proto__`).
  return { bindings: Object.fromEntries(bindings), diagnostics }
}

function plain(input: FlowValue): Binding {
  return { kind: "literal", value: Json.of(input.value), place: input.place }
}

function literal(node: FlowNode, parameter: ToolParameter, input: FlowValue): Binding | Diagnostic {
  const { value, place } = input
  const [type = "object"] = parameter.type
  if (parameter.connection) {
    const { type: types, customType } = parameter
    return { kind: "connection", name: str(value), types, ...(customType && { customType }), place }
  }
  if (type === "image" || type === "assistant_definition") {
    return { kind: "file", type, value: Json.of(value), place }
  }
  const data = { key: parameter.name, node_name: node.name, value: shown(value), value_type: type }
  const valueType = VALUE_TYPES.find((known): known is ValueType => known === type)
  if (!valueType) {
    const reason = "this version knows no values of that type"
    return diagnose("NODE_INPUT_INVALID", { ...data, reason }, place)
  }
  try {
    return { kind: "literal", value: Json.of(castValue(valueType, value)), place }
  } catch (error) {
    if (!(error instanceof PythonCastError || error instanceof JsonSyntaxError)) throw error
    return diagnose("NODE_INPUT_INVALID", { ...data, reason: error.message }, place)
  }
}
