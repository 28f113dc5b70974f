import { type ErrorEntry, flow, foreign, user } from "./error-entry.ts"

/** Files, and what is wrong with a flow as it is read and planned (spec 1.2). */
export const FLOW_ERRORS = {
  FLOW_NOT_FOUND: user("There is no flow at {path}.", [], {
    hint: "Give a folder with flow.dag.yaml, or the path of a flow file.",
  }),
  FLOW_AMBIGUOUS: user("{path} holds more than one flow file: {files}.", ["ValidationError"], {
    hint: "Name the file itself: --flow {path}/{first}",
  }),
  FILE_NOT_FOUND: user("There is no file {path}.", [], { hint: "{reason}" }),
  FILE_UNREADABLE: user("{path} cannot be read: {reason}.", []),
  YAML_SYNTAX: user("{path} is not valid YAML: {reason}.", []),
  FILE_SHAPE: user("{path}: {reason}.", ["ValidationError"]),
  FLOW_FIELD_INVALID: flow("{field} is {value}: {reason}.", "FlowDefinitionError"),
  FLOW_INPUT_TYPE_UNKNOWN: foreign("Input {input} has the type {type}, which does not exist.", "ValueError", {
    hint: "The types are {types}.",
  }),
  NODE_DUPLICATE: flow("Two nodes are called {node_name}.", "DuplicateNodeName", {
    hint: "Rename one of them.",
  }),
  NODE_TYPE_INVALID: foreign("Node {node_name} has the type {type}, which does not exist.", "ValueError"),
  NODE_KIND_UNSUPPORTED: foreign(
    "Node {node_name}: {type} nodes cannot have a source of the type {source_type}.",
    "NotImplementedError",
  ),
  NODE_MODULE_FAILED: user(
    "The module {module} could not be imported: ({type}) {detail}",
    ["FailedToImportModule"],
    { target: "Runtime", hint: "{fix}" },
  ),
  NODE_SOURCE_INVALID: user(
    "Node {node_name} cannot be run: {reason}.",
    ["ValidationError", "InvalidSource"],
    {
      target: "Executor",
    },
  ),
  NODE_SOURCE_MISSING: user(
    "Node {node_name} names the file {source_path}, which does not exist.",
    ["ValidationError", "InvalidSource"],
    {
      target: "Executor",
      hint: "{suggestion}",
    },
  ),
  FLOW_REFERENCE_UNKNOWN: flow(
    "Node {node_name} refers to {reference}, but there is no node {reference_node_name}.",
    "NodeReferenceNotFound",
    { hint: "{suggestion}" },
  ),
  FLOW_INPUT_UNKNOWN: flow(
    "Node {node_name} refers to {reference}, but the flow has no input {flow_input_name}.",
    "InputReferenceNotFound",
    { hint: "{suggestion}" },
  ),
  FLOW_REFERENCE_INVALID: flow("Node {node_name} refers to {reference}: {reason}.", "InvalidNodeReference"),
  FLOW_CYCLE: flow("These nodes wait for each other: {remaining_nodes}.", "NodeCircularDependency", {
    hint: "Break the circle {cycle}.",
  }),
  FLOW_OUTPUT_EMPTY: flow("Output {output_name} has no reference.", "EmptyOutputReference", {
    hint: "Add `reference: ${{node.output}}`.",
  }),
  FLOW_OUTPUT_UNKNOWN: flow(
    "Output {output_name} refers to {reference}, which does not exist.",
    "OutputReferenceNotFound",
    {
      hint: "{suggestion}",
    },
  ),
  ACTIVATE_INVALID: user("Node {node_name}: {reason}.", ["FlowDefinitionError"]),
  VARIANT_INVALID: user("{reason}.", ["SDKError", "InvalidFlowError"], {
    target: "ControlPlaneSDK",
    hint: "{suggestion}",
  }),
  OVERRIDE_INVALID: user("{reason}.", ["SDKError", "InvalidFlowError"], { target: "ControlPlaneSDK" }),
  MESSAGE_FORMAT_INVALID: user("message_format is {value}; it is basic or openai-vision.", [
    "InvalidMessageFormatType",
  ]),
  FLOW_EDIT_INVALID: user("{reason}.", ["ValidationError"], { hint: "{suggestion}" }),
  FLOW_EDIT_UNSAFE: user("{subject} cannot be edited here: {reason}.", ["ValidationError"], {
    hint: "Change it in the text of the file.",
  }),
} as const satisfies Record<string, ErrorEntry>
