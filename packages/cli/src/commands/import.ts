import type { Command } from "../command.ts"

export const importCommands: readonly Command[] = [
  {
    name: "import promptflow",
    sentence: "Takes over connections and runs of an existing prompt flow; its files are only read.",
    examples: [
      { text: "what would come?", line: "import promptflow --dry-run" },
      { text: "everything from ~/.promptflow", line: "import promptflow" },
      {
        text: "connections alone, from a copy",
        line: "import promptflow --from backup/.promptflow --connections",
      },
    ],
    options: [
      {
        flags: "--from <folder>",
        text: "Home of prompt flow. Default: PF_HOME_DIRECTORY, else ~/.promptflow.",
        completes: "folder",
      },
      { flags: "--connections", text: "Only connections." },
      { flags: "--runs", text: "Only runs." },
      {
        flags: "--key <key>",
        text: "Its encryption key. Default: looked for in the keyring; - reads it from stdin.",
      },
      { flags: "--dry-run", text: "Tell what would be imported, and change nothing." },
    ],
    load: async () => (await import("./import-promptflow.ts")).importPromptflow,
  },
]
