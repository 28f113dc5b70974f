import type { RunRecord } from "@internal/store"
import { GROUP, GROUP_VARIANT } from "../groups/group-members.ts"

const OF_SELECTOR = /\.([^.}]+)\}["']?$/

/** What to call the arms: runs of one group or flow that differ in their variant by it, all others by their names. */
export function armLabels(arms: readonly { arm: string; run: RunRecord }[]): Record<string, string> {
  const names = [...new Set(arms.map(({ arm }) => arm))]
  const flows = new Set(arms.map(({ run }) => run.flowName))
  const groups = new Set(arms.map(({ run }) => run.properties[GROUP]))
  const of = (key: (run: RunRecord) => string | undefined) =>
    new Map(arms.map(({ arm, run }) => [arm, key(run)]))
  const byGroup = groups.size === 1 && of(({ properties }) => textOf(properties[GROUP_VARIANT]))
  const byVariant =
    flows.size === 1 && of(({ properties }) => OF_SELECTOR.exec(textOf(properties.node_variant) ?? "")?.[1])
  for (const labels of [byGroup, byVariant]) {
    if (!labels) continue
    const known = new Set(labels.values())
    if (!known.has(undefined) && known.size === names.length)
      return Object.fromEntries(labels) as Record<string, string> // none is undefined
  }
  return Object.fromEntries(names.map((name) => [name, name]))
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined
}
