import type { Catalogue } from "../command.ts"
import { configCommands } from "./config-commands.ts"
import { connectionCommands } from "./connection-commands.ts"
import { experimentCommands } from "./experiment-commands.ts"
import { flowCommands } from "./flow-commands.ts"
import { laterCommands } from "./later-commands.ts"
import { runCommands } from "./run-commands.ts"
import { toolCommands } from "./tool-commands.ts"

/** What `pf` answers to: the original's words and flags, in its order; the help texts are ours. */
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
    { name: "trace", sentence: "Manage traces. Not answered yet." },
    { name: "service", sentence: "Manage the local service. Not answered yet." },
    { name: "upgrade", sentence: "Upgrade pf. Not answered yet." },
  ],
  commands: [
    ...configCommands,
    ...connectionCommands,
    ...experimentCommands,
    ...flowCommands,
    ...runCommands,
    ...toolCommands,
    ...laterCommands,
  ],
  common: [
    { flags: "--verbose", text: "Say more about what happens." },
    { flags: "-d, --debug", text: "Show the stack of an error." },
    { flags: "--user-agent <USER_AGENT>", text: "Accepted and not used.", hidden: true },
  ],
}
