import type { Diagnostic, FolderReader } from "@internal/schema"
import { diagnose } from "./diagnose.ts"
import type { Flow } from "./flow.ts"
import { didYouMean } from "./suggest.ts"

/** What is wrong with variants that are not selected: nothing stops a run with others, so all of it is strict. */
export function variantProblems(flow: Flow, reader: FolderReader): Diagnostic[] {
  const found: Diagnostic[] = []
  const names = flow.nodes.map((node) => node.name)
  for (const [name, { defaultVariantId, variants, place }] of flow.variants) {
    const report = (reason: string, suggestion = "") =>
      found.push(diagnose("VARIANT_INVALID", { reason, suggestion }, place, { strict: true }))
    if (!names.includes(name)) report(`node_variants has ${name}, which is no node`, didYouMean(name, names))
    if (defaultVariantId === undefined) report(`${name} has no default_variant_id`)
    else if (!variants.has(defaultVariantId)) {
      report(`${name} has no variant ${defaultVariantId}`, didYouMean(defaultVariantId, variants.keys()))
    }
    for (const [id, node] of variants) {
      if (!node) {
        report(`Variant ${id} of ${name} has no node`)
        continue
      }
      if (flow.nodes.some((active) => active.name === name && active.place === node.place)) continue
      found.push(...node.diagnostics.map((diagnostic) => ({ ...diagnostic, strict: true })))
      const path = node.source?.path
      if (path === undefined || reader.exists(path)) continue
      const data = { node_name: `${name} (variant ${id})`, source_path: path }
      found.push(diagnose("NODE_SOURCE_MISSING", data, node.source?.place, { strict: true }))
    }
  }
  return found
}
