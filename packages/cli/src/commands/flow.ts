import type { Command } from "../command.ts"
import { EXECUTION_OPTIONS } from "./execution-options.ts"

export const flowCommands: readonly Command[] = [
  {
    name: "flow test",
    sentence: "Runs a flow once, or one node of it, and shows what each node did.",
    examples: [
      { text: "with the defaults of its inputs", line: "flow test --flow my-flow" },
      {
        text: "with inputs, or a file of them",
        line: "flow test --flow my-flow --inputs question='Who?' lang=en",
      },
      { text: "one node alone", line: "flow test --flow my-flow --node answer --inputs question='Who?'" },
      { text: "a conversation with a chat flow", line: "flow test --flow my-chat --interactive" },
      { text: "the same in the browser", line: "flow test --flow my-chat --ui" },
    ],
    options: [
      { flags: "--flow <path>", text: "Folder or file of the flow.", required: true, completes: "folder" },
      { flags: "--inputs <pair...>", text: "name=value, or one .json or .jsonl file.", completes: "file" },
      {
        flags: "--node <name>",
        text: "Run this node alone; its inputs by parameter or as other_node.output=value.",
      },
      { flags: "--interactive", text: "Chat with a chat flow; --verbose shows what its nodes do." },
      { flags: "--ui", text: "Chat in the browser: opens the chat page of the flow alone." },
      { flags: "--port <n>", text: "With --ui: where the page is. Default: any free port.", numeric: true },
      { flags: "--no-open", text: "With --ui: print the address only." },
      {
        flags: "--experiment <file>",
        text: "Test the flow as a node of this template, and what follows it; with --ui, what evaluates answers.",
        completes: "file",
      },
      {
        flags: "--detail <folder>",
        text: "Where the details go. Default <flow>/.promptflow.",
        completes: "folder",
      },
      ...EXECUTION_OPTIONS,
    ],
    load: async () => (await import("./flow-test.ts")).flowTest,
  },
  {
    name: "flow validate",
    sentence: "Reads a flow and says everything that is wrong with it, without running any of it.",
    examples: [
      { text: "every mistake with its place", line: "flow validate --flow my-flow" },
      { text: "for a program to read", line: "flow validate --flow my-flow --output json" },
    ],
    options: [
      { flags: "--flow <path>", text: "Folder or file of the flow.", required: true, completes: "folder" },
    ],
    load: async () => (await import("./flow-validate.ts")).flowValidate,
  },
  {
    name: "flow init",
    sentence: "Writes a small flow that works, to begin from.",
    examples: [
      { text: "a flow of one prompt and one tool", line: "flow init --flow my-flow" },
      {
        text: "a flow that scores the results of another",
        line: "flow init --flow my-eval --type evaluation",
      },
    ],
    options: [
      { flags: "--flow <path>", text: "Folder to make.", required: true, completes: "folder" },
      { flags: "--type <type>", text: "What it is for.", choices: ["standard", "evaluation", "chat"] },
      {
        flags: "--entry <file>",
        text: "Python file in the folder: make a flow of a function of it.",
        group: "Around a function",
        completes: "file",
      },
      { flags: "--function <name>", text: "The function.", group: "Around a function" },
      {
        flags: "--prompt-template <pair...>",
        text: "parameter=file.jinja2: fill it with a prompt.",
        group: "Around a function",
      },
      { flags: "-y, --yes", text: "Do not ask." },
    ],
    load: async () => (await import("./flow-init.ts")).flowInit,
  },
  {
    name: "flow save",
    sentence: "Writes flow.flex.yaml for a function or class, with its inputs and outputs.",
    examples: [
      { text: "beside the code", line: "flow save --entry grader:Grader --code my-code" },
      {
        text: "with a copy of the code",
        line: "flow save --entry grader:Grader --code my-code --path my-flow",
      },
    ],
    options: [
      { flags: "--entry <name>", text: "module:function, module:Class or file.ts:name.", required: true },
      { flags: "--code <folder>", text: "Folder of the code. Default: this folder.", completes: "folder" },
      { flags: "--path <folder>", text: "A new folder for a copy of the code.", completes: "folder" },
    ],
    load: async () => (await import("./flow-save.ts")).flowSave,
  },
]
