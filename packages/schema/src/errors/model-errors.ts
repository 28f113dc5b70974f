import { type ErrorEntry, user } from "./error-entry.ts"

/** Calls of models (spec 5.3-5.5), models on this machine, recordings. */
export const MODEL_ERRORS = {
  /** Its codes end with the class of OpenAI's SDK, as those of the next. */
  MODEL_CALL_FAILED: user("OpenAI API hits {class}: {detail}", ["OpenAIError"], {
    category: "operational",
    className: "WrappedOpenAIError",
    target: "Tool",
    hint: "{hint}",
  }),
  MODEL_RETRIES_EXHAUSTED: user("Exceed max retry times. {detail}", ["OpenAIError"], {
    category: "operational",
    className: "ExceedMaxRetryTimes",
    target: "Tool",
  }),
  LLM_FAILED: user("OpenAI API hits exception: {detail}", ["LLMError"], { target: "Tool" }),
  CHAT_ROLE_INVALID: user(
    "The chat prompt has text that belongs to no role: {text}",
    ["ToolValidationError", "ChatAPIInvalidRole"],
    { target: "Tool", hint: "Start each message with a line such as `# user:`." },
  ),
  CHAT_FUNCTION_FORMAT: user("{reason}", ["ToolValidationError", "ChatAPIFunctionRoleInvalidFormat"], {
    target: "Tool",
  }),
  CHAT_TOOL_FORMAT: user("{reason}", ["ToolValidationError", "ChatAPIToolRoleInvalidFormat"], {
    target: "Tool",
  }),
  CHAT_TOOLS_INVALID: user("{reason}", ["ToolValidationError", "ChatAPIInvalidTools"], { target: "Tool" }),
  CHAT_FUNCTIONS_INVALID: user("{reason}", ["ToolValidationError", "ChatAPIInvalidFunctions"], {
    target: "Tool",
  }),
  MODEL_NOT_FOUND: user("There is no local model {model}.", ["LLMError"], {
    hint: "millrace model pull smollm2",
  }),
  MODEL_FETCH_FAILED: user("The model {model} could not be fetched: {reason}.", ["LLMError"], {
    category: "operational",
    hint: "{hint}",
  }),
  REPLAY_MISS: user("No recording answers this call: {difference}", ["LLMError"], {
    hint: "Record it again with --record {dir}.",
  }),
  STREAM_WITH_FUNCTIONS: user(
    "Node {node_name} has stream and functions: a streamed answer calls no functions.",
    ["ToolValidationError", "FunctionCallNotSupportedInStreamMode"],
    { target: "Tool", hint: "Take stream out of the node's inputs, or use tools instead of functions." },
  ),
  API_NOT_FOUND: user("There is no {api} for {provider}.", ["ValidationError", "APINotFound"]),
} as const satisfies Record<string, ErrorEntry>
