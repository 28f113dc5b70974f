import { dirname, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { RunOptions } from "@internal/sdk"
import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import { executionOptions, present } from "./execution.ts"
import { money } from "./money.ts"
import { flatPairs, type Nested, nestedPairs } from "./pairs.ts"

/**
 * `run create`: the run file, `--set` over it, and what was typed over both; without a file `--set` is over what was typed,
 * as in the original (surface.md 1.3). `warn` is told of fields that nothing knows.
 */
export async function runOptions(
  given: Given,
  context: Context,
  warn: (message: string) => void,
): Promise<RunOptions> {
  const file = given.text("file")
  const flow = given.text("flow")
  const paths = present({ flow: flow && resolve(context.cwd, flow), data: dataPath(given, context) })
  const pairs = nestedPairs(given.list("set"), "--set")
  const set = file === undefined ? { ...paths, ...pairs } : { ...pairs, ...paths }
  if (file === undefined && set.flow === undefined) {
    throw new MillraceError(
      "USAGE",
      { reason: "To create a run, one of [file, flow, source] must be specified." },
      { hint: "millrace run create --flow FOLDER --data FILE" },
    )
  }
  const typed = present({
    ...executionOptions(given, context),
    name: given.text("name") || undefined,
    run: given.text("run"),
    columnMapping: flatPairs(given.list("columnMapping"), "--column-mapping"),
    concurrency: given.count("concurrency"),
    weight: given.count("weight"),
    limit: given.count("limit"),
    lineTimeout: given.count("lineTimeout"),
    batchTimeout: given.count("timeout"),
    maxTokens: given.count("maxTokens"),
    maxCost: money(given, "maxCost"),
  })
  const replaced = Object.keys(typed).map((key) => FIELDS[key] ?? key)
  const base = await (await context.millrace()).readRunFile(file, { warn, set, replaced })
  return file === undefined ? merged(typed, base) : { ...base, ...typed }
}

/** Names in the run file of what can be typed, where they differ. */
const FIELDS: Record<string, string> = {
  environment: "environment_variables",
  columnMapping: "column_mapping",
}

/** `over` wins, in mappings by key. */
function merged<T extends object>(under: object, over: T): T {
  const all: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over))
    all[key] = isMapping(value) && isMapping(all[key]) ? merged(all[key], value) : value
  return all as T // it has all that `over` has
}

function isMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Under `pf`, `--data` beside `--file` is relative to that file, as in the original. */
function dataPath(given: Given, { catalogue, cwd }: Context): string | undefined {
  const data = given.text("data")
  const file = given.text("file")
  if (data === undefined) return undefined
  return resolve(cwd, file === undefined || catalogue.program === "millrace" ? "." : dirname(file), data)
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
  if (Object.keys(set).length === 0 || typeof tags === "string") {
    const reason = tags === undefined ? "--set is needed." : "--set tags needs a key: tags.KEY=VALUE."
    throw new MillraceError(
      "USAGE",
      { reason },
      { hint: "A run's display_name, description and tags.* can change." },
    )
  }
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
