import type { Command } from "../command.ts"

export const toolCommands: readonly Command[] = [
  {
    name: "tool init",
    sentence: "Write a tool, or a package with one.",
    examples: [
      { text: "A package with a tool", line: "tool init --package package_tool --tool tool_name" },
      {
        text: "With an icon and a category",
        line: "tool init --package package_tool --tool tool_name --set icon=<icon-path> category=<category>",
      },
      { text: "A tool alone", line: "tool init --tool tool_name" },
    ],
    options: [
      { flags: "--package <PACKAGE>", text: "Name of the package to make." },
      { flags: "--tool <TOOL>", text: "Name of the tool to make.", required: true },
      { flags: "--set <EXTRA_INFO...>", text: "icon, category and tags of the tool, as <key>=<value>." },
    ],
    load: async () => (await import("./tool.ts")).toolInit,
  },
  {
    name: "tool list",
    sentence: "List tools.",
    examples: [
      { text: "Those of installed packages", line: "tool list" },
      { text: "With those of a flow", line: "tool list --flow flow-path" },
    ],
    options: [{ flags: "--flow <FLOW>", text: "The flow folder." }],
    load: async () => (await import("./tool.ts")).toolList,
  },
  {
    name: "tool validate",
    sentence: "Say whether tools are valid; exit code 1 if not.",
    examples: [
      {
        text: "One function",
        line: "tool validate --source <package_name>.<module_name>.<tool_function>",
      },
      { text: "All tools of a package", line: "tool validate --source <package_name>" },
      { text: "Tools of a script", line: "tool validate --source <path_to_tool_script>" },
    ],
    options: [{ flags: "--source <SOURCE>", text: "Package, function or script.", required: true }],
    load: async () => (await import("./tool.ts")).toolValidate,
  },
]
