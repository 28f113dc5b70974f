import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { type Experiment, type ExperimentNode, readExperiment } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { DescribedNode, ExperimentDescription } from "../api/experiments.ts"
import type { Context } from "../context.ts"
import { answeredParts, isSameFlow } from "./answered-parts.ts"
import { loadTemplate } from "./load-template.ts"

/** What a template says. What is wrong with it is in the answer, with as much of the rest as could be read. */
export function describeExperiment(
  { places: { cwd } }: Context,
  template: string,
  flow: string | undefined,
): ExperimentDescription {
  const path = resolve(cwd, template)
  if (!existsSync(path)) throw new MillraceError("EXPERIMENT_TEMPLATE_MISSING", { path })
  const found: ExperimentDescription = { path, description: null, inputs: [], nodes: [] }
  try {
    const read = readExperiment(readFileSync(path, "utf8"), path)
    describe(found, read, (node) => flowsOf(node).map((at) => resolve(dirname(path), at)))
    for (const node of found.nodes) if (isOf(node, flow, cwd)) node.part = "answered"
    const { experiment } = loadTemplate(path, cwd) // the same, and everything that it names is there
    const { parts } = answeredParts(experiment, flow, cwd)
    for (const node of found.nodes) node.part = parts.get(node.name) ?? "apart"
    return found
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    const { code, message, hint } = thrown
    return { ...found, problem: { code, message, ...(hint && { hint }) } }
  }
}

function describe(
  found: ExperimentDescription,
  { description, inputs, nodes }: Experiment,
  flows: (node: ExperimentNode) => string[],
): void {
  found.description = description
  found.inputs = inputs.map(({ name, type, default: value }) => ({ name, type, default: value }))
  found.nodes = nodes.map(
    (node): DescribedNode => ({ name: node.name, type: node.type, flows: flows(node), part: "apart" }),
  )
}

function isOf({ type, flows: [at] }: DescribedNode, flow: string | undefined, cwd: string): boolean {
  return type === "flow" && flow !== undefined && at !== undefined && isSameFlow(at, flow, cwd)
}

function flowsOf(node: ExperimentNode): string[] {
  if (node.type === "flow") return [node.path]
  return node.type === "chat_group" ? node.roles.map(({ path }) => path) : []
}
