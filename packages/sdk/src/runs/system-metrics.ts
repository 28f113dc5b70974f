import type { Plan, RunSummary } from "@internal/schema"

/** `system_metrics` of a run's properties (spec 8.2): tokens, seconds, and counts that begin with `__pf__`. */
export function systemMetrics(summary: RunSummary, kind: Plan["kind"]): Record<string, number> {
  const { total_tokens, prompt_tokens, completion_tokens } = summary.usage
  const counted = kind === "dag" ? Object.entries(summary.nodes) : []
  const nodes = counted.flatMap(([node, counts]) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([status, count]): [string, number] => [`__pf__.nodes.${node}.${status}`, count]),
  )
  const { done, failed, crashed } = summary.counts
  return {
    total_tokens,
    prompt_tokens,
    completion_tokens,
    duration: (summary.duration ?? 0) / 1000,
    ...Object.fromEntries(nodes),
    "__pf__.lines.completed": done,
    "__pf__.lines.failed": failed + crashed,
  }
}
