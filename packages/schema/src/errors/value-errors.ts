import { type ErrorEntry, flow, system, user } from "./error-entry.ts"

/** Inputs, references, outputs (spec 2, 3.2). */
export const VALUE_ERRORS = {
  INPUT_MISSING: flow("The value for flow input {input_name} is missing {line_info}.", "InputNotFound", {
    hint: "Give it a value, a default in flow.dag.yaml, or map a column to it.",
  }),
  INPUT_UNDECLARED: flow("There is no flow input {input_name} among {flow_input_keys}.", "InputNotFound", {
    hint: "Declare it under inputs in flow.dag.yaml, or correct the name.",
  }),
  INPUT_TYPE: flow("{subject} must be {expected_type}, and {value} is not.", "InputTypeError", {
    hint: "Change the value, or the input's type in flow.dag.yaml.",
  }),
  INPUT_PARSE: flow("{subject} must be {value_type}, and {value} is not JSON: {detail}.", "InputParseError", {
    hint: "Write it as JSON, or change the input's type in flow.dag.yaml.",
  }),
  IMAGE_INVALID: user("The image is of no use: {reason}.", ["ValidationError", "InvalidImageInput"], {
    target: "Executor",
    hint: "Give a path relative to the flow, a public URL, base64, or a dict of the flow's message_format.",
  }),
  MEDIA_FAILED: user("The image of input {key} cannot be loaded: {detail}.", ["LoadMultimediaDataError"], {
    target: "Executor",
  }),
  REFERENCE_SECTION: user("{reference}: a node has the section `output` only, not `{reference_section}`.", [
    "NodeReferenceError",
    "UnsupportedReference",
  ]),
  REFERENCE_PROPERTY: user("The output of node {node_name} has no property {property}.", [
    "NodeReferenceError",
    "InvalidReferenceProperty",
  ]),
  REFERENCE_FAILED: system("Reading {reference} failed: {detail}", ["TypeError"]),
  OUTPUT_UNSERIALIZABLE: user(
    "Flow output {output_name} is a {type}, which JSON cannot hold: {detail}",
    ["FlowOutputUnserializable"],
    { target: "FlowExecutor", hint: "Return text, numbers, lists or dicts from the node." },
  ),
  SINGLE_NODE_INVALID: user("{reason}.", ["SingleNodeValidationError"]),
  INPUTS_REQUIRED: user('Required input(s) {inputs} are missing for "{subject}".', [], {
    hint: "Give them with --inputs name=value.",
  }),
} as const satisfies Record<string, ErrorEntry>
