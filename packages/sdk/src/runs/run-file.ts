import { dirname, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { RunOptions } from "../api.ts"
import { readDotenv, readYamlMapping } from "../yaml-file.ts"

const KNOWN = new Set([
  "$schema",
  "name",
  "display_name",
  "description",
  "tags",
  "properties",
  "flow",
  "data",
  "run",
  "column_mapping",
  "variant",
  "connections",
  "environment_variables",
  "init",
  "runtime",
  "resources",
  "identity",
  "status",
  "command",
  "outputs",
])

/** A `run.yml` (spec 8.3) as options; paths are relative to the file. Unknown fields are left out. */
export function readRunFile(path: string): RunOptions {
  const fields = readYamlMapping(path, "a run file")
  const folder = dirname(path)
  const text = (key: string) => (typeof fields[key] === "string" ? (fields[key] as string) : undefined)
  const map = (key: string) => {
    const value = fields[key]
    if (value === undefined || value === null) return undefined
    if (typeof value !== "object" || Array.isArray(value)) {
      throw new MillraceError(
        "FILE_SHAPE",
        { path, reason: `${key} must be a mapping` },
        { place: { file: path } },
      )
    }
    return value as Record<string, unknown>
  }
  const flow = text("flow")
  if (flow === undefined) {
    throw new MillraceError("FILE_SHAPE", { path, reason: "it has no `flow`" }, { place: { file: path } })
  }
  const texts = (key: string) => {
    const value = map(key)
    return (
      value && Object.fromEntries(Object.entries(value).map(([k, v]) => [k, v === null ? "" : String(v)]))
    )
  }
  const local = (value: string | undefined) => (value === undefined ? undefined : resolve(folder, value))
  const dotenv = text("environment_variables")
  return defined({
    flow: resolve(folder, flow),
    data: local(text("data")),
    run: text("run"),
    name: text("name"),
    displayName: text("display_name"),
    description: text("description"),
    tags: texts("tags"),
    properties: texts("properties"),
    columnMapping: map("column_mapping"),
    variant: text("variant"),
    connections: map("connections") as RunOptions["connections"],
    environment: dotenv === undefined ? texts("environment_variables") : readDotenv(resolve(folder, dotenv)),
  })
}

/** Fields of a run file that nothing knows, for a warning. */
export function unknownRunFields(path: string): string[] {
  return Object.keys(readYamlMapping(path, "a run file")).filter((key) => !KNOWN.has(key))
}

function defined(options: { [Key in keyof RunOptions]: RunOptions[Key] | undefined }): RunOptions {
  // flow is always there; the others are optional in RunOptions
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as RunOptions
}
