import { type Flow, parseSelector, selectVariant } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { GroupOptions } from "../api/run-groups.ts"

/** Variants of nodes that are run together; none for the defaults. */
export interface Combination {
  /** `variant_1`; `node.variant` where several nodes have variants; joined by `+` where several differ from the defaults. */
  label: string
  chosen: Record<string, string>
}

/** More runs than anybody means. */
const MOST_COMBINATIONS = 500

/**
 * What to run of a flow's variants: the defaults first, then one factor at a time, or every combination, or those named.
 * Fails with `VARIANT_INVALID` for variants that are not there, and where the flow has none.
 */
export function combinations(
  flow: Flow,
  { vary, variant, variants }: Pick<GroupOptions, "vary" | "variant" | "variants">,
): Combination[] {
  const nodes = variantNodes(flow)
  const asked = variant === undefined ? variants : { ...variants, ...chosenBy(variant) }
  if (vary === undefined) {
    const chosen = flow.kind === "dag" ? withoutDefaults(nodes, asked ?? {}) : {}
    return [{ label: labelOf(nodes, chosen), chosen }]
  }
  if (asked) throw invalid("Either one variant is chosen, or several are run")
  if (flow.kind !== "dag") throw invalid(`A ${flow.kind} flow has no variants`)
  if (nodes.length === 0) throw invalid("No node of the flow has variants")
  const others = vary === "all" ? oneFactor(nodes) : vary === "grid" ? product(nodes) : named(vary, nodes)
  const distinct = new Map(
    [{}, ...others].map((chosen) => {
      const different = withoutDefaults(nodes, chosen)
      return [labelOf(nodes, different), different] as const
    }),
  )
  const found = Array.from(distinct, ([label, chosen]) => ({ label, chosen }))
  if (found.length > MOST_COMBINATIONS)
    throw invalid(`There are ${found.length} combinations, and a group has at most ${MOST_COMBINATIONS}`)
  for (const { chosen } of found) selectVariant(flow, undefined, chosen)
  return found
}

interface VariantNode {
  node: string
  default: string | undefined
  variants: string[]
}

function variantNodes(flow: Flow): VariantNode[] {
  return flow.nodes
    .filter((node) => node.useVariants)
    .map(({ name }) => {
      const entry = flow.variants.get(name)
      return { node: name, default: entry?.defaultVariantId, variants: [...(entry?.variants.keys() ?? [])] }
    })
}

function oneFactor(nodes: readonly VariantNode[]): Record<string, string>[] {
  return nodes.flatMap(({ node, variants }) => variants.map((variant) => ({ [node]: variant })))
}

function product(nodes: readonly VariantNode[]): Record<string, string>[] {
  const size = nodes.reduce((so_far, { variants }) => so_far * variants.length, 1)
  if (size > MOST_COMBINATIONS)
    throw invalid(`The grid has ${size} combinations, and a group has at most ${MOST_COMBINATIONS}`)
  return nodes.reduce<Record<string, string>[]>(
    (rows, { node, variants }) =>
      rows.flatMap((row) => variants.map((variant) => ({ ...row, [node]: variant }))),
    [{}],
  )
}

function named(selectors: readonly string[], nodes: readonly VariantNode[]): Record<string, string>[] {
  return selectors.map((selector) => {
    const [only] = nodes
    if (selector.startsWith("${")) return chosenBy(selector)
    if (selector.includes(".")) return chosenBy(`\${${selector}}`)
    if (only && nodes.length === 1) return { [only.node]: selector }
    const names = nodes.map(({ node }) => node).join(", ")
    throw invalid(
      `Variant ${selector} could be of any node that has variants (${names}): write node.${selector}`,
    )
  })
}

function chosenBy(selector: string): Record<string, string> {
  const { node, variant } = parseSelector(selector)
  return { [node]: variant }
}

function withoutDefaults(
  nodes: readonly VariantNode[],
  chosen: Record<string, string>,
): Record<string, string> {
  const defaults = new Map(nodes.map((one) => [one.node, one.default]))
  return Object.fromEntries(
    Object.entries(chosen).filter(([node, variant]) => defaults.get(node) !== variant),
  )
}

function labelOf(nodes: readonly VariantNode[], chosen: Record<string, string>): string {
  const entries = Object.entries(chosen)
  const [only] = nodes
  if (nodes.length <= 1) return entries[0]?.[1] ?? only?.default ?? "base"
  return entries.length === 0 ? "defaults" : entries.map(([node, variant]) => `${node}.${variant}`).join("+")
}

function invalid(reason: string): MillraceError {
  return new MillraceError("VARIANT_INVALID", { reason, suggestion: "" })
}
