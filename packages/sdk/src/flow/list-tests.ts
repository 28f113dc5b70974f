import { basename, dirname, resolve } from "node:path"
import type { FlowTest } from "../api/flows.ts"
import type { Context } from "../context.ts"

/** Prompties of one folder have their tests there together. */
const MOST_OF_FOLDER = 200

/** Tests that the store has of the flow in a folder, or of a prompty, newest first. */
export async function listTests(
  context: Context,
  { flow, limit = 50 }: { flow: string; limit?: number },
): Promise<FlowTest[]> {
  const { runs } = await context.store()
  const path = resolve(context.places.cwd, flow)
  const records = path.endsWith(".prompty")
    ? (await runs.list({ kind: "test", flowPath: dirname(path), limit: MOST_OF_FOLDER }))
        .filter(({ properties }) => properties.prompty === basename(path))
        .slice(0, limit)
    : await runs.list({ kind: "test", flowPath: path, limit })
  return records.map(
    ({ name, state, createdAt, properties: { node, nodes, prompty: _, ...properties } }) => ({
      run: name,
      node: typeof node === "string" ? node : null,
      nodes: Array.isArray(nodes) ? nodes.map(String) : null,
      state,
      createdAt,
      properties,
    }),
  )
}
