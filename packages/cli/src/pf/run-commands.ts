import type { Command, Option } from "../command.ts"
import { ALL, ASSUME_YES, ENVIRONMENT, INIT, limit, SET, VARIANT, YES } from "./shared-options.ts"

const RUN: Option = { flags: "-n, --name <PROTOCOL>", text: "Name of the run.", required: true }

export const runCommands: readonly Command[] = [
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
