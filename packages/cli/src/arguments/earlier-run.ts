import { MillraceError } from "@internal/schema"
import type { RegisterOptions, ResumeFromOptions } from "@internal/sdk"
import type { Given } from "../given.ts"
import { present } from "./execution.ts"
import { nestedPairs } from "./pairs.ts"
import { runChanges } from "./run-options.ts"

/** Options that define a run; one that is made of an earlier run has that one's. */
const DEFINING = [
  "data",
  "run",
  "columnMapping",
  "variant",
  "connections",
  "connection",
  "environmentVariables",
  "init",
  "limit",
]
const NAMING = ["name", "display_name", "description", "tags"]

/** `run create --resume-from`: a name, `--set` of what names and describes a run, and how fast it goes (spec 4.6). */
export function resumeFromOptions(given: Given, from: string): ResumeFromOptions {
  return present({
    from,
    ...naming(given, `--resume-from ${from}`),
    concurrency: given.count("concurrency"),
    weight: given.count("weight"),
    lineTimeout: given.count("lineTimeout"),
    batchTimeout: given.count("timeout"),
    runtime: given.text("runtime"),
    install: given.has("install") ? given.flag("install") : undefined,
    record: given.text("record"),
    replay: given.text("replay"),
  })
}

/** `run create --source`: the folder, and what to call the run. */
export function registerOptions(given: Given, folder: string): RegisterOptions {
  return present({ folder, ...naming(given, `--source ${folder}`) })
}

function naming(given: Given, source: string): Omit<RegisterOptions, "folder"> {
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  const excess = [
    ...DEFINING.filter((key) => given.has(key)).map(flag),
    ...Object.keys(set)
      .filter((key) => !NAMING.includes(key))
      .map((key) => `--set ${key}`),
  ]
  if (excess.length > 0) {
    throw new MillraceError(
      "USAGE",
      { reason: `${source} has the run's definition with it: ${excess.join(", ")} cannot be given.` },
      { hint: `There can be --name and --set ${NAMING.join(", ")} beside it.` },
    )
  }
  const { name, ...described } = set
  return present({
    name: (typeof name === "string" && name) || given.text("name") || undefined, // as beside `--flow`, `--set` wins
    ...(Object.keys(described).length > 0 && runChanges(described)),
  })
}

function flag(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
