import type { ErrorRecord } from "@internal/schema"
import type { RunInfo } from "@internal/sdk"

/** A run as `pf run show` prints it (surface.md 1.3). `brief` is the form of `run list`: an error without its details. */
export function runJson(run: RunInfo, options: { brief?: boolean } = {}): Record<string, unknown> {
  return {
    name: run.name,
    created_on: run.createdOn,
    status: run.status,
    display_name: run.displayName,
    description: run.description,
    tags: run.tags,
    properties: withoutHidden(run.properties),
    flow_name: run.flowName,
    data: run.data,
    output: run.output,
    ...(run.run && { run: run.run }),
    ...(run.error && { error: errorJson(run.error, options.brief ?? false) }),
  }
}

function errorJson({ millrace: _ours, ...record }: ErrorRecord, brief: boolean): Record<string, unknown> {
  if (!brief) return record
  const { additionalInfo: _info, debugInfo: _debug, ...short } = record
  return short
}

/** Keys that begin with `__pf__` are for the original's own pages. */
function withoutHidden(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => !key.startsWith("__pf__"))
      .map(([key, value]) => [key, isPlain(value) ? withoutHidden(value) : value]),
  )
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
