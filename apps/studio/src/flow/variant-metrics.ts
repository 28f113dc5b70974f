import type { NodeOutline } from "@internal/flow"
import type { StudioRun } from "@internal/schema/studio"

/** What runs say of a variant: the metrics of the newest run that has any, its own and those of its evaluations. */
export interface VariantMetrics {
  run: string
  metrics: Readonly<Record<string, unknown>>
}

export interface MeasuredNode {
  node: string
  /** What it was called before. */
  former?: ReadonlySet<string>
  /** Names of all nodes of the flow. */
  nodes: readonly string[]
  /** Its default variant. */
  fallback: string | undefined
}

/**
 * By variant of a node. A run of the flow as it is counts for the default variant; one of a variant of a node that nobody knows
 * any more counts for none. `runs` are newest first; evaluations among them belong to the run that they evaluate.
 */
export function variantMetrics(
  runs: readonly StudioRun[],
  { node, former, nodes, fallback }: MeasuredNode,
): Map<string, VariantMetrics> {
  const known = new Set([...nodes, ...(former ?? [])])
  const found = new Map<string, VariantMetrics>()
  for (const run of runs) {
    if (run.run !== null || run.kind !== "batch") continue
    const chosen = chosenVariants(run)
    const own = [...chosen].find(([name]) => name === node || former?.has(name))?.[1]
    const isKnown = [...chosen.keys()].every((name) => known.has(name))
    const id = own ?? (isKnown ? fallback : undefined)
    if (id === undefined || found.has(id)) continue
    // of two that measure the same, the newer one counts
    const measured = runs.filter((other) => other.run === run.name || other === run).reverse()
    const metrics = Object.assign({}, ...measured.map((other) => other.metrics))
    if (Object.keys(metrics).length > 0) found.set(id, { run: run.name, metrics })
  }
  return found
}

/** The variants that a run took, by node, as its properties say; several stand in it with `+` between. */
function chosenVariants(run: StudioRun): Map<string, string> {
  const written = run.properties.node_variant
  const [, nodes = "", ids = ""] = /^\$\{([^.]+)\.([^}]+)\}$/.exec(String(written ?? "")) ?? []
  const variants = ids.split("+")
  return new Map(nodes === "" ? [] : nodes.split("+").map((node, i) => [node, variants[i] ?? ""]))
}

/** Of each name that no node of the flow has any more the newest run that has it, for a look at what the flow was then. */
export function runsOfUnknown(runs: readonly StudioRun[], nodes: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const run of runs)
    for (const name of chosenVariants(run).keys())
      if (!nodes.includes(name) && !found.has(name)) found.set(name, run.name)
  return found
}

/**
 * Whether a node of the flow as it was is one that is there now, under another name: a variant has kept its name and its file,
 * and no other node has them.
 */
export function isFormer(old: NodeOutline, now: NodeOutline, nodes: readonly NodeOutline[]): boolean {
  const has = (node: NodeOutline) =>
    old.variants.some(
      ({ id, source }) =>
        source?.path !== undefined &&
        node.variants.some((variant) => variant.id === id && variant.source?.path === source.path),
    )
  return has(now) && nodes.every((node) => node.name === now.name || !has(node))
}
