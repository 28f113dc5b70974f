import type { Caller } from "@internal/python"
import type { Progress } from "../api/execution.ts"
import type { MillraceApi } from "../api/millrace-api.ts"
import type { ScriptOptions } from "../api/script.ts"
import type { Arguments as Asked } from "./asked.ts"

export type Given = Record<string, unknown>

/** Who asks, what holds for every model call of it, and who is told of its log. */
export interface Asking {
  models: { [K in "record" | "replay" | "connection"]: ScriptOptions[K] | undefined }
  caller: Caller
  asked: Asked
  report(progress: Progress): void
}

/** One operation of the client. What it answers goes to Python as JSON. */
export type Operation = (api: MillraceApi, given: Given, asking: Asking) => Promise<unknown>

export function textOf(given: Given, key: string): string | undefined {
  return given[key] as string | undefined // what the shim sends
}

export function nameOf(given: Given): string {
  return String(given.name)
}

/** The most that a list of the client has; it is not named where all are wanted. */
export function limitOf({ max_results }: Given): number {
  return typeof max_results === "number" ? max_results : Number.MAX_SAFE_INTEGER
}

/** What a `ListViewType` shows of what is archived. */
export function archivedOf({ list_view_type }: Given): { archived?: "only" | "include" } {
  const view = { ArchivedOnly: "only", All: "include" } as const
  const archived = view[list_view_type as keyof typeof view]
  return archived ? { archived } : {}
}

/** Without the keys whose value is undefined or null. */
export function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // what is left out was optional
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== null)) as never
}
