import type { Catalogue, Command, Option } from "../command.ts"
import { experimentCommands } from "./experiment-commands.ts"

/** What `pf` answers to: the original's words and flags, in its order; the help texts are ours. */

const SET: Option = { flags: "--set <PARAMS_OVERRIDE...>", text: "Fields to set, as path.of.field=value." }
const RUN: Option = { flags: "-n, --name <PROTOCOL>", text: "Name of the run.", required: true }
const CONNECTION: Option = { flags: "--name, -n <NAME>", text: "Name of the connection.", required: true }
const YES: Option = { flags: "-y, --yes", text: "Go on without being asked." }
const ASSUME_YES: Option = { flags: "--assume-yes", text: "The same as --yes.", hidden: true }
const ALL: Option = { flags: "--all-results", text: "All of them." }
const VARIANT: Option = { flags: "--variant <VARIANT>", text: "Variant of a node, as ${node.variant}." }
const ENVIRONMENT: Option = {
  flags: "--environment-variables [ENVIRONMENT_VARIABLES...]",
  text: "NAME=value, or a .env file; nothing means the nearest .env. A value ${connection.key} is looked up.",
}
const INIT: Option = {
  flags: "--init <INIT...>",
  text: "Arguments of a flex flow's class: name=value, or one .json or .jsonl file.",
}
const limit = (text: string): Option => ({ flags: "-r, --max-results <MAX_RESULTS>", text, numeric: "any" })

const flows: Command[] = [
  {
    name: "flow init",
    sentence: "Write a new flow folder.",
    examples: [
      { text: "A flow to begin from", line: "flow init --flow my-flow" },
      { text: "A flow that evaluates", line: "flow init --flow my-eval --type evaluation" },
    ],
    options: [
      { flags: "--type <TYPE>", text: "What the flow is for.", choices: ["standard", "evaluation", "chat"] },
      YES,
      ASSUME_YES,
      { flags: "--flow <FLOW>", text: "Folder to make.", required: true },
      { flags: "--entry <ENTRY>", text: "Python file to make a flow of, in the folder." },
      { flags: "--function <FUNCTION>", text: "The function in that file." },
      {
        flags: "--prompt-template <PROMPT_TEMPLATE...>",
        text: "parameter=file.jinja2: a prompt fills the parameter.",
      },
    ],
    load: async () => (await import("./flow-init.ts")).flowInit,
  },
  {
    name: "flow save",
    sentence: "Save a callable as a flex flow.",
    examples: [
      { text: "Beside the code", line: "flow save --entry module:callable --code src" },
      { text: "With a copy of the code", line: "flow save --entry module:callable --code src --path flow" },
    ],
    options: [
      { flags: "--entry <ENTRY>", text: "The callable, as module:callable.", required: true },
      { flags: "--code <CODE>", text: "Folder of the code. Default: the working folder." },
      { flags: "--path <PATH>", text: "A new folder for the flow and a copy of the code." },
    ],
    load: async () => (await import("../commands/flow-save.ts")).flowSave,
  },
  {
    name: "flow test",
    sentence: "Run a flow once, or one node of it.",
    examples: [
      { text: "A flow with inputs", line: "flow test --flow my-flow --inputs key1=val1 key2=val2" },
      { text: "One node", line: "flow test --flow my-flow --node node_name" },
    ],
    options: [
      { flags: "--flow <FLOW>", text: "The flow folder.", required: true },
      { flags: "--node <NODE>", text: "The node to run alone." },
      VARIANT,
      { flags: "--interactive", text: "Chat with a chat flow, a message a line." },
      {
        flags: "--experiment <EXPERIMENT>",
        text: "A template: test the flow as its node, and what follows it.",
      },
      { flags: "--inputs <INPUTS...>", text: "name=value, or one .json or .jsonl file." },
      { flags: "--input <INPUT>", text: "A .json or .jsonl file.", hidden: true },
      { flags: "--detail <DETAIL>", text: "Folder for the details.", hidden: true },
      ENVIRONMENT,
      INIT,
    ],
    load: async () => (await import("./flow-test.ts")).flowTest,
  },
  {
    name: "flow validate",
    sentence: "Say whether a flow is valid; exit code 1 if not.",
    examples: [{ text: "A flow", line: "flow validate --source my-flow" }],
    options: [{ flags: "--source <SOURCE>", text: "The flow folder or file.", required: true }],
    load: async () => (await import("./flow-validate.ts")).flowValidate,
  },
]

