import { existsSync, statSync } from "node:fs"
import { join } from "node:path"
import { checkExperiment, type Experiment, type ExperimentNode } from "@internal/flow"
import type { DescribedNode } from "../api/experiments.ts"
import { findFlow } from "../flow/load-flow.ts"

export interface AnsweredParts {
  parts: ReadonlyMap<string, DescribedNode["part"]>
  /** Those that run, each after what it needs. */
  running: ExperimentNode[]
  /** Names of the nodes that each one needs. */
  needs: ReadonlyMap<string, ReadonlySet<string>>
  /** Data items that those which run read. */
  data: ReadonlySet<string>
}

/**
 * What of an experiment runs when a line of a flow has been run already: what depends on it, all but commands and what needs
 * those. Nodes of the same flow that depend on it run too. Fails as `checkExperiment` does.
 */
export function answeredParts(experiment: Experiment, flow: string | undefined, cwd: string): AnsweredParts {
  const checked = checkExperiment(experiment)
  const needs = new Map(Array.from(checked, ([name, { nodes }]) => [name, nodes]))
  const sorted = inOrder(experiment.nodes, needs)
  const own = new Set(
    sorted.filter((node) => flow !== undefined && isOf(node, flow, cwd)).map(({ name }) => name),
  )
  const depends = new Set<string>() // on a node of the flow
  const parts = new Map<string, DescribedNode["part"]>()
  for (const node of sorted) {
    const wanted = [...(needs.get(node.name) ?? [])]
    if (wanted.some((name) => own.has(name) || depends.has(name))) depends.add(node.name)
    const has = (name: string) => parts.get(name) === "answered" || parts.get(name) === "runs"
    if (!depends.has(node.name)) parts.set(node.name, own.has(node.name) ? "answered" : "apart")
    else parts.set(node.name, node.type !== "command" && wanted.every(has) ? "runs" : "left-out")
  }
  const running = sorted.filter(({ name }) => parts.get(name) === "runs")
  const data = new Set(running.flatMap(({ name }) => [...(checked.get(name)?.data ?? [])]))
  return { parts, running, needs, data }
}

/** Each after what it needs, else as they are written. There is no cycle. */
function inOrder(
  nodes: readonly ExperimentNode[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): ExperimentNode[] {
  const sorted: ExperimentNode[] = []
  const left = new Set(nodes)
  while (left.size > 0) {
    const names = new Set(Array.from(left, ({ name }) => name))
    const ready = [...left].find(({ name }) => ![...(needs.get(name) ?? [])].some((one) => names.has(one)))
    if (!ready) return sorted
    left.delete(ready)
    sorted.push(ready)
  }
  return sorted
}

function isOf(node: ExperimentNode, flow: string, cwd: string): boolean {
  return node.type === "flow" && isSameFlow(node.path, flow, cwd)
}

/** Whether two paths, of folders or files, mean the same flow. */
export function isSameFlow(one: string, other: string, cwd: string): boolean {
  const first = flowFile(one, cwd)
  return first !== undefined && first === flowFile(other, cwd)
}

function flowFile(path: string, cwd: string): string | undefined {
  try {
    const { folder, file } = findFlow(path, cwd)
    const at = join(folder, file)
    return existsSync(at) && statSync(at).isFile() ? at : undefined
  } catch {
    return undefined // no flow, or one of several
  }
}
