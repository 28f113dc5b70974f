/**
 * The one table of errors. `message` and `hint` are templates: `{name}` is filled from the error's `data`. `original` is
 * the chain of names that the original gives the same mistake (spec 11.3), shown under `pf` and in JSON records;
 * `target` its `referenceCode`; `format` its `messageFormat` where scripts read it.
 */
export type ErrorCategory = "user" | "operational" | "internal"

export interface ErrorEntry {
  category: ErrorCategory
  /** Status of an HTTP answer that carries this error. */
  http: number
  /** Exit code of a command that ends with this error. */
  exit: number
  /** Whether the same call may succeed if it is made again. */
  retryable: boolean
  message: string
  hint: string
  original: readonly string[]
  target: string
}

const FLOW_ERROR = ["UserError", "ValidationError", "InvalidFlowRequest"] as const

type Options = Partial<Omit<ErrorEntry, "message" | "original">>
function user(message: string, original: readonly string[], options: Options = {}): ErrorEntry {
  return {
    category: "user",
    http: 400,
    exit: 1,
    retryable: false,
    hint: "",
    target: "Unknown",
    ...options,
    message,
    original: ["UserError", ...original],
  }
}
function flow(message: string, name: string, options: Options = {}): ErrorEntry {
  return user(message, [...FLOW_ERROR.slice(1), name], { target: "Executor", ...options })
}
function system(message: string, original: readonly string[], options: Options = {}): ErrorEntry {
  return {
    ...user(message, [], options),
    category: "internal",
    http: 500,
    ...options,
    original: ["SystemError", ...original],
  }
}

