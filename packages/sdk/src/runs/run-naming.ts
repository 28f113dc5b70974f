import { statSync } from "node:fs"
import { basename, extname, resolve } from "node:path"
import { defaultRunName } from "@internal/flow"
import type { Execution } from "../flow/execution.ts"
import { variantOf } from "./run-settings.ts"

/** How a run names its flow, and itself when it was given no name (spec 4.9, 8.2). */
export interface RunNaming {
  name: string
  flowName: string
  /** The folder of the flow, or its file where that was given. */
  flowPath: string
}

export function runNaming(
  execution: Execution,
  given: { flow: string; name?: string },
  cwd: string,
): RunNaming {
  const { loaded, plan } = execution
  const path = resolve(cwd, given.flow)
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
  const folder = basename(loaded.folder)
  const isPrompty = plan.kind === "prompty"
  return {
    name: given.name || defaultName(execution, folder),
    flowName: isPrompty ? basename(loaded.file, extname(loaded.file)) : folder,
    flowPath: isFile ? path : loaded.folder,
  }
}

/** Only a DAG has variants. Microseconds keep runs apart that start in one millisecond. */
function defaultName(execution: Execution, folder: string): string {
  const now = performance.timeOrigin + performance.now()
  const micros = Math.floor((now % 1) * 1000)
  const variant = execution.plan.kind === "dag" ? variantOf(execution) : { variant: "" }
  return defaultRunName(folder, new Date(now), { ...variant, micros })
}
