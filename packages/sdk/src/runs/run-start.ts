import type { Fingerprint, Plan, RunStart } from "@internal/schema"
import { type Dict, toPlain } from "@internal/value"
import { VERSION } from "../version.ts"

/** The first event of a run: what it runs, with which software. */
export function runStart(
  plan: Plan,
  options: {
    lines: number | null
    mapping?: Dict
    data?: string
    /** The interpreter. */
    python?: string | undefined
    fingerprint?: Fingerprint
    again?: RunStart["again"]
  },
): RunStart {
  return {
    type: "run-start",
    plan: plan.hash,
    flow: plan.name,
    ...(plan.variant && { variant: plan.variant.variant }),
    lines: options.lines,
    ...(options.mapping && { mapping: toPlain(options.mapping) as Record<string, unknown> }),
    versions: {
      millrace: VERSION,
      node: process.versions.node,
      flow: plan.hash,
      ...(options.python !== undefined && { python: options.python }),
      ...(options.data && { data: options.data }),
    },
    ...(options.fingerprint && { fingerprint: options.fingerprint }),
    ...(options.again && { again: options.again }),
  }
}
