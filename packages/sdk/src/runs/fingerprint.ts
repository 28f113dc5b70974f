import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { pipeline } from "node:stream/promises"
import { endpointOf } from "@internal/engine"
import { planFiles, sha256 } from "@internal/flow"
import type { Fingerprint, Host, Plan } from "@internal/schema"
import type { DataFiles } from "../data/data-files.ts"

/** What keys have of a node's model on this machine. */
export const MODEL_FILE = "model file"

export type FingerprintHost = Pick<Host, "connections" | "surroundings" | "models">

/** Hashes of what a run is made of: the code and templates of its plan, what its nodes' keys are made of, and its data. */
export async function fingerprint(plan: Plan, host: FingerprintHost, data?: DataFiles): Promise<Fingerprint> {
  const hashes: Fingerprint["data"] = {}
  for (const file of data?.files ?? []) {
    const hash = await fileHash(file).catch(() => undefined) // reading its rows will say what is wrong
    if (hash !== undefined) hashes[file] = hash
  }
  return { files: planFiles(plan), data: hashes, nodes: await nodeParts(plan, host) }
}

async function nodeParts(
  plan: Plan,
  { connections, surroundings, models }: FingerprintHost,
): Promise<NonNullable<Fingerprint["nodes"]>> {
  const nodes: NonNullable<Fingerprint["nodes"]> = {}
  for (const { name, tool, parts } of plan.nodes) {
    nodes[name] = { ...parts }
    if (tool.kind === "llm") {
      const connection = await connections.get(tool.connection).catch(() => undefined)
      if (connection) nodes[name].endpoint = sha256(endpointOf(connection))
      const weights = connection && (await models.weights?.(connection, { ifThere: true }))
      if (weights) nodes[name][MODEL_FILE] = weights
    } else if (tool.kind !== "prompt" && surroundings !== undefined) nodes[name].surroundings = surroundings
  }
  return nodes
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(path), hash)
  return hash.digest("hex")
}

/** What differs between what a run was made of and what is there now, path by path. */
export interface Change {
  path: string
  what: "changed" | "added" | "removed"
}

export function changes(before: Record<string, string>, now: Record<string, string>): Change[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return paths.flatMap((path): Change[] => {
    if (before[path] === now[path]) return []
    const what = before[path] === undefined ? "added" : now[path] === undefined ? "removed" : "changed"
    return [{ path, what }]
  })
}
