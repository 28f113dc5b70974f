import type { ToolSource } from "@internal/schema"
import { entrySource } from "./flex/entry-source.ts"
import type { Flow, FlowNode } from "./flow.ts"
import { modelTool } from "./model-tools.ts"
import { visionTool } from "./vision-tools.ts"

/** Tools that must be described before the flow can be planned, one per node that has code, in file order. */
export function toolSources(flow: Flow): { node: string; source: ToolSource }[] {
  const entry = entrySource(flow)
  if (entry) return [entry]
  return flow.nodes.flatMap((node) => {
    if (modelTool(node) || visionTool(node)) return []
    const source = toolSource(node)
    return source ? [{ node: node.name, source }] : []
  })
}

/** Where the code of a node is; undefined for nodes without code (prompt, llm) and for what cannot be run. */
export function toolSource(node: FlowNode): Exclude<ToolSource, { type: "entry" }> | undefined {
  const { type, path, tool } = node.source ?? {}
  const code = node.type === "python" || node.type === "javascript" || node.type === "typescript"
  const module = node.module && { module: node.module }
  if (code && type === "code" && path) return { type, path, ...(node.type === "python" && module) }
  if (node.type === "python" && type === "package" && tool) return { type, tool, ...module }
  if (node.type === "custom_llm" && type === "package_with_prompt" && tool && path)
    return { type, tool, path, ...module }
  return undefined
}
