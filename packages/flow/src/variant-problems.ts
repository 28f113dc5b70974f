import { type Diagnostic, didYouMean, type FolderReader, type Place } from "@internal/schema"
import { diagnose } from "./diagnose.ts"
import type { Flow, FlowNode } from "./flow.ts"
import { missingFile } from "./resolve-tool.ts"

/**
 * What is wrong with the shape of nodes. The original reads every variant before it runs any, so a broken shape counts in
 * variants that are not selected too.
 */
export function shapeProblems(flow: Flow): Diagnostic[] {
  const found = flow.nodes.flatMap((node) => node.diagnostics)
  for (const [name, { variants, place }] of flow.variants) {
    for (const [id, node] of variants) {
      if (!node) found.push(invalid(`Variant ${id} of ${name} has no node`, place))
      else if (!isActive(flow, node)) found.push(...node.diagnostics)
    }
  }
  return found
}

/** What is wrong with variants that are not selected and stops no run with others: all of it is strict. */
export function variantProblems(flow: Flow, reader: FolderReader): Diagnostic[] {
  const found: Diagnostic[] = []
  const names = flow.nodes.map((node) => node.name)
  for (const [name, { defaultVariantId, variants, place }] of flow.variants) {
    const report = (reason: string, suggestion = "") => found.push(invalid(reason, place, suggestion, true))
    if (!names.includes(name)) report(`node_variants has ${name}, which is no node`, didYouMean(name, names))
    if (defaultVariantId === undefined) report(`${name} has no default_variant_id`)
    else if (!variants.has(defaultVariantId)) {
      report(`${name} has no variant ${defaultVariantId}`, didYouMean(defaultVariantId, variants.keys()))
    }
    for (const [id, node] of variants) {
      const path = node?.source?.path
      if (!node || path === undefined || isActive(flow, node) || reader.exists(path)) continue
      const suggestion = missingFile(path, reader)
      const data = { node_name: `${name} (variant ${id})`, source_path: path, suggestion }
      found.push(diagnose("NODE_SOURCE_MISSING", data, node.source?.place, { strict: true }))
    }
  }
  return found
}

function isActive(flow: Flow, node: FlowNode): boolean {
  return flow.nodes.some((active) => active.place === node.place)
}

function invalid(reason: string, place: Place, suggestion = "", strict = false): Diagnostic {
  return diagnose("VARIANT_INVALID", { reason, suggestion }, place, { strict })
}
