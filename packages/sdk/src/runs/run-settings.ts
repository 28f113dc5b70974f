import type { ExecuteOptions } from "@internal/engine"
import { mappingProblems } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import { type Dict, fromPlain } from "@internal/value"
import type { RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import type { Execution } from "../flow/execution.ts"
import type { Places } from "../home.ts"
import { wholeNumber } from "../whole-number.ts"

const DEFAULT_CONCURRENCY = 16
const PF_CONCURRENCY = 4
const DEFAULT_LINE_TIMEOUT = 600
const FLEX_GRACE = 10
/** The explicit column mapping; fails with `MAPPING_STATIC` or `MAPPING_INVALID` (spec 4.3). */
export function givenMapping(options: RunOptions): Dict | undefined {
  if (options.columnMapping === undefined) return undefined
  const mapping = fromPlain(options.columnMapping) as Dict
  if (mapping instanceof Map && mapping.size === 0) return undefined // as none, seen on the original
  const problem = mappingProblems(mapping, []).find((d) => d.severity === "error")
  if (problem)
    throw new MillraceError(problem.code, problem.data, { message: problem.message, hint: problem.hint })
  return mapping
}

/** Lines in flight: as told, `PF_WORKER_COUNT`, else the profile's default. */
export function chosenConcurrency(context: Context, options: RunOptions): number {
  const { profile, env } = context.places
  if (options.concurrency !== undefined) return options.concurrency
  const workers = wholeNumber(env.PF_WORKER_COUNT)
  if (workers !== undefined) return workers
  return profile === "pf" ? PF_CONCURRENCY : DEFAULT_CONCURRENCY
}

/**
 * Time limits: as told, by the original's variables in the environment of the flow, else its defaults (spec 3.6). Over entries
 * and prompties the original watches from outside, and gives them some seconds more.
 */
export function limits(
  { profile }: Places,
  options: RunOptions,
  { environment: env, plan }: Pick<Execution, "environment" | "plan">,
): Partial<ExecuteOptions> {
  const seconds = (name: string) => wholeNumber(env[name])
  const batchTimeout = options.batchTimeout ?? seconds("PF_BATCH_TIMEOUT_SEC")
  return {
    lineTimeout: options.lineTimeout ?? seconds("PF_LINE_TIMEOUT_SEC") ?? DEFAULT_LINE_TIMEOUT,
    ...(options.lineTimeout === undefined && plan.kind !== "dag" && { lineGrace: FLEX_GRACE }),
    ...(batchTimeout !== undefined && { batchTimeout, batchTimeoutIsDone: profile === "pf" }),
  }
}

/** Only DAG flows have variants. */
export function variantOf({ plan }: Pick<Execution, "plan">): { variant: string | null } {
  return { variant: plan.kind === "dag" ? (plan.variant?.variant ?? "variant_0") : null }
}

/** Macros of spec 4.9. */
export function displayName(options: RunOptions, name: string, execution: Execution): string {
  if (options.displayName === undefined) return name
  const now = new Date()
  const two = (n: number) => String(n).padStart(2, "0")
  const timestamp = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}${two(now.getHours())}${two(now.getMinutes())}`
  return options.displayName
    .replaceAll("${run}", options.run ?? "${run}")
    .replaceAll("${timestamp}", timestamp)
    .replaceAll("${variant_id}", variantOf(execution).variant ?? "${variant_id}")
}
