import type { Option } from "../command.ts"

/** Options of every command that executes a flow. */
export const EXECUTION_OPTIONS: readonly Option[] = [
  { flags: "--variant <node.variant>", text: "Variant to use, as '${node.variant}'.", group: "Overrides" },
  {
    flags: "--connections <pair...>",
    text: "Per node: node.connection=NAME, node.deployment_name=NAME, node.model=NAME.",
    group: "Overrides",
  },
  { flags: "--connection <name>", text: "Use this connection for every LLM node.", group: "Overrides" },
  {
    flags: "--init <pair...>",
    text: "Arguments of a flex flow's class: name=value, or one .json or .jsonl file.",
    group: "Overrides",
    completes: "file",
  },
  {
    flags: "--environment-variables [pair...]",
    text: "NAME=value, a .env file, or nothing for the nearest .env.",
    group: "Overrides",
  },
  {
    flags: "--runtime <name>",
    text: "Python to use instead of the one that fits: a runtime, a command, an interpreter, a virtual environment.",
    group: "Runtime",
  },
  { flags: "--no-install", text: "Never make a Python environment.", group: "Runtime" },
  {
    flags: "--cache <how>",
    text: "Take answers of earlier runs: of models, of pure code; all: of any code; refresh: leave new ones only.",
    group: "Models",
    choices: ["use", "all", "refresh", "off"],
  },
  {
    flags: "--record <folder>",
    text: "Keep every model call and its answer here.",
    group: "Models",
    completes: "folder",
  },
  {
    flags: "--replay <folder>",
    text: "Answer model calls from what was recorded here.",
    group: "Models",
    completes: "folder",
  },
]

/** Options that make a run fail a pipeline, and the reports for it. */
export const GATE_OPTIONS: readonly Option[] = [
  {
    flags: "--fail-on <condition...>",
    text: "End with code 3 when it holds, as 'accuracy<0.8'.",
    group: "For pipelines",
  },
  { flags: "--junit <file>", text: "Write a JUnit report.", group: "For pipelines", completes: "file" },
  { flags: "--report <file>", text: "Write a JSON report.", group: "For pipelines", completes: "file" },
]
