import type { ErrorCode } from "./error-codes.ts"

/** The `messageFormat` of what goes wrong while a node's tool is resolved (spec 11.3, ResolveToolError). */
export const RESOLVE_TOOL = "Tool load failed in '{node_name}'."

/**
 * The `messageFormat` of records (spec 11.2): our words, with exactly the parameters that the original's has (11.3). Errors
 * that are not here have none in the original either: their format is empty.
 */
export const MESSAGE_FORMATS: { readonly [Code in ErrorCode]?: string } = {
  FLOW_CYCLE: "The nodes {remaining_nodes} wait for each other.",
  NODE_DUPLICATE: "Two nodes are called {node_name}.",
  NODE_SOURCE_INVALID: "Node {node_name} has no source that can be run.",
  NODE_SOURCE_MISSING: "Node {node_name} names the file {source_path}, which does not exist.",
  FLOW_REFERENCE_UNKNOWN: "Node {node_name} refers to {reference_node_name}, which does not exist.",
  FLOW_INPUT_UNKNOWN: "Node {node_name} refers to the flow input {flow_input_name}, which does not exist.",
  FLOW_REFERENCE_INVALID: "Node {node_name} refers to {invalid_reference}, which it must not.",
  FLOW_OUTPUT_EMPTY: "Output {output_name} has no reference.",
  FLOW_OUTPUT_UNKNOWN: "Output {output_name} refers to node {node_name}, which does not exist.",
  TOOL_NOT_DEFINED: "The file defines no tool.",
  TOOL_AMBIGUOUS: "The file defines {tool_count} tools: {tool_names}.",
  NODE_INPUT_INVALID: RESOLVE_TOOL,
  NODE_INPUT_NAME_TAKEN: RESOLVE_TOOL,
  TEMPLATE_SYNTAX: RESOLVE_TOOL,
  TOOL_PROMPT_MISSING: RESOLVE_TOOL,
  API_NOT_FOUND: RESOLVE_TOOL,
  CONNECTION_TYPE: RESOLVE_TOOL,
  TOOL_INPUTS_MISSING: RESOLVE_TOOL,
  TOOL_INPUT_MUST_BE_LITERAL: RESOLVE_TOOL,
  CONNECTION_FAILED: "Get connection '{connection}' for node '{node_name}' error: {error}",
  ENTRY_INIT_FAILED: "The object of the entry could not be made with {init_kwargs}: {ex}",
  AGGREGATION_FUNCTION_INVALID: "__aggregate__ must take exactly one parameter besides self.",
  INPUT_MISSING: "The value for flow input {input_name} is missing {line_info}.",
  INPUT_UNDECLARED: "There is no flow input {input_name} among {flow_input_keys}.",
  INPUT_TYPE: "The value of flow input {flow_input_info} must be {expected_type}.",
  INPUT_PARSE:
    "The value of flow input {flow_input_info} must be {value_type}, and {input_value} is not: {error_type_and_message}.",
  MEDIA_FAILED: "The image of input {key} cannot be loaded: {error_type_and_message}",
  MESSAGE_FORMAT_INVALID: "message_format is none of basic and openai-vision.",
  ACTIVATE_INVALID: "The activate of node {node_name} is not whole.",
  REFERENCE_SECTION: "Node {reference_node_name} has no section {reference_section}.",
  REFERENCE_PROPERTY: "The output of node {node_name} has no property {property}.",
  OUTPUT_UNSERIALIZABLE: "Flow output {output_name} cannot be held by JSON: {error_type_and_message}",
  LINE_TIMEOUT: "Line {line_number} execution timeout for exceeding {timeout} seconds",
  BATCH_TIMEOUT: "The batch run did not end within {batch_timeout_sec} seconds.",
  LINE_BATCH_TIMEOUT: "Line {line_number} did not end within the batch run's {timeout} seconds.",
  MAPPING_FAILED: "The column mapping cannot be applied: {invalid_relations} not found.",
  DATA_EMPTY: "There are no rows in {input_dirs}.",
}

/** Whether an error was met while a node's tool was resolved: the original wraps it then (spec 11.3, 11.4). */
export function isToolResolution({
  code,
  format,
}: {
  code: ErrorCode
  format?: string | undefined
}): boolean {
  return (format ?? MESSAGE_FORMATS[code]) === RESOLVE_TOOL
}

/** The original's names of parameters, where our data have others. */
const ALIASES: { readonly [name: string]: string } = {
  tool_count: "count",
  tool_names: "names",
  error_type_and_message: "detail",
  invalid_reference: "reference",
}

/** Values of the names in a format as text; one that is not known shows as `<name>`, as in the original. */
export function messageParameters(
  format: string,
  data: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const names = Array.from(format.matchAll(/\{(\w+)\}/g), (match) => match[1] as string)
  return Object.fromEntries(names.map((name) => [name, text(data[name] ?? data[ALIASES[name] ?? ""], name)]))
}

function text(value: unknown, name: string): string {
  if (value === undefined) return `<${name}>`
  if (!Array.isArray(value)) return String(value)
  // lists of names are Python lists, lists of tools and mappings are not
  return name === "remaining_nodes" ? `[${value.map((item) => `'${item}'`).join(", ")}]` : value.join(", ")
}
