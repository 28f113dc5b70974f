import { type ErrorEntry, user } from "./error-entry.ts"

/** Prompties (spec 1.4). */
export const PROMPTY_ERRORS = {
  PROMPTY_FORMAT: user("{path} is not a prompty: it has no front matter between two lines of `---`.", [], {
    hint: "Start it with a line `---`, then YAML, then a line of dashes alone (no blanks after them), then the prompt.",
  }),
  PROMPTY_FIELD: user("{field} is {value}: {reason}.", []),
  PROMPTY_REFERENCE: user("The prompty refers to the file {path}: {reason}.", [], {
    hint: "Paths in `${{file:…}}` are relative to the prompty.",
  }),
  PROMPTY_SAMPLE: user(
    "The prompty's sample {sample} cannot be used: {reason}.",
    ["CoreError", "InvalidSampleError"],
    {
      target: "Core",
    },
  ),
  PROMPTY_INPUTS_MISSING: user(
    "Missing required inputs: {inputs}",
    ["CoreError", "MissingRequiredInputError"],
    { target: "Core", hint: "Give them as keyword arguments, or give them a default in the prompty." },
  ),
  PROMPTY_OUTPUT_KEY: user("Cannot find {key} in response {keys}", ["CoreError", "InvalidOutputKeyError"], {
    target: "Core",
    hint: "Ask for it in the prompt, or take it out of the prompty's outputs.",
  }),
  PROMPTY_CONNECTION_MIXED: user(
    "The model configuration names the connection {connection} and also {fields}: give one or the other.",
    ["CoreError", "InvalidConnectionError"],
    { target: "Core" },
  ),
  PROMPTY_CONNECTION_TYPE: user(
    "The model configuration has the type {type}; a prompty can call azure_openai and openai.",
    ["UnknownConnectionType"],
    {
      target: "Core",
      hint: "Set model.configuration.type, or name a connection. Without a key: --connection local_model.",
    },
  ),
  PROMPTY_ENVIRONMENT: user(
    "Required environment variables {variables} to build {class} not set.",
    ["CoreError", "RequiredEnvironmentVariablesNotSetError"],
    { target: "Core", hint: "Set them, write the fields into model.configuration, or name a connection." },
  ),
} as const satisfies Record<string, ErrorEntry>
