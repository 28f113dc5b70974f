import type { Command, Option } from "../command.ts"

const NAME: Option = { flags: "-n, --name <name>", text: "Name of the experiment." }
const TEMPLATE: Option = { flags: "--template <file>", text: "A *.exp.yaml file.", completes: "file" }
const INPUTS: Option = {
  flags: "--inputs <pair...>",
  text: "name=value for inputs of the experiment, or one .json file.",
  completes: "file",
}
const MODELS: readonly Option[] = [
  { flags: "--connection <name>", text: "Use this connection for every LLM node.", group: "Models" },
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

export const experimentCommands: readonly Command[] = [
  {
    name: "experiment create",
    sentence: "Keeps an experiment: the template and a copy of all that its nodes run.",
    examples: [{ text: "under a name", line: "experiment create --template flow.exp.yaml --name try-1" }],
    options: [{ ...TEMPLATE, required: true }, NAME],
    load: async () => (await import("./experiment-show.ts")).experimentCreate,
  },
  {
    name: "experiment start",
    sentence:
      "Runs the nodes of an experiment, each when what it needs is done; a node that has not changed is not run again.",
    examples: [
      { text: "a template, to its end", line: "experiment start --template flow.exp.yaml --stream" },
      { text: "one that was created, in the background", line: "experiment start --name try-1" },
      { text: "with other inputs", line: "experiment start --name try-1 --inputs count=20 --stream" },
    ],
    options: [
      NAME,
      TEMPLATE,
      INPUTS,
      { flags: "-s, --stream", text: "Run it here and show how it goes, instead of in the background." },
      ...MODELS,
    ],
    load: async () => (await import("./experiment-start.ts")).experimentStart,
  },
  {
    name: "experiment stop",
    sentence: "Stops an experiment that runs.",
    examples: [{ text: "by name", line: "experiment stop --name try-1" }],
    options: [
      NAME,
      { flags: "-f, --file <file>", text: "The template it was started from.", completes: "file" },
    ],
    load: async () => (await import("./experiment-show.ts")).experimentStop,
  },
  {
    name: "experiment test",
    sentence: "Runs the flows of a template once, over the first row of its data or over given values.",
    examples: [
      { text: "over the first row", line: "experiment test --template flow.exp.yaml" },
      { text: "over values", line: "experiment test --template flow.exp.yaml --inputs question='Who?'" },
    ],
    options: [{ ...TEMPLATE, required: true }, INPUTS, ...MODELS],
    load: async () => (await import("./experiment-test.ts")).experimentTest,
  },
  {
    name: "experiment list",
    sentence: "Lists experiments, newest first.",
    examples: [{ text: "the last ten", line: "experiment list --limit 10" }],
    options: [
      { flags: "-r, --limit <n>", text: "At most so many. Default 50.", numeric: true },
      { flags: "--all", text: "All of them." },
      { flags: "--archived-only", text: "Only archived ones." },
      { flags: "--include-archived", text: "Archived ones too." },
    ],
    load: async () => (await import("./experiment-show.ts")).experimentList,
  },
  {
    name: "experiment show",
    sentence: "Shows an experiment, its nodes and their runs.",
    examples: [{ text: "by name", line: "experiment show --name try-1" }],
    options: [{ ...NAME, required: true }],
    load: async () => (await import("./experiment-show.ts")).experimentShow,
  },
]
