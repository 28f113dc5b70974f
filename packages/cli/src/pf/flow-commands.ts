import type { Command } from "../command.ts"
import { laterFlowCommands } from "./later-commands.ts"
import { ASSUME_YES, ENVIRONMENT, INIT, VARIANT, YES } from "./shared-options.ts"

export const flowCommands: readonly Command[] = [
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
      { flags: "--connection <CONNECTION>", text: "Connection of a chat flow.", hidden: true },
      { flags: "--deployment <DEPLOYMENT>", text: "Deployment of a chat flow.", hidden: true },
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
      { flags: "--multi-modal", text: "The same as --ui.", hidden: true },
      ENVIRONMENT,
      {
        flags: "--config <CONFIG...>",
        text: "Settings for this command, as section.key=value.",
        hidden: true,
      },
      { flags: "--ui", text: "Chat in the browser." },
      { flags: "--collection <COLLECTION>", text: "Name for traces, which are not kept yet." },
      { flags: "--skip-open-browser", text: "With --ui: do not open the page.", hidden: true },
      { flags: "--port <PORT>", text: "With --ui: port of the page.", hidden: true, numeric: true },
      { flags: "--url-params <URL_PARAMS...>", text: "With --ui: parameters of the page.", hidden: true },
      INIT,
    ],
    load: async () => (await import("./flow-test.ts")).flowTest,
  },
  ...laterFlowCommands,
  {
    name: "flow validate",
    sentence: "Say whether a flow is valid; exit code 1 if not.",
    examples: [{ text: "A flow", line: "flow validate --source my-flow" }],
    options: [{ flags: "--source <SOURCE>", text: "The flow folder or file.", required: true }],
    load: async () => (await import("./flow-validate.ts")).flowValidate,
  },
]
