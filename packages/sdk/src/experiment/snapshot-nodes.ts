import { cpSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { type Experiment, type ExperimentNode, flowText } from "@internal/flow"
import { loadFlow } from "../flow/load-flow.ts"

const LEFT_OUT = [".git", ".runs", "__pycache__"]

/** Copies what the nodes run into `folder`, a folder for each, so that the experiment can be started again as it was. */
export function snapshotNodes(experiment: Experiment, folder: string): Experiment {
  return { ...experiment, nodes: experiment.nodes.map((node) => snapshotNode(node, join(folder, node.name))) }
}

function snapshotNode(node: ExperimentNode, target: string): ExperimentNode {
  mkdirSync(target, { recursive: true })
  switch (node.type) {
    case "flow":
      return { ...node, path: copyFlow(node.path, target) }
    case "command":
      if (node.code !== undefined) copyFolder(node.code, target)
      return { ...node, code: target }
    case "chat_group": {
      const roles = node.roles.map((role) => ({
        ...role,
        path: copyFlow(role.path, join(target, role.role)),
      }))
      return { ...node, roles, code: target }
    }
  }
}

/** The flow as it runs, its includes merged. A path to a file stays one. */
function copyFlow(path: string, target: string): string {
  using loaded = loadFlow(path, "/")
  copyFolder(loaded.reader.root, target)
  if (loaded.flow.additionalIncludes.length > 0)
    writeFileSync(join(target, loaded.file), flowText(loaded.flow))
  return statSync(path).isFile() ? join(target, basename(path)) : target
}

function copyFolder(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => path === from || !LEFT_OUT.includes(basename(path)),
  })
}
