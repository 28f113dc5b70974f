import { existsSync } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import { readEntryName } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { RunOptions } from "../api/runs.ts"
import { readDotenv, readYamlMapping } from "../yaml-file.ts"
import { checkRunFields, unknownRunFields } from "./run-fields.ts"
import { readInit } from "./run-init.ts"

/** How a run file is read. */
export interface RunFileOptions {
  /** Fields that win over those of the file, such as `--set`; mappings are merged. */
  set?: Record<string, unknown>
  /** Fields that something else replaces: those of the file are not looked at. */
  replaced?: readonly string[]
  /** Told of fields that nothing knows. */
  warn?(message: string): void
}

/** A `run.yml` (spec 8.3) as options; paths are relative to the file. Fails with `FILE_SHAPE` for a field of a wrong kind. */
export function readRunFile(path: string, options: RunFileOptions = {}): RunOptions {
  const fields = readYamlMapping(path, "a run file", { empty: true })
  return runFields(fields, dirname(path), { ...options, file: path })
}

/** The fields of a run file, whether or not there is a file, as options. */
export function runFields(
  given: Record<string, unknown>,
  folder: string,
  options: RunFileOptions & { file?: string },
): RunOptions {
  const { set = {}, replaced = [], warn, file } = options
  const kept = Object.entries(given).filter(([key]) => !replaced.includes(key))
  const fields = merge(Object.fromEntries(kept), set)
  const unknown = unknownRunFields(fields)
  if (unknown.length > 0) {
    const names = unknown.map((name) => `'${name}'`).join(", ")
    warn?.(`Run schema validation warnings. Unknown fields found: {${names}}`)
  }
  checkRunFields(fields, file ?? "--set")
  const text = (key: string) => fields[key] as string | undefined // checked above, as is all below
  const map = (key: string) => fields[key] as Record<string, unknown> | undefined
  const local = (key: string) =>
    text(key) === undefined ? undefined : localPath(text(key) as string, folder)
  const flow = local("flow")
  if (flow === undefined) {
    const original = ["UserError"]
    throw new MillraceError("FILE_SHAPE", { path: file ?? "--set", reason: "it has no `flow`" }, { original })
  }
  const { environment_variables: variables, init } = fields
  return defined({
    flow,
    data: local("data"),
    run: text("run"),
    name: text("name") || undefined,
    displayName: text("display_name"),
    description: text("description"),
    tags: map("tags") as RunOptions["tags"],
    properties: map("properties") as RunOptions["properties"],
    columnMapping: map("column_mapping"),
    variant: text("variant"),
    connections: map("connections") as RunOptions["connections"],
    environment:
      typeof variables === "string"
        ? readDotenv(resolve(folder, variables))
        : (variables as RunOptions["environment"]),
    init: typeof init === "string" ? readInit(initPath(init, folder)) : map("init"),
  })
}

/** Fails with `FLOW_NOT_FOUND` or `DATA_NOT_FOUND` as the original's check of a run's fields does. */
export function withPathsThere(options: RunOptions): RunOptions {
  const { flow, data } = options
  const original = ["UserError", "ValidationError"]
  if (!existsSync(flow) && !readEntryName(basename(flow)))
    throw new MillraceError("FLOW_NOT_FOUND", { path: flow }, { original })
  if (data !== undefined && !existsSync(data))
    throw new MillraceError("DATA_NOT_FOUND", { path: data }, { original })
  return options
}

/** `azureml:…` and URLs name things that are not on this machine. */
function isRemote(path: string): boolean {
  return /^(?:azureml:|https?:\/\/)/.test(path)
}

function localPath(path: string, folder: string): string {
  if (!isRemote(path)) return resolve(folder, path)
  throw new MillraceError(
    "RUN_INVALID",
    { reason: `${path} is in the cloud, and runs are made of what is on this machine` },
    { hint: "Fetch it and give its path.", original: ["UserError"] },
  )
}

/** The original looks in the working folder only; the file's own is where everything else is looked for. */
function initPath(path: string, folder: string): string {
  return existsSync(resolve(folder, path)) ? resolve(folder, path) : resolve(path)
}

function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const under = merged[key]
    merged[key] = isMapping(value) && isMapping(under) ? merge(under, value) : value
  }
  return merged
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function defined(options: { [Key in keyof RunOptions]: RunOptions[Key] | undefined }): RunOptions {
  // flow is always there; the others are optional in RunOptions
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as RunOptions
}
