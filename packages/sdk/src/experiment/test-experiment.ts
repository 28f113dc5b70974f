import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import {
  checkExperiment,
  type Experiment,
  type ExperimentNode,
  experimentReference,
  nodeInputsOf,
} from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import type { TestExperimentOptions, TestExperimentResult, TestedNode } from "../api/experiments.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import type { WorkHandle } from "../handle.ts"
import { asDict, inputValues } from "./given-inputs.ts"
import { loadTemplate } from "./load-template.ts"
import { type NodeTested, NodeTester, type Row, testedNode } from "./node-tester.ts"
import { testAnswered } from "./test-answered.ts"

/**
 * One row through the flows and chat groups of a template, in order: the first of each data item, or the given inputs in
 * their place, which win in the nodes that it begins with. Inputs of the experiment are its defaults. Details go to a folder of the machine's temporary one, as in the original.
 */
export async function testExperiment(
  context: Context,
  options: TestExperimentOptions,
  handle: WorkHandle<TestExperimentResult>,
): Promise<TestExperimentResult> {
  if (options.answered) return testAnswered(context, { ...options, answered: options.answered }, handle)
  const { places } = context
  const { path, title, experiment } = loadTemplate(options.template, places.cwd)
  const flow = options.flow === undefined ? undefined : resolve(places.cwd, options.flow)
  const first = startNodes(experiment, flow, title)
  const needs = checkExperiment(experiment)
  const given = asDict(options.inputs)
  const tester = new NodeTester({
    context,
    options,
    handle,
    given,
    inputs: inputValues(experiment, new Map()),
    groupInputs: inputValues(experiment, given),
    folder: (node) => join(tmpdir(), ".promptflow", "sessions", "default", title, node),
    template: path,
  })
  const row = await firstRow(experiment, given)
  const outputs = new Map<string, Value>()
  const nodes: TestedNode[] = []
  const left = new Set([...first, ...experiment.nodes]) // in this order, also where one of the first reads another
  for (let went = true; went; ) {
    went = false
    for (const node of left) {
      const wanted = [...(needs.get(node.name)?.nodes ?? [])]
      const begins = first.includes(node)
      if (node.type === "command" || (!begins && !wanted.every((name) => outputs.has(name)))) continue
      // from a node in the middle only what follows it is run
      if (!begins && !wanted.some((name) => outputs.has(name))) continue
      left.delete(node)
      const tested = await tester.run(node, row, begins)
      if (tested.status === "failed") throw nodeFailure(node, tested)
      outputs.set(node.name, tested.output)
      nodes.push(testedNode(node, tested))
      row.set(`${node.name}.inputs`, tested.inputs)
      row.set(`${node.name}.outputs`, tested.output)
      went = true
    }
  }
  if (flow === undefined && left.size > 0) {
    const names = [...left].map(({ name }) => name).join(", ")
    handle.emit({
      type: "warning",
      message: `A test runs no commands: left out ${names}. \`experiment start\` runs everything.`,
    })
  }
  return { outputs, nodes }
}

function nodeFailure({ name }: ExperimentNode, { error }: NodeTested): MillraceError {
  const { message: reason = "", additionalInfo = [] } = error ?? {}
  return new MillraceError("EXPERIMENT_NODE_FAILED", { node: name, reason }, { additionalInfo })
}

/** All nodes of a flow that was asked for, else all that can be tested and read no other node. */
function startNodes({ nodes }: Experiment, flow: string | undefined, title: string): ExperimentNode[] {
  const isStart = (node: ExperimentNode) =>
    flow === undefined
      ? node.type !== "command" && nodesOf(node).length === 0
      : node.type === "flow" && node.path === flow
  const found = nodes.filter(isStart)
  if (found.length > 0) return found
  const what = flow === undefined ? "Not found start node" : `Flow ${flow} not found`
  throw new MillraceError("EXPERIMENT_VALUE", { reason: `${what} in experiment '${title}'.` })
}

function nodesOf(node: ExperimentNode): string[] {
  return nodeInputsOf(node).flatMap((inputs) =>
    [...inputs.values()].flatMap((value) => {
      const reference = experimentReference(value)
      return reference?.kind === "node" ? [reference.node] : []
    }),
  )
}

async function firstRow(experiment: Experiment, given: Dict): Promise<Row> {
  const row: Row = new Map()
  for (const { name, path } of experiment.data) {
    if (given.size > 0) {
      row.set(`data.${name}`, given)
      continue
    }
    for await (const read of new DataFiles(path).rows()) {
      if (!read.ok) throw read.error
      row.set(`data.${name}`, read.values)
      break
    }
  }
  return row
}
