import type { ExperimentInfo } from "@internal/sdk"
import { present } from "../arguments/execution.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { printJson, printPairs, printTable } from "./print.ts"

const DEFAULT_LIMIT = 50

/** `experiment create` */
export const experimentCreate: Action = async (given, context) => {
  const api = await context.millrace()
  const made = await api.experiments.create(
    present({ template: given.required("template"), name: given.text("name") }),
  )
  printExperiment(made, context)
  context.terminal.err(`Next: millrace experiment start --name ${made.name} --stream\n`)
}

/** `experiment show` */
export const experimentShow: Action = async (given, context) => {
  const api = await context.millrace()
  printExperiment(await api.experiments.get(given.required("name")), context)
}

/** `experiment stop` */
export const experimentStop: Action = async (given, context) => {
  const api = await context.millrace()
  const { name } = await api.experiments.stop(
    present({ name: given.text("name"), template: given.text("file") }),
  )
  context.terminal.err(`${name} is being stopped.\n`)
}

/** `experiment list` */
export const experimentList: Action = async (given, context) => {
  const api = await context.millrace()
  const archived = given.flag("archivedOnly") ? "only" : given.flag("includeArchived") ? "include" : undefined
  const limit = given.flag("all") ? Number.MAX_SAFE_INTEGER : (given.count("limit") ?? DEFAULT_LIMIT)
  const found = await api.experiments.list({ limit, ...(archived && { archived }) })
  if (context.json) return printJson(context, found.map(shown))
  if (found.length === 0) {
    context.terminal.err(
      "There are no experiments yet. millrace experiment create --template FILE makes one.\n",
    )
    return
  }
  printTable(
    context,
    [
      { title: "name" },
      { title: "status", shrinks: false },
      { title: "nodes" },
      { title: "created", shrinks: false },
    ],
    found.map(({ name, status, nodes, createdOn }) => [
      name,
      status,
      nodes.map((node) => node.name).join(", "),
      createdOn.slice(0, 16).replace("T", " "),
    ]),
  )
}

/** An experiment for people, or for a program. */
export function printExperiment(experiment: ExperimentInfo, context: Context): void {
  if (context.json) {
    printJson(context, shown(experiment))
    return
  }
  const { name, status, description, folder, nodes } = experiment
  printPairs(context, [
    ["name", name],
    ["status", status],
    ...(description ? [["description", description] as const] : []),
    ["folder", folder],
  ])
  printTable(
    context,
    [
      { title: "node" },
      { title: "type", shrinks: false },
      { title: "status", shrinks: false },
      { title: "run" },
    ],
    nodes.map((node) => [node.name, node.type, node.status, node.runs.at(-1)?.name ?? ""]),
  )
}

/** The original's fields, and each node's runs as a list. */
export function shown({ json, nodes, folder }: ExperimentInfo): Map<string, unknown> {
  const runs = nodes.map(({ name, runs: all }) => [name, all] as const)
  return new Map<string, unknown>([...json, ["folder", folder], ["node_runs", Object.fromEntries(runs)]])
}
