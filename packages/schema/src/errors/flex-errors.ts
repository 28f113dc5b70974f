import { type ErrorEntry, user } from "./error-entry.ts"

/** Flex flows (spec 1.3, 3.8). */
export const FLEX_ERRORS = {
  FLEX_FIELD_UNKNOWN: user("A flex flow has no field {field}.", ["ValidationError"], {
    hint: "{suggestion}",
  }),
  FLEX_FIELD_INVALID: user("{field} is {value}: {reason}.", []),
  FLEX_SIGNATURE_MISMATCH: user(
    "The {section} of the file do not match the entry: the file has {ports}, the entry has {entry_ports}.",
    [],
    {
      hint: "Give the section the names that the entry has, or leave it out: then it is read from the entry.",
    },
  ),
  ENTRY_INVALID: user(
    "{entry} cannot be the entry of a flow: {reason}.",
    ["CoreError", "GenerateFlowMetaJsonError"],
    {
      target: "Core",
    },
  ),
  ENTRY_LOAD_FAILED: user(
    "The module of {entry} could not be imported: ({type}) {detail}",
    ["CoreError", "GenerateFlowMetaJsonError"],
    { target: "Core", hint: "{fix}" },
  ),
  ENTRY_INIT_FAILED: user(
    "The object of {entry} could not be made with {init_kwargs}: {ex}",
    ["FlowEntryInitializationError"],
    {
      hint: "Give the arguments of its constructor with --init name=value, or in init of the flow.",
    },
  ),
  ENTRY_FAILED: user("Execution failure in '{func_name}': {error_type_and_message}", [
    "ScriptExecutionError",
  ]),
  AGGREGATION_FUNCTION_INVALID: user(
    "__aggregate__ of {entry} takes {count} parameters besides self; it must take exactly one, the list of results.",
    ["InvalidAggregationFunction"],
  ),
} as const satisfies Record<string, ErrorEntry>
