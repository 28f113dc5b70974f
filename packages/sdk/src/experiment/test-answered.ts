import { type Experiment, experimentReference } from "@internal/flow"
import { errorRecord, MillraceError, toMillraceError } from "@internal/schema"
import { type Dict, fromPlain, type Value } from "@internal/value"
import type { Answered, TestExperimentOptions, TestExperimentResult, TestedNode } from "../api/experiments.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import type { WorkHandle } from "../handle.ts"
import { type AnsweredParts, answeredParts } from "./answered-parts.ts"
import { asDict, inputValues } from "./given-inputs.ts"
import { loadTemplate } from "./load-template.ts"
import { NodeTester, namedOutputs, type Row, testedNode } from "./node-tester.ts"

/**
 * What of a template depends on a line that has been run. `inputs` are the experiment's own. Of the data, columns that led to
 * the line's inputs have its values, the others those of the first row. A node that fails stops only what needs it.
 */
export async function testAnswered(
  context: Context,
  options: TestExperimentOptions & { answered: Answered },
  handle: WorkHandle<TestExperimentResult>,
): Promise<TestExperimentResult> {
  const { cwd } = context.places
  const { answered } = options
  const { path, title, experiment } = loadTemplate(options.template, cwd)
  const found = answeredParts(experiment, answered.flow, cwd)
  const { parts, running, needs } = found
  const ofLine = experiment.nodes.filter(({ name }) => parts.get(name) === "answered")
  if (ofLine.length === 0) {
    const reason = `Flow ${answered.flow} not found in experiment '${title}'.`
    throw new MillraceError("EXPERIMENT_VALUE", { reason })
  }
  const inputs = inputValues(experiment, asDict(options.inputs))
  const tester = new NodeTester({
    context,
    options,
    handle,
    given: new Map(),
    inputs,
    groupInputs: inputs,
    folder: false,
    template: path,
  })
  const line = { inputs: asDict(answered.inputs), outputs: namedOutputs(fromPlain(answered.outputs)) }
  const row = await rowOf(experiment, found, line.inputs)
  const outputs = new Map<string, Value>()
  const nodes: TestedNode[] = []
  for (const { name, type } of ofLine) {
    row.set(`${name}.inputs`, line.inputs)
    row.set(`${name}.outputs`, line.outputs)
    outputs.set(name, line.outputs)
    nodes.push({ name, type, status: "answered", outputs: line.outputs })
  }
  for (const node of running) {
    if (handle.drain.aborted || handle.stop.aborted) throw new MillraceError("CANCELED")
    const { name, type } = node
    const tell = (status: string, tested?: TestedNode) => {
      const error = tested?.error && { error: tested.error.message }
      const run = tested?.run ?? ""
      handle.emit({
        type: "experiment-node",
        node: name,
        run,
        status,
        reused: false,
        ...error,
        ...(tested && { tested }),
      })
    }
    const missing = [...(needs.get(name) ?? [])].find((one) => !outputs.has(one))
    if (missing !== undefined) {
      const reason = `It needs ${missing}, which has failed or was left out.`
      const out: TestedNode = { name, type, status: "left-out", reason }
      nodes.push(out)
      tell("NotStarted", out)
      continue
    }
    tell("InProgress")
    try {
      const tested = await tester.run(node, row, false)
      if (handle.stop.aborted) throw new MillraceError("CANCELED")
      const ended = testedNode(node, tested)
      nodes.push(ended)
      tell(ended.status === "done" ? "Completed" : "Failed", ended)
      if (tested.status === "failed") continue
      outputs.set(name, tested.output)
      row.set(`${name}.inputs`, tested.inputs)
      row.set(`${name}.outputs`, tested.output)
    } catch (thrown) {
      if (handle.stop.aborted) throw thrown
      const error = errorRecord(toMillraceError(thrown))
      const failed: TestedNode = { name, type, status: "failed", error }
      nodes.push(failed)
      tell("Failed", failed)
    }
  }
  for (const { name, type } of experiment.nodes) {
    if (parts.get(name) !== "left-out") continue
    const reason =
      type === "command" ? "A test runs no commands." : "It needs a command, and a test runs none."
    nodes.push({ name, type, status: "left-out", reason })
  }
  return { outputs, nodes }
}

/** The first row of each data item that is read, with the line's inputs in the columns that its nodes take them from. */
async function rowOf(experiment: Experiment, { parts, data }: AnsweredParts, inputs: Dict): Promise<Row> {
  const row: Row = new Map()
  for (const { name, path } of experiment.data) {
    if (!data.has(name)) continue
    const values: Dict = new Map()
    for await (const read of new DataFiles(path).rows()) {
      if (!read.ok) throw read.error
      for (const [column, value] of read.values) values.set(column, value)
      break
    }
    row.set(`data.${name}`, values)
  }
  for (const node of experiment.nodes) {
    if (node.type !== "flow" || parts.get(node.name) !== "answered") continue
    for (const [input, from] of node.inputs) {
      const reference = experimentReference(from)
      const value = inputs.get(input)
      if (reference?.kind !== "data" || value === undefined) continue
      row.get(`data.${reference.name}`)?.set(reference.column, value)
    }
  }
  return row
}
