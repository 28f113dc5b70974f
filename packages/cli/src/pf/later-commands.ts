import type { Action, Command, Option } from "../command.ts"
import { PfFailure } from "./pf-failure.ts"
import { ASSUME_YES, ENVIRONMENT, INIT, YES } from "./shared-options.ts"

/** Commands of the original that Millrace does not answer yet: their words are known, and each says so in one line. */

const SOURCE: Option = { flags: "--source <SOURCE>", text: "The flow folder.", required: true }

/** An action that refuses: one line, exit code 1. */
const refuse =
  (what: string, instead: string): (() => Promise<Action>) =>
  async () =>
  () =>
    Promise.reject(new PfFailure("UserErrorException", `Millrace ${what} yet. ${instead}`))

export const laterFlowCommands: readonly Command[] = [
  {
    name: "flow serve",
    sentence: "Serve a flow over HTTP. Not answered yet.",
    examples: [],
    options: [
      SOURCE,
      { flags: "--port <PORT>", text: "Port to listen on." },
      { flags: "--host <HOST>", text: "Host to listen on." },
      { flags: "--engine <ENGINE>", text: "The original's web framework.", choices: ["flask", "fastapi"] },
      { flags: "--static_folder <STATIC_FOLDER>", text: "Folder of a page of one's own.", hidden: true },
      ENVIRONMENT,
      { flags: "--config <CONFIG...>", text: "Settings for this command.", hidden: true },
      { flags: "--skip-open-browser", text: "Do not open the page." },
      INIT,
    ],
    load: refuse("does not serve flows", "`pf flow test` runs one line, `pf run create` many."),
  },
  {
    name: "flow build",
    sentence: "Export a flow as a folder to deploy. Not answered yet.",
    examples: [],
    options: [
      SOURCE,
      { flags: "--output, -o <OUTPUT>", text: "Folder to write.", required: true },
      {
        flags: "--format, -f <FORMAT>",
        text: "Form of the export.",
        choices: ["docker", "executable"],
      },
      { flags: "--variant, -v <VARIANT>", text: "Variant of a node, as ${node.variant}." },
      { flags: "--flow-only", text: "Only the flow.", hidden: true },
    ],
    load: refuse("does not build flows", "The flow folder itself is what Millrace runs."),
  },
]

const service = (word: string, options: readonly Option[] = []): Command => ({
  name: `service ${word}`,
  sentence: `${word === "status" ? "Show the state of" : word === "start" ? "Start" : "Stop"} the local service. Not answered yet.`,
  examples: [],
  options,
  load: refuse("has no local service", "Commands work without one."),
})

export const laterCommands: readonly Command[] = [
  {
    name: "trace delete",
    sentence: "Delete traces. Not answered yet.",
    examples: [],
    options: [
      { flags: "--run <RUN>", text: "Traces of a run." },
      { flags: "--collection <COLLECTION>", text: "Traces of a collection." },
      { flags: "--started-before <STARTED_BEFORE>", text: "Traces older than this time, ISO 8601." },
      YES,
      ASSUME_YES,
    ],
    load: refuse("keeps no traces", "`pf run delete` deletes a run with all its records."),
  },
  service("start", [
    { flags: "-p, --port <PORT>", text: "Port to listen on." },
    { flags: "--force", text: "End what holds the port." },
  ]),
  service("stop"),
  service("status"),
  {
    name: "upgrade",
    sentence: "Upgrade pf. Not answered yet.",
    examples: [],
    options: [YES, ASSUME_YES],
    load: refuse("does not upgrade itself", "`npm install -g millrace-pf@latest` does."),
  },
]
