import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { RunRecord, Store } from "@internal/store"
import { fromPlain, toPlain } from "@internal/value"
import type { GroupOptions } from "../api/run-groups.ts"
import type { RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"

/** Property of each run of a group that holds what the whole group was told; keys of this form are never shown. */
const PROPERTY = "__millrace__.group"

/** A property, sealed with the store's key: variables of the environment can be secret. */
export function keptGroup(
  { places: { cwd } }: Context,
  store: Store,
  { evaluate, signal: _, ...options }: GroupOptions & { name: string },
): Record<string, string> {
  const kept = {
    ...anywhere(options, cwd),
    ...(evaluate && { evaluate: anywhere(evaluate, cwd) }),
  }
  return { [PROPERTY]: store.secretBox().seal(JSON.stringify(kept), sealedFor(options.name)) }
}

/** What a group was told, by one of its runs. Fails with `RUN_INVALID` for a group of a version that did not keep it. */
export function groupOptionsOf(store: Store, group: string, records: readonly RunRecord[]): GroupOptions {
  const sealed = records.map(({ properties }) => properties[PROPERTY]).find((one) => typeof one === "string")
  if (typeof sealed !== "string") {
    const reason = `What group ${group} was told is not kept`
    const hint = "Go on with its runs one by one: millrace run resume RUN"
    throw new MillraceError("RUN_INVALID", { reason }, { hint })
  }
  const text = store.secretBox().open(sealed, sealedFor(group))
  if (text !== undefined) return JSON.parse(text) as GroupOptions // written by `keptGroup`
  throw new MillraceError("STORE_FAILED", {
    subject: `What group ${group} was told`,
    reason: "it was sealed with another key",
    hint: "Restore the key of the store (MILLRACE_SECRET_KEY).",
  })
}

/** The same options for a process that works in another folder. */
function anywhere<Options extends Partial<RunOptions>>(options: Options, cwd: string): Options {
  const { flow, data, record, replay, init } = options
  const path = flow === undefined ? undefined : resolve(cwd, flow)
  return {
    ...options,
    ...(path !== undefined && existsSync(path) && { flow: path }),
    ...(data !== undefined && { data: resolve(cwd, data) }),
    ...(record !== undefined && { record: resolve(cwd, record) }),
    ...(replay !== undefined && { replay: resolve(cwd, replay) }),
    ...(init && { init: toPlain(fromPlain(init)) }),
  }
}

function sealedFor(group: string): string {
  return `options of group ${group}`
}
