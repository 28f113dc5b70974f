import { resolve } from "node:path"
import type { FlowTest } from "../api/flows.ts"
import type { Context } from "../context.ts"

/** Tests that the store has of the flow in a folder, newest first. */
export async function listTests(
  context: Context,
  { flow, limit = 50 }: { flow: string; limit?: number },
): Promise<FlowTest[]> {
  const { runs } = await context.store()
  const flowPath = resolve(context.places.cwd, flow)
  const records = await runs.list({ kind: "test", flowPath, limit })
  return records.map(({ name, state, createdAt, properties: { node, nodes, ...properties } }) => ({
    run: name,
    node: typeof node === "string" ? node : null,
    nodes: Array.isArray(nodes) ? nodes.map(String) : null,
    state,
    createdAt,
    properties,
  }))
}