const runs: Command[] = [
  {
    name: "run create",
    sentence: "Create a run.",
    examples: [
      { text: "From a run file", line: "run create -f run.yml" },
      { text: "From a flow and data", line: "run create --flow my-flow --data data.jsonl --stream" },
      {
        text: "Over another run",
        line: "run create --flow my-eval --run RUN --column-mapping prediction='${run.outputs.answer}'",
      },
    ],
    options: [
      { flags: "-f, --file <FILE>", text: "YAML file with the run's definition." },
      { flags: "-s, --stream", text: "Print the log while the run goes on." },
      { flags: "--flow <FLOW>", text: "The flow folder; with --file, relative to that file." },
      VARIANT,
      { flags: "--run <RUN>", text: "Name of the run that this one evaluates." },
      { flags: "-n, --name <NAME>", text: "Name of the run." },
      {
        flags: "--column-mapping <COLUMN_MAPPING...>",
        text: "input='${data.column}', '${run.inputs.column}', '${run.outputs.name}' or a value.",
      },
      ENVIRONMENT,
      INIT,
      { flags: "--connections <CONNECTIONS...>", text: "node.connection=NAME, node.deployment_name=NAME." },
      SET,
      { flags: "--resume-from <RESUME_FROM>", text: "Name of the run to go on with.", hidden: true },
      { flags: "--data <DATA>", text: "Data file or folder; with --file, relative to that file." },
      { flags: "--source <SOURCE>", text: "Folder of a run to register.", hidden: true },
    ],
    load: async () => (await import("./run-create.ts")).runCreate,
  },
  {
    name: "run update",
    sentence: "Change a run's display name, description or tags.",
    examples: [
      {
        text: "All of them",
        line: 'run update --name RUN --set display_name="x" description="y" tags.key="z"',
      },
    ],
    options: [RUN, SET],
    load: async () => (await import("./run-change.ts")).runUpdate,
  },
  {
    name: "run stream",
    sentence: "Print a run's log until it ends, then a summary.",
    examples: [{ text: "A run", line: "run stream --name RUN" }],
    options: [RUN],
    load: async () => (await import("./run-stream.ts")).runStream,
  },
  {
    name: "run list",
    sentence: "List runs, newest first.",
    examples: [{ text: "The last ten", line: "run list --max-results 10" }],
    options: [
      limit("At most so many. Default 50."),
      ALL,
      { flags: "--archived-only", text: "Only archived runs." },
      { flags: "--include-archived", text: "Archived runs too." },
      {
        flags: "-o, --output <OUTPUT>",
        text: "Form of the output. Default json.",
        choices: ["table", "json"],
      },
    ],
    load: async () => (await import("./run-list.ts")).runList,
  },
  {
    name: "run show",
    sentence: "Show a run.",
    examples: [{ text: "A run", line: "run show --name RUN" }],
    options: [RUN],
    load: async () => (await import("./run-show.ts")).runShow,
  },
  {
    name: "run show-details",
    sentence: "Show a run's inputs and outputs as a table.",
    examples: [{ text: "A run", line: "run show-details --name RUN" }],
    options: [limit("At most so many lines. Default 100."), RUN, ALL],
    load: async () => (await import("./run-show.ts")).runShowDetails,
  },
  {
    name: "run show-metrics",
    sentence: "Show a run's metrics.",
    examples: [{ text: "A run", line: "run show-metrics --name RUN" }],
    options: [RUN],
    load: async () => (await import("./run-show.ts")).runShowMetrics,
  },
  {
    name: "run visualize",
    sentence: "Show runs in the browser.",
    examples: [{ text: "Two runs", line: 'run visualize --names "RUN1,RUN2"' }],
    options: [
      { flags: "-n, --names <NAMES>", text: "Names of runs, with commas between them.", required: true },
      { flags: "--html-path <HTML_PATH>", text: "File to write instead of showing it.", hidden: true },
    ],
    load: async () => (await import("./run-visualize.ts")).runVisualize,
  },
  {
    name: "run archive",
    sentence: "Take a run out of the list.",
    examples: [{ text: "A run", line: "run archive --name RUN" }],
    options: [RUN],
    load: async () => (await import("./run-change.ts")).runArchive,
  },
  {
    name: "run restore",
    sentence: "Put an archived run back into the list.",
    examples: [{ text: "A run", line: "run restore --name RUN" }],
    options: [RUN],
    load: async () => (await import("./run-change.ts")).runRestore,
  },
  {
    name: "run delete",
    sentence: "Delete a run for good.",
    examples: [{ text: "A run", line: "run delete --name RUN" }],
    options: [RUN, YES, ASSUME_YES],
    load: async () => (await import("./run-change.ts")).runDelete,
  },
]

