import type { Argument, Host, PlannedNode } from "@internal/schema"
import type { PreparedPlan } from "../prepare.ts"
import { STAMP } from "./entry-node.ts"

/**
 * Makes the objects of ToolProvider classes once before the first line, as the original does, so that a constructor that
 * fails keeps the flow from running (spec 6.1). `only`: the node that is to run. Rejects with `TOOL_LOAD_FAILED`.
 */
export async function openProviders(
  prepared: PreparedPlan,
  host: Partial<Pick<Host, "python">>,
  { only, print }: { only?: string; print(text: string): void },
): Promise<void> {
  const nodes = prepared.plan.nodes.filter((node) => isProvider(node) && (only ?? node.name) === node.name)
  if (nodes.length === 0 || !host.python) return
  const { signal } = new AbortController()
  await using session = await host.python.open(null, signal)
  const sink = {
    log: (_: string, text: string) => print(text.replaceAll(STAMP, "")),
    delta: () => {},
    metric: () => {},
  }
  for (const { name, tool, bindings } of nodes) {
    if (tool.kind !== "python" && tool.kind !== "custom_llm") continue
    const init = new Map<string, Argument>()
    for (const parameter of tool.signature?.init ?? []) {
      const binding = bindings[parameter.name]
      if (binding?.kind === "literal") init.set(parameter.name, { kind: "json", json: binding.value })
      if (binding?.kind === "connection") {
        const { customType } = binding
        const connection = prepared.connection(binding.name)
        init.set(parameter.name, { kind: "connection", connection, ...(customType && { customType }) })
      }
    }
    const call = {
      node: name,
      source: tool.source,
      line: null,
      init,
      args: new Map(),
      method: "open" as const,
    }
    await session.call(call, sink, signal)
  }
}

function isProvider({ tool }: PlannedNode): boolean {
  return (tool.kind === "python" || tool.kind === "custom_llm") && tool.signature?.className !== undefined
}
