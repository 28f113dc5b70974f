import type { Command } from "../command.ts"

export const configCommands: readonly Command[] = [
  {
    name: "config set",
    sentence: "Change settings.",
    examples: [{ text: "Where run folders go", line: "config set run.output_path=./runs" }],
    words: [{ form: "<params_override...>", text: "Settings, as section.key=value." }],
    options: [
      { flags: "--path <PATH>", text: "Folder whose pf.yaml is written; it holds for that folder only." },
    ],
    load: async () => (await import("./config.ts")).configSet,
  },
  {
    name: "config show",
    sentence: "Show the settings in force.",
    examples: [{ text: "All of them", line: "config show" }],
    options: [],
    load: async () => (await import("./config.ts")).configShow,
  },
]
