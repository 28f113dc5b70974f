import type { Command, Option } from "../command.ts"

const NAME: Option = { flags: "-n, --name <name>", text: "Name of the connection.", required: true }

export const connectionCommands: readonly Command[] = [
  {
    name: "connection create",
    sentence: "Stores a connection from a YAML file; keys that the file leaves out are asked for.",
    examples: [
      { text: "from a file", line: "connection create --file openai.yaml" },
      {
        text: "with the key from a variable",
        line: 'connection create --file openai.yaml --set api_key="$OPENAI_API_KEY"',
      },
      {
        text: "a custom connection from a .env file",
        line: "connection create --file .env --name my_service",
      },
    ],
    options: [
      {
        flags: "-f, --file <file>",
        text: "YAML file, or .env for a custom connection.",
        required: true,
        completes: "file",
      },
      { flags: "-n, --name <name>", text: "Name, instead of the file's." },
      { flags: "--set <pair...>", text: "Fields, laid over the file's." },
    ],
    load: async () => (await import("./connection-create.ts")).connectionCreate,
  },
  {
    name: "connection update",
    sentence: "Changes fields of a stored connection.",
    examples: [
      {
        text: "another endpoint",
        line: "connection update --name azure --set api_base=https://example.openai.azure.com",
      },
    ],
    options: [NAME, { flags: "--set <pair...>", text: "Fields.", required: true }],
    load: async () => (await import("./connection-create.ts")).connectionUpdate,
  },
  {
    name: "connection show",
    sentence: "Shows a connection, keys masked.",
    examples: [{ text: "one of them", line: "connection show --name openai" }],
    options: [NAME],
    load: async () => (await import("./connection-show.ts")).connectionShow,
  },
  {
    name: "connection list",
    sentence: "Lists connections, keys masked.",
    examples: [{ text: "all of them", line: "connection list" }],
    options: [
      { flags: "-r, --limit <n>", text: "At most so many.", numeric: true },
      { flags: "--all", text: "All of them." },
    ],
    load: async () => (await import("./connection-show.ts")).connectionList,
  },
  {
    name: "connection delete",
    sentence: "Deletes a connection.",
    examples: [{ text: "without being asked", line: "connection delete --name openai --yes" }],
    options: [NAME, { flags: "-y, --yes", text: "Do not ask." }],
    load: async () => (await import("./connection-delete.ts")).connectionDelete,
  },
]
