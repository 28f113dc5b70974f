import type { ComparedRun } from "./comparison.ts"
import { mean } from "./sample.ts"

/** One side of a comparison: a run, or the repeats of one. */
export interface Arm {
  readonly name: string
  /** In the order given; each row is the same row in all of them. */
  readonly runs: readonly ComparedRun[]
  /** Those that every repeat logged, as the mean over the repeats. */
  readonly metrics: Readonly<Record<string, number>>
}

/** Brings repeats together, in the order in which each arm is first named. */
export function armsOf(runs: readonly ComparedRun[]): Arm[] {
  const groups = new Map<string, ComparedRun[]>()
  for (const run of runs) {
    const name = run.arm ?? run.name
    groups.set(name, [...(groups.get(name) ?? []), run])
  }
  return Array.from(groups, ([name, members]) => ({ name, runs: members, metrics: sharedMetrics(members) }))
}

function sharedMetrics(runs: readonly ComparedRun[]): Record<string, number> {
  const names = Object.keys(runs[0]!.metrics).filter((name) =>
    runs.every(({ metrics }) => Object.hasOwn(metrics, name)),
  )
  return Object.fromEntries(names.map((name) => [name, mean(runs.map(({ metrics }) => metrics[name]!))]))
}
