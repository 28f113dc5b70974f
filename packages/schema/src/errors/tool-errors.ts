import { type ErrorEntry, flow, foreign, user } from "./error-entry.ts"

/** Tools (spec 1.2.3, 2.3, 6). */
export const TOOL_ERRORS = {
  TOOL_NOT_DEFINED: user(
    "{path} defines no tool.",
    ["ToolValidationError", "PythonParsingError", "NoToolDefined"],
    {
      hint: "Decorate one function with @tool.",
      target: "Tool",
    },
  ),
  TOOL_AMBIGUOUS: user(
    "{path} defines {count} tools ({names}); a node's file must hold exactly one.",
    ["ToolValidationError", "PythonParsingError", "MultipleToolsDefined"],
    { target: "Tool" },
  ),
  TOOL_LOAD_FAILED: user(
    "{path} could not be imported: ({type}) {detail}",
    ["ToolValidationError", "PythonParsingError", "PythonLoadError"],
    { target: "Tool", hint: "{fix}" },
  ),
  TOOL_NOT_FOUND: user(
    "The package tool {tool} is not installed.",
    ["ValidationError", "PackageToolNotFoundError"],
    {
      hint: "{suggestion}",
      target: "Executor",
    },
  ),
  TOOL_ID_AMBIGUOUS: user(
    "The tools {tools} both take the place of the old tool {deprecated}.",
    ["ValidationError", "DuplicateToolMappingError"],
    { hint: "Name one of them in the flow, or remove the package that has the other." },
  ),
  TOOL_QUESTION_FAILED: user("{detail}", []),
  TOOL_QUESTION_TIMEOUT: user(
    "The tools did not answer within {seconds} s.",
    ["ValidationError", "GenerateMetaTimeout"],
    { hint: "Importing them, or the function that was asked for, takes too long." },
  ),
  TOOL_NAME_INVALID: user("The {what} name {name} is a invalid identifier.", [], {
    hint: "Use letters, digits and underscores; begin with a letter.",
  }),
  TOOL_INTERFACE_INVALID: user(
    "{path}: {reason}.",
    ["ToolValidationError", "PythonParsingError", "BadFunctionInterface"],
    {
      target: "Tool",
    },
  ),
  TOOL_PROMPT_MISSING: user(
    "Node {node_name}: the tool {tool} has no parameter of the type PromptTemplate, which a custom_llm node needs.",
    ["ValidationError", "InvalidCustomLLMTool"],
    { target: "Executor" },
  ),
  TOOL_INPUTS_MISSING: user("Node {node_name} lacks the inputs {inputs}.", [
    "ValidationError",
    "MissingRequiredInputs",
  ]),
  TOOL_INPUT_MUST_BE_LITERAL: user(
    "Input {input} of node {node_name} feeds the constructor of {class}, so it must be a literal.",
    ["ValidationError", "InputTypeMismatch"],
  ),
  NODE_INPUT_INVALID: flow(
    "Input {key} of node {node_name} is {value}, which is not {value_type}: {reason}.",
    "NodeInputValidationError",
  ),
  NODE_INPUT_NAME_TAKEN: flow(
    "Node {node_name}: {key} is both a variable of the prompt and a parameter of the tool.",
    "NodeInputValidationError",
    { hint: "Rename the variable in the prompt." },
  ),
  TEMPLATE_SYNTAX: foreign("{path}:{line}: {reason}", "TemplateSyntaxError"),
  TEMPLATE_FAILED: user(
    "Rendering {template} failed: ({kind}) {detail}",
    ["ToolValidationError", "JinjaTemplateError"],
    { target: "Tool" },
  ),
} as const satisfies Record<string, ErrorEntry>
