import type { Command, Option } from "../command.ts"
import { ALL, ASSUME_YES, limit, SET, YES } from "./shared-options.ts"

const CONNECTION: Option = { flags: "--name, -n <NAME>", text: "Name of the connection.", required: true }

export const connectionCommands: readonly Command[] = [
  {
    name: "connection create",
    sentence: "Create a connection.",
    examples: [
      { text: "From a YAML file", line: "connection create -f connection.yaml --set api_key=KEY" },
      { text: "A custom one from a .env file", line: "connection create -f .env --name custom" },
    ],
    options: [
      SET,
      { flags: "--file, -f <FILE>", text: "YAML or .env file.", required: true },
      { flags: "--name, -n <NAME>", text: "Name of the connection." },
    ],
    load: async () => (await import("./connection.ts")).connectionCreate,
  },
  {
    name: "connection update",
    sentence: "Update a connection.",
    examples: [{ text: "Its key", line: "connection update -n my_connection --set api_key=KEY" }],
    options: [SET, CONNECTION],
    load: async () => (await import("./connection.ts")).connectionUpdate,
  },
  {
    name: "connection show",
    sentence: "Show a connection, keys masked.",
    examples: [{ text: "A connection", line: "connection show -n my_connection" }],
    options: [CONNECTION],
    load: async () => (await import("./connection.ts")).connectionShow,
  },
  {
    name: "connection list",
    sentence: "List connections, keys masked.",
    examples: [{ text: "All of them", line: "connection list" }],
    options: [limit("At most so many. Default 50."), ALL],
    load: async () => (await import("./connection.ts")).connectionList,
  },
  {
    name: "connection delete",
    sentence: "Delete a connection.",
    examples: [{ text: "A connection", line: "connection delete -n my_connection" }],
    options: [CONNECTION, YES, ASSUME_YES],
    load: async () => (await import("./connection.ts")).connectionDelete,
  },
]
