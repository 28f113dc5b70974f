import type { Option } from "../command.ts"

/** Options that commands of several groups take. */

export const SET: Option = {
  flags: "--set <PARAMS_OVERRIDE...>",
  text: "Fields to set, as path.of.field=value.",
}
export const YES: Option = { flags: "-y, --yes", text: "Go on without being asked." }
export const ASSUME_YES: Option = { flags: "--assume-yes", text: "The same as --yes.", hidden: true }
export const ALL: Option = { flags: "--all-results", text: "All of them." }
export const VARIANT: Option = {
  flags: "--variant <VARIANT>",
  text: "Variant of a node, as ${node.variant}.",
}
export const ENVIRONMENT: Option = {
  flags: "--environment-variables [ENVIRONMENT_VARIABLES...]",
  text: "NAME=value, or a .env file; nothing means the nearest .env. A value ${connection.key} is looked up.",
}
export const INIT: Option = {
  flags: "--init <INIT...>",
  text: "Arguments of a flex flow's class: name=value, or one .json or .jsonl file.",
}
export const limit = (text: string): Option => ({
  flags: "-r, --max-results <MAX_RESULTS>",
  text,
  numeric: "any",
})
