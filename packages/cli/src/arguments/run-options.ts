import { dirname, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { RunOptions } from "@internal/sdk"
import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import { executionOptions, present } from "./execution.ts"
import { flatPairs, type Nested, nestedPairs } from "./pairs.ts"

/** `run create`: the run file, if any, with what was typed laid over it (surface.md 1.3). */
export async function runOptions(given: Given, context: Context): Promise<RunOptions> {
  const file = given.text("file")
  const base: Partial<RunOptions> =
    file === undefined ? {} : await (await context.millrace()).readRunFile(file)
  const typed = present({
    ...executionOptions(given, context),
    flow: given.text("flow"),
    name: given.text("name"),
    data: dataPath(given, context),
    run: given.text("run"),
    columnMapping: flatPairs(given.list("columnMapping"), "--column-mapping"),
    concurrency: given.count("concurrency"),
    limit: given.count("limit"),
    lineTimeout: given.count("lineTimeout"),
    batchTimeout: given.count("timeout"),
  })
  const options = merged({ ...base, ...typed }, nestedPairs(given.list("set"), "--set") ?? {})
  if (options.flow === undefined) {
    throw new MillraceError(
      "USAGE",
      { reason: "To create a run, one of [file, flow, source] must be specified." },
      { hint: "millrace run create --flow FOLDER --data FILE" },
    )
  }
  return { ...options, flow: options.flow }
}

/** Under `pf`, `--data` beside `--file` is relative to that file, as in the original. */
function dataPath(given: Given, { catalogue, cwd }: Context): string | undefined {
  const data = given.text("data")
  const file = given.text("file")
  if (data === undefined || file === undefined || catalogue.program === "millrace") return data
  return resolve(cwd, dirname(file), data)
}

/** `--set` in the words of a run file. */
function merged(options: Partial<RunOptions>, set: Nested): Partial<RunOptions> {
  const { display_name, description, tags, properties, column_mapping, name, data, run, variant, ...other } =
    set
  const [unknown] = Object.keys(other)
  if (unknown !== undefined) {
    const known =
      "display_name, description, tags.*, properties.*, column_mapping.*, name, data, run, variant"
    throw new MillraceError(
      "USAGE",
      { reason: `--set does not know ${unknown}.` },
      { hint: `It sets ${known}.` },
    )
  }
  return present({
    ...options,
    displayName: text(display_name) ?? options.displayName,
    description: text(description) ?? options.description,
    name: text(name) ?? options.name,
    data: text(data) ?? options.data,
    run: text(run) ?? options.run,
    variant: text(variant) ?? options.variant,
    tags: tags === undefined ? options.tags : { ...options.tags, ...texts(tags) },
    properties:
      properties === undefined ? options.properties : { ...options.properties, ...texts(properties) },
    columnMapping:
      column_mapping === undefined
        ? options.columnMapping
        : { ...options.columnMapping, ...texts(column_mapping) },
  })
}

function text(value: string | Nested | undefined): string | undefined {
  return typeof value === "string" ? value : undefined
}
export function texts(value: string | Nested): Record<string, string> {
  if (typeof value === "string") return {}
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, typeof v === "string" ? v : JSON.stringify(v)]),
  )
}

/** `run update --set`: only what can change once a run exists. */
export function runChanges(set: Nested): {
  displayName?: string
  description?: string
  tags?: Record<string, string>
} {
  const { display_name, description, tags, ...other } = set
  const [unknown] = Object.keys(other)
  if (unknown !== undefined) {
    throw new MillraceError(
      "USAGE",
      { reason: `--set does not know ${unknown}.` },
      { hint: "A run's display_name, description and tags.* can change." },
    )
  }
  return present({
    displayName: text(display_name),
    description: text(description),
    tags: tags === undefined ? undefined : texts(tags),
  })
}
