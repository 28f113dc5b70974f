import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import {
  type Experiment,
  type ExperimentChatGroup,
  type ExperimentNode,
  type ExperimentRole,
  flowText,
} from "@internal/flow"
import { loadFlow } from "../flow/load-flow.ts"

const DEFAULT_FILES = ["flow.dag.yaml", "flow.flex.yaml"]
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
      if (node.code !== undefined) copyCode(node.code, target)
      return { ...node, code: target }
    case "chat_group": {
      for (const { role, path } of node.roles) copyFlow(path, join(target, role))
      return { ...node, code: target }
    }
  }
}

/** A role's flow as it was when the experiment was made; roles keep the path that the template names, as in the original. */
export function roleFlowPath({ code }: ExperimentChatGroup, { role, path }: ExperimentRole): string {
  const copied = join(code ?? "", role)
  if (code === undefined || !existsSync(copied)) return path
  const file = join(copied, basename(path))
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : copied
}

/** The flow as it runs, its includes merged. A path to a file stays one. */
function copyFlow(path: string, target: string): string {
  using loaded = loadFlow(path, "/")
  copyFolder(loaded.reader.root, target)
  if (loaded.flow.additionalIncludes.length > 0)
    writeFileSync(join(target, loaded.file), flowText(loaded.flow))
  const file = basename(path)
  return statSync(path).isFile() && !DEFAULT_FILES.includes(file) ? join(target, file) : target
}

/** A folder, or a file, which is then the only one there. */
function copyCode(from: string, to: string): void {
  if (statSync(from).isFile()) cpSync(from, join(to, basename(from)), { dereference: true })
  else copyFolder(from, to)
}

function copyFolder(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => path === from || !LEFT_OUT.includes(basename(path)),
  })
}
