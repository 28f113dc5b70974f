import type { Command, Option } from "../command.ts"
import { ALL, limit } from "./shared-options.ts"

const NAME: Option = { flags: "--name, -n <NAME>", text: "Name of the experiment." }
const TEMPLATE: Option = { flags: "--template <TEMPLATE>", text: "Path of the experiment's template." }
const INPUTS: Option = { flags: "--inputs <INPUTS...>", text: "name=value, for inputs of the experiment." }

/** The group that the original hides behind a setting. */
export const experimentCommands: readonly Command[] = [
  {
    name: "experiment create",
    sentence: "Create an experiment.",
    examples: [{ text: "From a template", line: "experiment create --template flow.exp.yaml" }],
    options: [{ ...TEMPLATE, required: true }, NAME],
    load: async () => (await import("./experiment.ts")).experimentCreate,
  },
  {
    name: "experiment list",
    sentence: "List all experiments.",
    examples: [{ text: "All of them", line: "experiment list" }],
    options: [
      limit("At most so many. Default 50."),
      ALL,
      { flags: "--archived-only", text: "Only archived ones." },
      { flags: "--include-archived", text: "Archived ones too." },
    ],
    load: async () => (await import("./experiment.ts")).experimentList,
  },
  {
    name: "experiment show",
    sentence: "Show an experiment.",
    examples: [{ text: "An experiment", line: "experiment show -n my_experiment" }],
    options: [NAME],
    load: async () => (await import("./experiment.ts")).experimentShow,
  },
  {
    name: "experiment start",
    sentence: "Start an experiment.",
    examples: [
      { text: "By name", line: "experiment start -n my_experiment --inputs data1=val1 data2=val2" },
      { text: "From a template", line: "experiment start --template my_experiment.exp.yaml" },
    ],
    options: [NAME, TEMPLATE, INPUTS, { flags: "-s, --stream", text: "Run it here and print how it goes." }],
    load: async () => (await import("./experiment.ts")).experimentStart,
  },
  {
    name: "experiment stop",
    sentence: "Stop an experiment.",
    examples: [{ text: "By name", line: "experiment stop -n my_experiment" }],
    options: [NAME, { flags: "--file, -f <FILE>", text: "Path of the template it was started from." }],
    load: async () => (await import("./experiment.ts")).experimentStop,
  },
  {
    name: "experiment test",
    sentence: "Test an experiment.",
    examples: [{ text: "A template", line: "experiment test --template my_experiment.exp.yaml" }],
    options: [{ ...TEMPLATE, required: true }, INPUTS],
    load: async () => (await import("./experiment.ts")).experimentTest,
  },
]
