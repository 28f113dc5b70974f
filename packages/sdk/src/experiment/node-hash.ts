import { createHash } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { type ExperimentNode, experimentJson } from "@internal/flow"
import { stringify } from "@internal/value"
import { type NodeScope, withInputs } from "./node-sources.ts"

/**
 * Hash of all that decides what a node does: its definition with the experiment's inputs filled in, its code, the data
 * that it reads, and the runs before it. Equal ones need not be executed twice.
 */
export function nodeHash(
  node: ExperimentNode,
  scope: NodeScope,
  needs: { data: Set<string>; nodes: Set<string> },
): string {
  const hash = createHash("md5")
  const filled: ExperimentNode =
    node.type === "chat_group"
      ? {
          ...node,
          roles: node.roles.map((role) => ({ ...role, inputs: withInputs(role.inputs, scope.inputs) })),
        }
      : { ...node, inputs: withInputs(node.inputs, scope.inputs) }
  hash.update(stringify(experimentJson({ description: null, data: [], inputs: [], nodes: [filled] })))
  for (const name of needs.data) addFiles(hash, scope.data.get(name) ?? "")
  for (const name of needs.nodes) hash.update(`${name} ${scope.ended.get(name)?.run.name}\n`)
  for (const path of codeOf(node)) addFiles(hash, path)
  return hash.digest("hex")
}

function codeOf(node: ExperimentNode): string[] {
  if (node.type !== "flow") return node.code === undefined ? [] : [node.code]
  return [statSync(node.path).isDirectory() ? node.path : dirname(node.path)]
}

function addFiles(hash: ReturnType<typeof createHash>, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile()) hash.update(`${path}\n`).update(readFileSync(path))
  if (!found?.isDirectory()) return
  for (const name of readdirSync(path).sort()) {
    if (name !== "__pycache__" && name !== ".promptflow") addFiles(hash, join(path, name))
  }
}
