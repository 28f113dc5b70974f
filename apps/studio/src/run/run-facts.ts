import type { StudioLine, StudioRun } from "@internal/schema/studio"
import { formatNumber } from "../ui/format.ts"

export const isOver = (run: StudioRun): boolean => run.state !== "running"

/** Milliseconds; of a run that goes on, until now. Null before it has started. */
export function durationOf(run: StudioRun, now = Date.now()): number | null {
  if (run.startedOn === null) return null
  const end = run.endedOn ?? (run.state === "running" ? now : null)
  return end === null ? null : new Date(end).getTime() - new Date(run.startedOn).getTime()
}

/** `${node.variant}` as "node.variant"; empty where it ran as the flow is. */
export function variantOf(run: StudioRun): string {
  const { node_variant: variant } = run.properties
  return typeof variant === "string" ? variant.replace(/^\$\{(.*)\}$/, "$1") : ""
}

/** The bulk test that it is part of, or that it evaluates a run of; undefined: it was started by itself. */
export function groupOf({ properties }: StudioRun): string | undefined {
  const group = properties.group ?? properties.evaluated_group
  return typeof group === "string" && group !== "" ? group : undefined
}

/** Where all runs of a bulk test are listed. */
export const groupAddress = (group: string): string => `/runs?group=${encodeURIComponent(group)}`

export function kindOf({ kind, run }: StudioRun): "batch" | "evaluation" | "test" {
  if (kind === "test") return kind
  return run === null ? "batch" : "evaluation"
}

/** Display names that several of the runs have. */
export function repeatedNames(runs: readonly StudioRun[]): string[] {
  const seen = new Set<string>()
  return [
    ...new Set(
      runs.map(({ displayName }) => displayName).filter((name) => seen.has(name) || !seen.add(name)),
    ),
  ]
}

/** Names of metrics that any of the runs has, in the order in which they come. */
export function metricNames(runs: readonly StudioRun[]): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))]
}

/** A metric as it is read: numbers to four digits, what is no number as JSON. */
export function metricText(value: unknown): string {
  if (typeof value === "number") return formatNumber(value, Math.abs(value) < 1 ? 4 : 3)
  return typeof value === "string" ? value : JSON.stringify(value)
}

export const endedOf = ({ counts }: StudioRun): number =>
  counts.done + counts.failed + counts.crashed + counts.cancelled

export interface Progress {
  ended: number
  total: number | null
  /** Lines a second. */
  rate: number | null
  /** Milliseconds. */
  left: number | null
}

export function progressOf(run: StudioRun, now = Date.now()): Progress {
  const ended = endedOf(run)
  const { total } = run.counts
  const duration = durationOf(run, now)
  const rate = duration && ended > 0 ? (ended / duration) * 1000 : null
  return { ended, total, rate, left: rate && total !== null ? ((total - ended) / rate) * 1000 : null }
}

export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

/** Names of inputs or outputs that any of the lines has. */
export function namesOf(lines: readonly StudioLine[], side: "inputs" | "outputs"): string[] {
  const names = new Set<string>()
  // columns rarely come later, and 100,000 lines are not all asked
  const asked = lines.length > 2000 ? [...lines.slice(0, 1500), ...lines.slice(-500)] : lines
  for (const line of asked) for (const name of Object.keys(asRecord(line[side]))) names.add(name)
  names.delete("line_number")
  return [...names]
}