const connections: Command[] = [
  {
    name: "connection create",
    sentence: "Create a connection.",
    examples: [
      { text: "From a YAML file", line: "connection create -f connection.yaml --set api_key=KEY" },
      { text: "A custom one from a .env file", line: "connection create -f .env --name custom" },
    ],
    options: [
      SET,
      { flags: "--file, -f <FILE>", text: "YAML or .env file.", required: true },
      { flags: "--name, -n <NAME>", text: "Name of the connection." },
    ],
    load: async () => (await import("./connection.ts")).connectionCreate,
  },
  {
    name: "connection update",
    sentence: "Update a connection.",
    examples: [{ text: "Its key", line: "connection update -n my_connection --set api_key=KEY" }],
    options: [SET, CONNECTION],
    load: async () => (await import("./connection.ts")).connectionUpdate,
  },
  {
    name: "connection show",
    sentence: "Show a connection, keys masked.",
    examples: [{ text: "A connection", line: "connection show -n my_connection" }],
    options: [CONNECTION],
    load: async () => (await import("./connection.ts")).connectionShow,
  },
  {
    name: "connection list",
    sentence: "List connections, keys masked.",
    examples: [{ text: "All of them", line: "connection list" }],
    options: [limit("At most so many. Default 50."), ALL],
    load: async () => (await import("./connection.ts")).connectionList,
  },
  {
    name: "connection delete",
    sentence: "Delete a connection.",
    examples: [{ text: "A connection", line: "connection delete -n my_connection" }],
    options: [CONNECTION, YES, ASSUME_YES],
    load: async () => (await import("./connection.ts")).connectionDelete,
  },
]

const configs: Command[] = [
  {
    name: "config set",
    sentence: "Change settings.",
    examples: [{ text: "Where run folders go", line: "config set run.output_path=./runs" }],
    words: [{ form: "<params_override...>", text: "Settings, as section.key=value." }],
    options: [
      { flags: "--path <PATH>", text: "Folder whose pf.yaml is written; it holds for that folder only." },
    ],
    load: async () => (await import("./config.ts")).configSet,
  },
  {
    name: "config show",
    sentence: "Show the settings in force.",
    examples: [{ text: "All of them", line: "config show" }],
    options: [],
    load: async () => (await import("./config.ts")).configShow,
  },
]

const tools: Command[] = [
  {
    name: "tool init",
    sentence: "Write a tool, or a package with one.",
    examples: [
      { text: "A package with a tool", line: "tool init --package package_tool --tool tool_name" },
      {
        text: "With an icon and a category",
        line: "tool init --package package_tool --tool tool_name --set icon=<icon-path> category=<category>",
      },
      { text: "A tool alone", line: "tool init --tool tool_name" },
    ],
    options: [
      { flags: "--package <PACKAGE>", text: "Name of the package to make." },
      { flags: "--tool <TOOL>", text: "Name of the tool to make.", required: true },
      { flags: "--set <EXTRA_INFO...>", text: "icon, category and tags of the tool, as <key>=<value>." },
    ],
    load: async () => (await import("./tool.ts")).toolInit,
  },
  {
    name: "tool list",
    sentence: "List tools.",
    examples: [
      { text: "Those of installed packages", line: "tool list" },
      { text: "With those of a flow", line: "tool list --flow flow-path" },
    ],
    options: [{ flags: "--flow <FLOW>", text: "The flow folder." }],
    load: async () => (await import("./tool.ts")).toolList,
  },
  {
    name: "tool validate",
    sentence: "Say whether tools are valid; exit code 1 if not.",
    examples: [
      {
        text: "One function",
        line: "tool validate --source <package_name>.<module_name>.<tool_function>",
      },
      { text: "All tools of a package", line: "tool validate --source <package_name>" },
      { text: "Tools of a script", line: "tool validate --source <path_to_tool_script>" },
    ],
    options: [{ flags: "--source <SOURCE>", text: "Package, function or script.", required: true }],
    load: async () => (await import("./tool.ts")).toolValidate,
  },
]

export const catalogue: Catalogue = {
  program: "pf",
  sentence: "pf: prompt flows, answered by Millrace. `millrace --help` shows what more it does.",
  groups: [
    { name: "config", sentence: "Manage configs." },
    { name: "connection", sentence: "Manage connections." },
    { name: "experiment", sentence: "Manage experiments." },
    { name: "flow", sentence: "Manage flows." },
    { name: "run", sentence: "Manage runs." },
    { name: "tool", sentence: "Manage tools." },
  ],
  commands: [...configs, ...connections, ...experimentCommands, ...flows, ...runs, ...tools],
  common: [
    { flags: "--verbose", text: "Say more about what happens." },
    { flags: "-d, --debug", text: "Show the stack of an error." },
    { flags: "--user-agent <USER_AGENT>", text: "Accepted and not used.", hidden: true },
  ],
}
