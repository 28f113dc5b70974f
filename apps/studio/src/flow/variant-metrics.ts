import type { StudioRun } from "@internal/schema/studio"

/** What runs say of a variant: the metrics of the newest run that has any, its own and those of its evaluations. */
export interface VariantMetrics {
  run: string
  metrics: Readonly<Record<string, unknown>>
}

/**
 * By variant of a node. A run of the flow as it is counts for the default variant. `runs` are newest first; evaluations
 * among them belong to the run that they evaluate.
 */
export function variantMetrics(
  runs: readonly StudioRun[],
  { node, fallback }: { node: string; fallback: string | undefined },
): Map<string, VariantMetrics> {
  const found = new Map<string, VariantMetrics>()
  for (const run of runs) {
    if (run.run !== null || run.kind !== "batch") continue
    const id = variantIn(run, node) ?? fallback
    if (id === undefined || found.has(id)) continue
    // of two that measure the same, the newer one counts
    const measured = runs.filter((other) => other.run === run.name || other === run).reverse()
    const metrics = Object.assign({}, ...measured.map((other) => other.metrics))
    if (Object.keys(metrics).length > 0) found.set(id, { run: run.name, metrics })
  }
  return found
}

/** The variant of a node that a run took, as its properties say; several nodes stand in it with `+` between. */
function variantIn(run: StudioRun, node: string): string | undefined {
  const written = run.properties.node_variant
  const [, nodes = "", ids = ""] = /^\$\{([^.]+)\.([^}]+)\}$/.exec(String(written ?? "")) ?? []
  const at = nodes.split("+").indexOf(node)
  return at < 0 ? undefined : ids.split("+")[at]
}
