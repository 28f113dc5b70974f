import { RUN_NAME, RUN_WORD } from "../arguments/run-name.ts"
import type { Command, Option } from "../command.ts"
import { EXECUTION_OPTIONS, GATE_OPTIONS } from "./execution-options.ts"
import { CAP_OPTIONS, COST_OPTIONS, GROUP_OPTIONS } from "./group-options.ts"

const LIMIT: Option = { flags: "-r, --limit <n>", text: "At most so many.", numeric: true }
const ALL: Option = { flags: "--all", text: "All of them." }

export const runCommands: readonly Command[] = [
  {
    name: "run create",
    sentence: "Runs a flow over every row of a file, or evaluates an earlier run.",
    examples: [
      { text: "a flow over a file", line: "run create --flow my-flow --data rows.jsonl" },
      {
        text: "evaluate a run: columns from the data and from its outputs",
        line: "run create --flow my-eval --data rows.jsonl --run RUN --column-mapping truth='${data.answer}' given='${run.outputs.answer}'",
      },
      {
        text: "go on with a run, after a repair",
        line: "run create --resume-from RUN",
      },
      {
        text: "every variant, each three times, evaluated",
        line: "run create --flow my-flow --data rows.jsonl --variants all --repeat 3 --evaluate my-eval --evaluate-mapping truth='${data.answer}' given='${run.outputs.answer}'",
      },
      {
        text: "what will it cost?",
        line: "run create --flow my-flow --data rows.jsonl --estimate",
      },
      {
        text: "fail a pipeline",
        line: "run create --flow my-flow --data rows.jsonl --max-failed 5% --junit report.xml",
      },
    ],
    options: [
      { flags: "--flow <path>", text: "Folder or file of the flow.", completes: "folder" },
      {
        flags: "-f, --file <run.yml>",
        text: "A run file; what is typed here overrides it.",
        completes: "file",
      },
      {
        flags: "--data <path>",
        text: "csv, tsv, json, jsonl or parquet file, or a folder of them.",
        completes: "file",
      },
      { flags: "--run <name>", text: "The run to evaluate." },
      {
        flags: "--column-mapping <pair...>",
        text: "input='${data.column}' or '${run.outputs.name}', or a value.",
      },
      {
        flags: "--resume-from <run>",
        text: "Go on with a run that has ended: take over its done lines and run the others.",
      },
      {
        flags: "--source <folder>",
        text: "Register the folder of a run, of ours or of pf, that is not known here.",
        completes: "folder",
      },
      { flags: "-n, --name <name>", text: "Name of the run. Default: flow, variant and time." },
      { flags: "--set <pair...>", text: "display_name=, description=, tags.KEY=." },
      { flags: "-s, --stream", text: "Also show each line as it ends." },
      { flags: "--detach", text: "Go on in the background, also when the terminal closes." },
      { flags: "--concurrency <n>", text: "Lines in flight.", numeric: true, group: "Rows" },
      {
        flags: "--weight <n>",
        text: "Its part where several runs share a service's limits: 2 has twice as much as 1.",
        numeric: true,
        group: "Rows",
      },
      { flags: "--limit <n>", text: "Only the first n rows.", numeric: true, group: "Rows" },
      { flags: "--line-timeout <seconds>", text: "Longest time for one line.", numeric: true, group: "Rows" },
      { flags: "--timeout <seconds>", text: "Longest time for all of it.", numeric: true, group: "Rows" },
      ...GROUP_OPTIONS,
      ...COST_OPTIONS,
      ...CAP_OPTIONS,
      ...EXECUTION_OPTIONS,
      { flags: "--max-failed <n|%>", text: "End with code 3 when more lines fail.", group: "For pipelines" },
      ...GATE_OPTIONS,
    ],
    load: async () => (await import("./run-create.ts")).runCreate,
  },
  {
    name: "run cancel",
    sentence: "Ends a run of another process; what is done is kept.",
    examples: [
      { text: "let end what is in flight", line: "run cancel RUN" },
      { text: "give it up", line: "run cancel RUN --now" },
    ],
    words: [RUN_WORD],
    options: [RUN_NAME, { flags: "--now", text: "Give up what is in flight." }],
    load: async () => (await import("./run-cancel.ts")).runCancel,
  },
  {
    name: "run pause",
    sentence: "Ends a run when what is in flight has ended, to go on later with run resume.",
    examples: [{ text: "make room", line: "run pause RUN" }],
    words: [RUN_WORD],
    options: [RUN_NAME],
    load: async () => (await import("./run-cancel.ts")).runPause,
  },
  {
    name: "run resume",
    sentence:
      "Goes on with a run, or a group of runs, that was cut off or stopped or has failed lines; what is done is kept.",
    examples: [
      { text: "after a crash, a reboot, Ctrl-C", line: "run resume RUN" },
      {
        text: "also lines that failed because of the provider or a time limit",
        line: "run resume RUN --failed",
      },
      { text: "what --variants, --repeat or --evaluate had not finished", line: "run resume GROUP" },
      { text: "after a prompt was edited", line: "run resume RUN --accept-changes" },
      { text: "beyond the cap that it stopped at", line: "run resume RUN --max-cost 10" },
    ],
    words: [RUN_WORD],
    options: [
      RUN_NAME,
      { flags: "--failed", text: "Also lines that failed for reasons that may have passed." },
      { flags: "--all-failed", text: "Also all lines that failed." },
      {
        flags: "--accept-changes",
        text: "Go on though flow or data have changed: what the changes touch runs again.",
      },
      { flags: "-s, --stream", text: "Also show each line as it ends." },
      { flags: "--detach", text: "Go on in the background, also when the terminal closes." },
      {
        flags: "--concurrency <n>",
        text: "Lines in flight. Default: as before.",
        numeric: true,
        group: "Rows",
      },
      {
        flags: "--weight <n>",
        text: "Its part where several runs share a service's limits: 2 has twice as much as 1.",
        numeric: true,
        group: "Rows",
      },
      { flags: "--line-timeout <seconds>", text: "Longest time for one line.", numeric: true, group: "Rows" },
      { flags: "--timeout <seconds>", text: "Longest time for all of it.", numeric: true, group: "Rows" },
      ...CAP_OPTIONS,
      ...EXECUTION_OPTIONS.filter(({ group }) => group === "Runtime" || group === "Models"),
    ],
    load: async () => (await import("./run-resume.ts")).runResume,
  },
  {
    name: "run list",
    sentence: "Lists runs, newest first.",
    examples: [{ text: "the last five", line: "run list --limit 5" }],
    options: [
      LIMIT,
      ALL,
      { flags: "--archived-only", text: "Only archived ones." },
      { flags: "--include-archived", text: "Archived ones too." },
    ],
    load: async () => (await import("./run-list.ts")).runList,
  },
  {
    name: "run explain",
    sentence: "Says where the answers of a line's nodes came from, and what changed where none was there.",
    examples: [
      { text: "why did the first line ask the model again?", line: "run explain RUN" },
      { text: "one node of one line", line: "run explain RUN --line 7 --node summarize" },
    ],
    words: [RUN_WORD],
    options: [
      RUN_NAME,
      { flags: "--line <i>", text: "Line number, from 0. Default the first.", numeric: "any" },
      { flags: "--node <name>", text: "Only this node." },
    ],
    load: async () => (await import("./run-explain.ts")).runExplain,
  },
  {
    name: "run show",
    sentence: "Shows what a run was made of and how it ended.",
    examples: [{ text: "as JSON", line: "run show RUN --output json" }],
    words: [RUN_WORD],
    options: [RUN_NAME],
    load: async () => (await import("./run-show.ts")).runShow,
  },
  {
    name: "run show-details",
    sentence: "Shows inputs and outputs, line by line.",
    examples: [{ text: "the first ten lines", line: "run show-details RUN --limit 10" }],
    words: [RUN_WORD],
    options: [RUN_NAME, { ...LIMIT, text: "At most so many lines. Default 100." }, ALL],
    load: async () => (await import("./run-show-details.ts")).runShowDetails,
  },
  {
    name: "run show-metrics",
    sentence: "Shows the metrics of an evaluation.",
    examples: [{ text: "as a table", line: "run show-metrics RUN" }],
    words: [RUN_WORD],
    options: [RUN_NAME],
    load: async () => (await import("./run-show-metrics.ts")).runShowMetrics,
  },
  {
    name: "run stream",
    sentence: "Follows a run, of this or another process, until it ends.",
    examples: [{ text: "what is it doing?", line: "run stream RUN" }],
    words: [RUN_WORD],
    options: [RUN_NAME],
    load: async () => (await import("./run-stream.ts")).runStream,
  },
  {
    name: "run watch",
    sentence: "Shows what a run does while it goes on: progress, speed, tokens, cost, errors, slow nodes.",
    examples: [{ text: "one that was started with --detach", line: "run watch RUN" }],
    words: [RUN_WORD],
    options: [RUN_NAME],
    load: async () => (await import("./run-watch.ts")).runWatch,
  },
  {
    name: "run visualize",
    sentence:
      "Writes a page that shows runs side by side: outputs, metrics, failures, and what each node did.",
    examples: [
      { text: "a run and its evaluation", line: "run visualize RUN EVALUATION" },
      { text: "into a file", line: "run visualize RUN --html-path report.html" },
    ],
    words: [{ form: "[run...]", text: "Runs to show." }],
    options: [
      { flags: "-n, --names <names>", text: "The same, with commas between them.", hidden: true },
      {
        flags: "--html-path <file>",
        text: "Where the page goes. Default: a temporary file.",
        completes: "file",
      },
      { flags: "--no-open", text: "Do not open the page in a browser." },
    ],
    load: async () => (await import("./run-visualize.ts")).runVisualize,
  },
  {
    name: "run compare",
    sentence:
      "Compares runs on the rows they share: metrics with intervals, and whether the difference is real.",
    examples: [
      { text: "two variants, the first is the base", line: "run compare BASE OTHER" },
      { text: "all variants of a group, with a page", line: "run compare --group GROUP --html compare.html" },
      { text: "by language", line: "run compare BASE OTHER --segment language" },
      { text: "by a column of the evaluation's rows", line: "run compare BASE OTHER --score grade" },
      { text: "stop a pipeline when it got worse", line: "run compare BASE OTHER --fail-on-regression" },
    ],
    words: [{ form: "[run...]", text: "Runs to compare; the first is the base." }],
    options: [
      { flags: "--group <name>", text: "All runs of a group; repeats of a variant are taken together." },
      { flags: "-n, --names <names>", text: "The same, with commas between them.", hidden: true },
      {
        flags: "--evaluations <names>",
        text: "Evaluation runs to use. Default: every completed one of each run.",
      },
      { flags: "--metrics <names>", text: "Only these metrics." },
      {
        flags: "--lower-is-better <names>",
        text: "Metrics that are better low. Known by name: error_rate, latency, mae and the like.",
      },
      {
        flags: "--higher-is-better <names>",
        text: "Metrics that are better high, whatever their names say.",
      },
      {
        flags: "--segment <column>",
        text: "Also compare the rows of each value of this column of the data by themselves.",
      },
      {
        flags: "--html <file>",
        text: "Also write a page with plots and the rows that changed.",
        completes: "file",
      },
      { flags: "--score <column>", text: "Per-row column of the evaluation's outputs to compare by." },
      {
        flags: "--failed <how>",
        text: "Failed rows count as wrong, or are left out.",
        choices: ["wrong", "exclude"],
      },
      { flags: "--time-box <seconds>", text: "Longest time for resampling.", numeric: true },
      {
        flags: "--fail-on-regression",
        text: "End with code 3 when a metric is worse beyond doubt.",
        group: "For pipelines",
      },
      ...GATE_OPTIONS,
    ],
    load: async () => (await import("./run-compare.ts")).runCompare,
  },
  {
    name: "run update",
    sentence: "Changes a run's display name, description or tags.",
    examples: [{ text: "tag it", line: "run update RUN --set tags.team=search" }],
    words: [RUN_WORD],
    options: [
      RUN_NAME,
      { flags: "--set <pair...>", text: "display_name=, description=, tags.KEY=.", required: true },
    ],
    load: async () => (await import("./run-update.ts")).runUpdate,
  },
  {
    name: "run export",
    sentence: "Writes the lines of a run into a file, or its files again, complete for runs of any size.",
    examples: [
      { text: "for a spreadsheet", line: "run export RUN --format csv" },
      { text: "for pandas", line: "run export RUN --format parquet --to lines.parquet" },
      { text: "the files of the run into a folder", line: "run export RUN --to exported" },
    ],
    words: [RUN_WORD],
    options: [
      RUN_NAME,
      {
        flags: "--format <form>",
        text: "One file of this form instead of the files of the run.",
        choices: ["jsonl", "csv", "parquet", "html"],
      },
      {
        flags: "--to <path>",
        text: "Where to write; default: NAME.FORMAT here, or the run's own folder.",
        completes: "file",
      },
    ],
    load: async () => (await import("./run-export.ts")).runExport,
  },
  {
    name: "run archive",
    sentence: "Takes a run out of the list without deleting anything.",
    examples: [{ text: "hide it", line: "run archive RUN" }],
    words: [RUN_WORD],
    options: [RUN_NAME],
    load: async () => (await import("./run-archive.ts")).runArchive,
  },
  {
    name: "run restore",
    sentence: "Puts an archived run back into the list.",
    examples: [{ text: "show it again", line: "run restore RUN" }],
    words: [RUN_WORD],
    options: [RUN_NAME],
    load: async () => (await import("./run-archive.ts")).runRestore,
  },
  {
    name: "run delete",
    sentence: "Deletes runs: their folders and their records. There is no way back.",
    examples: [
      { text: "without being asked", line: "run delete RUN --yes" },
      { text: "what is older than a month", line: "run delete --older-than 30d" },
    ],
    words: [RUN_WORD],
    options: [
      RUN_NAME,
      { flags: "--older-than <age>", text: "All runs that were created longer ago, as 12h, 30d, 8w." },
      { flags: "-y, --yes", text: "Do not ask." },
    ],
    load: async () => (await import("./run-delete.ts")).runDelete,
  },
]
