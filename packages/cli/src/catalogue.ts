import type { Catalogue } from "./command.ts"
import { connectionCommands } from "./commands/connection.ts"
import { experimentCommands } from "./commands/experiment.ts"
import { flowCommands } from "./commands/flow.ts"
import { importCommands } from "./commands/import.ts"
import { machineCommands } from "./commands/machine.ts"
import { runCommands } from "./commands/run.ts"
import { toolCommands } from "./commands/tool.ts"

/** Everything that `millrace` answers to. */
export const catalogue: Catalogue = {
  program: "millrace",
  sentence: "Runs, bulk tests, evaluates and compares prompt flow folders, unmodified, on this machine.",
  groups: [
    { name: "flow", sentence: "Flows: try one, check it, begin a new one." },
    { name: "run", sentence: "Runs: a flow over many rows, its results, metrics and comparison." },
    { name: "experiment", sentence: "Experiments: flows and commands that build on one another." },
    { name: "connection", sentence: "Connections: where models and services are, and the keys to them." },
    { name: "tool", sentence: "Tools: those that packages and flows bring, and new ones." },
    { name: "import", sentence: "Import: what other tools have kept." },
    { name: "runtime", sentence: "Runtimes: the Python in which a flow's own code runs." },
    { name: "model", sentence: "Models that run on this machine, without a key." },
    { name: "cache", sentence: "Answers that runs can take from earlier ones." },
    { name: "config", sentence: "Settings." },
  ],
  commands: [
    ...flowCommands,
    ...runCommands,
    ...experimentCommands,
    ...connectionCommands,
    ...importCommands,
    ...toolCommands,
    ...machineCommands,
  ],
  common: [
    {
      flags: "-o, --output <form>",
      text: "Form of the result on stdout.",
      group: "Output",
      choices: ["text", "json"],
    },
    { flags: "--verbose", text: "Say more about what happens.", group: "Output" },
    { flags: "-d, --debug", text: "Show the stack of an error.", group: "Output" },
  ],
}
