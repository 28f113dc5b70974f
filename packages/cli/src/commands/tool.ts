import type { Command } from "../command.ts"

export const toolCommands: readonly Command[] = [
  {
    name: "tool list",
    sentence: "Lists the tools that flows can use, and those of a flow.",
    examples: [
      { text: "tools of installed packages", line: "tool list" },
      { text: "with a flow's own tools first", line: "tool list --flow my-flow" },
    ],
    options: [{ flags: "--flow <path>", text: "Folder or file of the flow.", completes: "folder" }],
    load: async () => (await import("./tool-list.ts")).toolList,
  },
  {
    name: "tool validate",
    sentence: "Says what is wrong with tools: of a package, of a script, or one function. It imports them.",
    examples: [
      { text: "every tool of a package", line: "tool validate --source my_package" },
      { text: "one function", line: "tool validate --source my_package.my_module.my_tool" },
      { text: "the tools of a script", line: "tool validate --source my_tool.py" },
    ],
    options: [
      {
        flags: "--source <source>",
        text: "Package, package.module.function, or script.",
        required: true,
        completes: "file",
      },
    ],
    load: async () => (await import("./tool-validate.ts")).toolValidate,
  },
  {
    name: "tool init",
    sentence: "Writes a small tool, or a package with one, to begin from.",
    examples: [
      { text: "a tool beside others", line: "tool init --tool my_tool" },
      { text: "a package that pip installs", line: "tool init --package my_package --tool my_tool" },
    ],
    options: [
      { flags: "--tool <name>", text: "Name of the tool: letters, digits, underscores.", required: true },
      { flags: "--package <name>", text: "Make a package of that name." },
      { flags: "--set <pair...>", text: "icon=<file>, category=<text>, tags=\"{'key': 'value'}\"." },
    ],
    load: async () => (await import("./tool-init.ts")).toolInit,
  },
]
