import { didYouMean, MillraceError, type Place } from "@internal/schema"
import type { Flow, FlowNode } from "./flow.ts"

/** Splits `${node.variant}`; quotes around it do not count (spec 1.2.4). Fails with `VARIANT_INVALID`. */
export function parseSelector(selector: string): { node: string; variant: string } {
  const match = /^\$\{([^.]+).([^}]+)\}/.exec(selector.replace(/^["']+|["']+$/g, ""))
  if (match) return { node: match[1] as string, variant: match[2] as string }
  throw invalid(`The variant ${JSON.stringify(selector)} is not of the form \${node.variant}`)
}

/**
 * The flow with every variant node replaced by its default variant, and the selected node by the selected one (spec 1.2.4).
 * `others` selects variants of more nodes, which the original cannot. Fails with `VARIANT_INVALID`.
 */
export function selectVariant(
  flow: Flow,
  selector?: string,
  others: Readonly<Record<string, string>> = {},
): Flow {
  const chosen = selector ? parseSelector(selector) : undefined // an empty one is none (seen on the original)
  const wanted = new Map(Object.entries(others))
  if (chosen) wanted.set(chosen.node, chosen.variant)
  for (const [node, variant] of wanted) checkChosen(flow, { node, variant })
  const nodes = flow.nodes.map((node) =>
    node.useVariants ? variantOf(flow, node, wanted.get(node.name)) : node,
  )
  const several = wanted.size > 0 && {
    node: [...wanted.keys()].join("+"),
    variant: [...wanted.values()].join("+"),
  }
  return { ...flow, nodes, variant: chosen ?? (several || undefined) }
}

function checkChosen(flow: Flow, { node, variant }: { node: string; variant: string }): void {
  const names = flow.nodes.map((item) => item.name)
  if (!names.includes(node)) throw invalid(`There is no node ${node} to tune`, didYouMean(node, names))
  const variants = flow.variants.get(node)?.variants
  if (!variants) throw invalid(`Node ${node} has no variants`)
  if (!variants.has(variant)) throw unknownVariant(node, variant, variants.keys())
}

function variantOf(flow: Flow, outer: FlowNode, wanted: string | undefined): FlowNode {
  const { name, place } = outer
  const entry = flow.variants.get(name)
  if (!entry) throw invalid(`Node ${name} uses variants, but node_variants has no entry for it`, "", place)
  const id = wanted ?? entry.defaultVariantId
  if (id === undefined)
    throw invalid(`Node ${name} uses variants, but has no default_variant_id`, "", entry.place)
  if (!entry.variants.has(id)) throw unknownVariant(name, id, entry.variants.keys(), entry.place)
  const node = entry.variants.get(id)
  if (!node) throw invalid(`Variant ${id} of node ${name} has no node`, "", entry.place)
  return { ...node, useVariants: false }
}

function unknownVariant(
  node: string,
  variant: string,
  known: Iterable<string>,
  place?: Place,
): MillraceError {
  const names = [...known]
  const hint = didYouMean(variant, names) || `Its variants are ${names.join(", ")}.`
  return invalid(`Node ${node} has no variant ${variant}`, hint, place)
}

function invalid(reason: string, suggestion = "", place?: Place): MillraceError {
  return new MillraceError("VARIANT_INVALID", { reason, suggestion }, { place })
}
