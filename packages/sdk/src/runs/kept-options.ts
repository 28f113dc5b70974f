import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { RunRecord, Store } from "@internal/store"
import { fromPlain, toPlain } from "@internal/value"
import type { RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"

/** Property that holds them; keys of this form are never shown. */
const PROPERTY = "__millrace__.options"

/** What a run was told and the original forgets: a run that goes on with this one is told it again (Appendix B, 11). */
interface KeptOptions
  extends Pick<
    RunOptions,
    | "flow"
    | "variants"
    | "environment"
    | "connections"
    | "connection"
    | "runtime"
    | "install"
    | "limit"
    | "sample"
    | "init"
  > {
  /** How it was executed: the same run goes on so, another one need not. */
  manner?: Pick<
    RunOptions,
    "concurrency" | "weight" | "lineTimeout" | "maxTokens" | "maxCost" | "cache" | "record" | "replay"
  >
}

/** A property of the run; values of environment variables can be secret, so it is sealed with the store's key. */
export function keptOptions(
  context: Context,
  store: Store,
  options: RunOptions,
  name: string,
): Record<string, string> {
  const { flow, variants, environment, connections, connection, runtime, install, limit, init } = options
  const { sample, concurrency, weight, lineTimeout, maxTokens, maxCost, cache, record, replay } = options
  const { cwd } = context.places
  const path = resolve(cwd, flow)
  const folders = {
    ...(record !== undefined && { record: resolve(cwd, record) }),
    ...(replay !== undefined && { replay: resolve(cwd, replay) }),
  }
  const kept: KeptOptions = {
    flow: existsSync(path) ? path : flow,
    ...(variants && { variants }),
    ...(environment && { environment }),
    ...(connections && { connections }),
    ...(connection !== undefined && { connection }),
    ...(runtime !== undefined && { runtime }),
    ...(install !== undefined && { install }),
    ...(limit !== undefined && { limit }),
    ...(sample !== undefined && { sample }),
    manner: { concurrency, weight, lineTimeout, maxTokens, maxCost, cache, ...folders },
    ...(init && { init: toPlain(fromPlain(init)) as Record<string, unknown> }), // a mapping stays one
  }
  return { [PROPERTY]: store.secretBox().seal(JSON.stringify(kept), sealedFor(name)) }
}

/** Those of an earlier run; a run that has none (it was registered from a folder) ran the flow at its path. */
export function optionsOf(store: Store, run: RunRecord): KeptOptions {
  const sealed = run.properties[PROPERTY]
  if (typeof sealed !== "string") return { flow: run.flowPath }
  const text = store.secretBox().open(sealed, sealedFor(run.name))
  if (text !== undefined) return JSON.parse(text) as KeptOptions // written by `keptOptions`
  throw new MillraceError("STORE_FAILED", {
    subject: `What run ${run.name} was told`,
    reason: "it was sealed with another key",
    hint: "Restore the key of the store (MILLRACE_SECRET_KEY), or create a new run.",
  })
}

function sealedFor(name: string): string {
  return `options of run ${name}`
}
