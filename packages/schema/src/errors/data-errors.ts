import { type ErrorEntry, flow, user } from "./error-entry.ts"

/** Rows of a run, and how their columns are mapped (spec 4). */
export const DATA_ERRORS = {
  DATA_NOT_FOUND: user("There is no data at {path}.", [], {
    hint: "Give a file (csv, tsv, json or jsonl) or a folder of such files.",
  }),
  DATA_INVALID: user("{path}{place}: {reason}.", ["InvalidUserData"], { target: "Runtime", hint: "{hint}" }),
  DATA_EMPTY: user("There are no rows in {input_dirs}.", ["EmptyInputsData"], {
    target: "Runtime",
    hint: "One row a line (jsonl), a header and rows (csv, tsv) or a list of objects (json).",
  }),
  MAPPING_FAILED: user(
    "The column mapping cannot be applied{line_info}: {invalid_relations} not found.",
    ["ValidationError", "ApplyInputMappingError"],
    { target: "Executor", hint: "{suggestion}" },
  ),
  MAPPING_INVALID: user("{reason}.", ["ValidationError", "InputMappingError"], { target: "Executor" }),
  MAPPING_STATIC: user("The column mapping {mapping} holds no reference such as ${{data.column}}.", [
    "ValidationError",
  ]),
  BATCH_WITHOUT_INPUTS: flow("A flow without inputs cannot be run in bulk.", "InputNotFound"),
} as const satisfies Record<string, ErrorEntry>