export const ERRORS = {
  // --- files and folders
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

  // --- flow: reading and planning (spec 1.2)
  FLOW_FIELD_INVALID: flow("{field} is {value}: {reason}.", "FlowDefinitionError"),
  FLOW_INPUT_TYPE_UNKNOWN: user("Input {input} has the type {type}, which does not exist.", ["ValueError"], {
    hint: "The types are {types}.",
  }),
  NODE_DUPLICATE: flow("Two nodes are called {node_name}.", "DuplicateNodeName", {
    hint: "Rename one of them.",
  }),
  NODE_TYPE_INVALID: user("Node {node_name} has the type {type}, which does not exist.", ["ValueError"]),
  NODE_SOURCE_INVALID: user("Node {node_name} cannot be run: {reason}.", [
    "ValidationError",
    "InvalidSource",
  ]),
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

  // --- flex flows (spec 1.3, 3.8)
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
      target: "Executor",
      hint: "Give the arguments of its constructor with --init name=value, or in init of the flow.",
    },
  ),
  ENTRY_FAILED: user("Execution failure in '{func_name}': {error_type_and_message}", [
    "ScriptExecutionError",
  ]),
  AGGREGATION_FUNCTION_INVALID: user(
    "__aggregate__ of {entry} takes {count} parameters besides self; it must take exactly one, the list of results.",
    ["InvalidAggregationFunction"],
    { target: "Executor" },
  ),

  // --- tools (spec 1.2.3, 2.3, 6)
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
  TEMPLATE_SYNTAX: {
    ...user("{path}:{line}: {reason}", [], { target: "Executor" }),
    // an error that is not the original's own, met while the tool is resolved (spec 11.4)
    original: ["SystemError", "TemplateSyntaxError"],
  },
  TEMPLATE_FAILED: user(
    "Rendering {template} failed: ({kind}) {detail}",
    ["ToolValidationError", "JinjaTemplateError"],
    { target: "Tool" },
  ),

  // --- values (spec 2, 3.2)
  INPUT_MISSING: flow("The value for flow input {input_name} is missing{line_info}.", "InputNotFound", {
    hint: "Give it a value, a default in flow.dag.yaml, or map a column to it.",
  }),
  INPUT_TYPE: flow("{flow_input_info} must be {expected_type}, and {value} is not.", "InputTypeError", {
    hint: "Change the value, or the input's type in flow.dag.yaml.",
  }),
  INPUT_PARSE: flow(
    "{flow_input_info} must be {value_type}, and {input_value} is not JSON: {detail}.",
    "InputParseError",
    { hint: "Write it as JSON, or change the input's type in flow.dag.yaml." },
  ),
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
  NODE_OUTPUT_MISSING: user("Node {node_name} has no output.", ["NodeOutputNotFound"]),
  SINGLE_NODE_INVALID: user("{reason}.", ["SingleNodeValidationError"]),
  INPUTS_REQUIRED: user('Required input(s) {inputs} are missing for "{subject}".', [], {
    hint: "Give them with --inputs name=value.",
  }),

  // --- execution
  TOOL_FAILED: user("Execution failure in '{node_name}': ({type}) {detail}", ["ToolExecutionError"], {
    target: "Tool",
  }),
  TOOL_RAISED: user("{detail}", ["PromptflowException"], { target: "Tool" }),
  TOOL_CANCELED: user("Node {node_name} was stopped before it ended.", ["ToolCanceledError"], {
    target: "Executor",
  }),
  LINE_TIMEOUT: user(
    "Line {line_number} execution timeout for exceeding {timeout} seconds",
    ["LineExecutionTimeoutError"],
    { target: "Executor", hint: "Raise PF_LINE_TIMEOUT_SEC, or find what waits." },
  ),
  AGGREGATION_TIMEOUT: user(
    "The aggregation nodes did not end within {timeout} seconds.",
    ["AggregationNodeExecutionTimeoutError"],
    { target: "Executor" },
  ),
  BATCH_TIMEOUT: user(
    "The batch run failed due to timeout [{batch_timeout_sec}s]. Please adjust the timeout to a higher value.",
    ["BatchRunTimeoutError"],
    { target: "Batch" },
  ),
  LINE_BATCH_TIMEOUT: user(
    "Line {line_number} was still running when the batch run reached its timeout of {timeout} seconds.",
    ["BatchExecutionTimeoutError"],
    { target: "Batch" },
  ),
  WORKER_DIED: user(
    "The Python process of line {line_number} ended ({cause}).{stderr}",
    ["ProcessCrashError"],
    {
      category: "operational",
      target: "Executor",
      hint: "{hint}",
    },
  ),
  WORKER_START_FAILED: system("Python could not be started: {reason}.", ["ProcessPoolError"], {
    category: "operational",
    hint: "{hint}",
  }),
  WORKER_PROTOCOL: system("A Python worker sent something that is not a message: {sample}", [
    "UnexpectedError",
  ]),
  AGGREGATION_INPUT_INVALID: system("{reason}.", ["InvalidAggregationInput"], { target: "Executor" }),
  NO_NODE_EXECUTED: system("No node can run, yet these have not ended: {nodes}.", ["NoNodeExecutedError"]),
  CANCELED: user("Stopped by the user.", ["ToolCanceledError"], { exit: 130 }),
  RUN_TAKEN_OVER: system("Run {run} is now written by {owner}.", ["RunOperationError"], {
    category: "operational",
  }),

  // --- batch data (spec 4)
  CHAT_FLOW_REQUIRED: user("Only support chat flow in interactive mode, {reason}.", [], {
    hint: "A chat flow has one input with is_chat_input, one output with is_chat_output, and chat_history.",
  }),
  CHAT_TURN_FAILED: user("{reason}", []),
  CHAT_BUSY: user("The last turn of this chat is not over.", []),
  // --- experiments
  EXPERIMENT_NOT_FOUND: user("Experiment '{name}' cannot be found.", ["ExperimentNotFoundError"], {
    http: 404,
    hint: "`experiment list` shows the experiments there are.",
  }),
  EXPERIMENT_EXISTS: user("Experiment '{name}' already exists.", ["ExperimentExistsError"], {
    http: 409,
    hint: "Choose another name with --name.",
  }),
  EXPERIMENT_TEMPLATE_MISSING: user("Experiment template file {path} not found.", [
    "NoExperimentTemplateError",
  ]),
  EXPERIMENT_INVALID: user("{path} is no valid experiment template: {reason}.", []),
  EXPERIMENT_VALUE: user("{reason}", ["ExperimentValueError"]),
  EXPERIMENT_CYCLE: user(
    "Experiment has a circular dependency among its nodes: {nodes}.",
    ["ExperimentHasCycle"],
    {
      hint: "Let none of them refer to what comes after it.",
    },
  ),
  EXPERIMENT_STATE: user("{reason}", []),
  EXPERIMENT_NODE_FAILED: user("Node {node} failed to execute with error {reason}.", [
    "ExperimentNodeRunFailedError",
  ]),
  EXPERIMENT_COMMAND_FAILED: user(
    "The command of node {node} ended with code {exit}: {log}",
    ["ExperimentCommandRunError"],
    {
      hint: "logs.txt in the run's folder has all that it wrote.",
    },
  ),
  CHAT_GROUP_ROLES: user("Chat group {node} has {count} role(s), and it takes at least 2.", [
    "ValidationException",
    "InvalidChatRoleCount",
  ]),
  CHAT_GROUP_TURNS: user("max_turns of chat group {node} is {turns}, and it must be at least 1.", [
    "ValidationException",
    "InvalidMaxTurnValue",
  ]),
  CHAT_GROUP_HISTORY: user(
    "Role {role} of chat group {node} has no input that is ${parent.conversation_history}.",
    ["ValidationException", "MissingConversationHistoryExpression"],
    { hint: "Without it a role does not know what the others have said." },
  ),
  CHAT_GROUP_ROLE_KEY: user(
    "The flow of role {role} has an output named role, which the conversation needs for itself.",
    ["ValidationException", "UsingReservedRoleKey"],
    { hint: "Call the output something else." },
  ),
  CHAT_GROUP_TURN: user("Turn {turn}, of role {role}, failed: {reason}", ["ExecutionError"]),
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

  // --- runs
  RUN_EXISTS: user("There is a run {name} already.", ["SDKError", "RunExistsError"], {
    target: "ControlPlaneSDK",
    hint: "Choose another --name.",
  }),
  RUN_NOT_FOUND: user("There is no run {name}.", ["SDKError", "RunNotFoundError"], {
    target: "ControlPlaneSDK",
    http: 404,
    hint: "{suggestion}",
  }),
  RUN_STATUS: user("Run {name} is {status}: {reason}.", ["SDKError", "InvalidRunStatusError"], {
    target: "ControlPlaneSDK",
  }),
  RUN_INVALID: user("{reason}.", ["SDKError", "InvalidRunError"], { target: "ControlPlaneSDK" }),
  RUN_INTERRUPTED: system("{owner} ended before run {name} did.", ["RunOperationError"], {
    category: "operational",
    hint: "The lines that ended are kept: millrace run show-details --name {name}",
  }),
  RUN_OPERATION: user("{reason}.", ["SDKError", "RunOperationError"], { target: "ControlPlaneSDK" }),

  // --- the store's own files
  STORE_FAILED: system("{subject} cannot be used: {reason}.", ["RunOperationError"], {
    category: "operational",
    hint: "{hint}",
  }),

  // --- connections (spec 7)
  CONNECTION_NOT_FOUND: user("There is no connection {name}.", ["SDKError", "ConnectionNotFoundError"], {
    target: "ControlPlaneSDK",
    http: 404,
    hint: "{suggestion}",
  }),
  CONNECTION_FAILED: user(
    "Get connection '{connection}' for node '{node_name}' error: {error}",
    ["ValidationError", "InvalidRequest", "GetConnectionError"],
    {
      target: "Executor",
      hint: "Create it: millrace connection create --file {connection}.yaml. Or try the flow without it: --connection local_model",
    },
  ),
  CONNECTION_INVALID: user("Connection {name}: {reason}.", ["ValidationError"], {}),
  CONNECTION_TYPE: flow(
    "Node {node_name} cannot use a connection of the type {conn_type}.",
    "InvalidConnectionType",
  ),
  CONNECTION_PROVIDER: user("{reason}.", [], { target: "ControlPlaneSDK" }),
  CONNECTION_DECRYPT: user(
    "The secrets of connection {name} cannot be decrypted.",
    ["SDKError", "DecryptConnectionError"],
    {
      hint: "They were stored with another key: check MILLRACE_SECRET_KEY, or create the connection again.",
    },
  ),
  STREAM_WITH_FUNCTIONS: user(
    "Node {node_name} has stream and functions: a streamed answer calls no functions.",
    ["ToolValidationError", "FunctionCallNotSupportedInStreamMode"],
    { target: "Tool", hint: "Take stream out of the node's inputs, or use tools instead of functions." },
  ),
  API_NOT_FOUND: user("There is no {api} for {provider}.", ["ValidationError", "APINotFound"]),

  // --- prompty (spec 1.4)
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

  // --- model calls (spec 5.3-5.5)
  MODEL_CALL_FAILED: user("OpenAI API hits {class}: {detail}", ["OpenAIError"], {
    category: "operational",
    target: "Tool",
    hint: "{hint}",
  }),
  MODEL_RETRIES_EXHAUSTED: user("Exceed max retry times. {detail}", ["ExceedMaxRetryTimes"], {
    category: "operational",
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

  // --- runtimes
  RUNTIME_NOT_FOUND: user("There is no runtime {name}.", [], {
    hint: "millrace runtime list",
  }),
  RUNTIME_FAILED: user("The runtime for {path} could not be made: {reason}.", [], {
    hint: "{hint}",
  }),

  // --- command line, configuration
  USAGE: user("{reason}", [], { exit: 2 }),
  CONFIG_INVALID: user("{reason}.", ["SDKError", "InvalidConfigValue"], { target: "ControlPlaneSDK" }),
  THRESHOLD_MISSED: user("{reason}", [], { exit: 3 }),
  INTERNAL: system("{detail}", ["UnexpectedError"], {
    hint: "This is a defect of Millrace: please report it with the output of --debug.",
  }),
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS
