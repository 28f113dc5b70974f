import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import {
  checkExperiment,
  type Experiment,
  type ExperimentChatGroup,
  type ExperimentFlow,
  type ExperimentNode,
  experimentReference,
  mapColumns,
  nodeInputsOf,
} from "@internal/flow"
import { MillraceError } from "@internal/schema"
import { type Dict, str, type Value } from "@internal/value"
import type { TestExperimentOptions, TestExperimentResult } from "../api/experiments.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import { Execution } from "../flow/execution.ts"
import { testPrepared } from "../flow/test-flow.ts"
import type { WorkHandle } from "../handle.ts"
import { mappingOfRole, talk } from "./chat-group.ts"
import { asDict, inputValues } from "./given-inputs.ts"
import { loadTemplate } from "./load-template.ts"
import { withInputs } from "./node-sources.ts"
import { RoleFlow } from "./role-flow.ts"

/** The rows of the test by source: one of each. */
type Row = Map<string, Dict>

/**
 * One row through the flows and chat groups of a template, in order: the first of each data item, or the given inputs in
 * their place, which win in the nodes that it begins with. Inputs of the experiment are its defaults. Details go to a folder of the machine's temporary one, as in the original.
 */
export async function testExperiment(
  context: Context,
  options: TestExperimentOptions,
  handle: WorkHandle<TestExperimentResult>,
): Promise<TestExperimentResult> {
  const { places } = context
  const { path, title, experiment } = loadTemplate(options.template, places.cwd)
  const flow = options.flow === undefined ? undefined : resolve(places.cwd, options.flow)
  const first = startNodes(experiment, flow, title)
  const needs = checkExperiment(experiment)
  const given = asDict(options.inputs)
  const tester = new Tester({
    context,
    options,
    handle,
    given,
    inputs: inputValues(experiment, new Map()),
    groupInputs: inputValues(experiment, given),
    folder: join(tmpdir(), ".promptflow", "sessions", "default", title),
    template: path,
  })
  const row = await firstRow(experiment, given)
  const outputs = new Map<string, Value>()
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
      const { inputs, output } = await tester.run(node, row, begins)
      outputs.set(node.name, output)
      row.set(`${node.name}.inputs`, inputs)
      if (output instanceof Map) row.set(`${node.name}.outputs`, output)
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
  return { outputs }
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

interface Parts {
  context: Context
  options: TestExperimentOptions
  handle: WorkHandle<TestExperimentResult>
  given: Dict
  /** Of flows; what was given reaches the first of them by the names of their own inputs. */
  inputs: Dict
  /** Of chat groups. */
  groupInputs: Dict
  folder: string
  template: string
}

class Tester {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async run(node: ExperimentNode, row: Row, begins: boolean): Promise<{ inputs: Dict; output: Value }> {
    if (node.type === "chat_group") return { inputs: new Map(), output: await this.#talk(node, row) }
    if (node.type === "command") throw new TypeError("commands are not tested")
    const inputs = begins ? this.#beginning(node, row) : this.#mapped(node.inputs, row)
    return { inputs, output: await this.#flow(node, inputs) }
  }

  /** What was given wins, of what the node maps; the rest of its mapping can refer to data and the experiment's inputs. */
  #beginning(node: ExperimentFlow, row: Row): Dict {
    const { given } = this.#parts
    const left = new Map([...node.inputs].filter(([name]) => !given.has(name)))
    for (const value of left.values()) {
      const reference = experimentReference(value)
      if (reference?.kind !== "node" || row.has(`${reference.node}.inputs`)) continue
      const reason = `Node '${node.name}' inputs '${str(value)}' related experiment run '${reference.node}' not found.`
      throw new MillraceError("EXPERIMENT_VALUE", { reason })
    }
    const mapped = this.#mapped(left, row)
    return new Map([...mapped, ...[...given].filter(([name]) => node.inputs.has(name))])
  }

  #mapped(mapping: Dict, row: Row): Dict {
    return mapColumns(withInputs(mapping, this.#parts.inputs), row)
  }

  #execution(environment: Record<string, string>) {
    const { options, handle, template } = this.#parts
    const attributes = { experiment: template, "referenced.line_run_id": null }
    const { template: _t, inputs: _i, flow: _f, ...models } = options
    return {
      ...models,
      environment: { PF_TRACE_CONTEXT: JSON.stringify({ endpoint: "", attributes }), ...environment },
      concurrency: 1,
      report: handle.emit.bind(handle),
    }
  }

  async #flow(node: ExperimentFlow, inputs: Dict): Promise<Value> {
    const { context, handle, folder } = this.#parts
    await using execution = await Execution.prepare(context, {
      ...this.#execution(node.environment_variables),
      flow: node.path,
      connections: node.connections,
      ...(node.variant !== undefined && { variant: node.variant }),
      ...(node.init.size > 0 && { init: node.init }),
    })
    const output = join(folder, node.name)
    const own = { name: crypto.randomUUID(), emit: handle.emit.bind(handle), stop: handle.stop }
    try {
      const result = await testPrepared(context, execution, { inputs, output }, own)
      if (result.status === "done") return result.output
      const reason = result.error?.message ?? result.status
      const { additionalInfo = [] } = result.error ?? {}
      throw new MillraceError("EXPERIMENT_NODE_FAILED", { node: node.name, reason }, { additionalInfo })
    } catch (thrown) {
      throw execution.told(thrown)
    }
  }

  async #talk(node: ExperimentChatGroup, row: Row): Promise<Value> {
    const { context, handle } = this.#parts
    await using stack = new AsyncDisposableStack()
    const flows = new Map<string, RoleFlow>()
    for (const role of node.roles) {
      const flow = await RoleFlow.open(context, role, this.#execution(node.environment_variables))
      flows.set(role.role, stack.use(flow))
    }
    const { outputs, error } = await talk(
      node,
      (role) => mapColumns(withInputs(mappingOfRole(role), this.#parts.groupInputs), row),
      ({ role, inputs }) => (flows.get(role.role) as RoleFlow).turn(inputs, handle.stop),
    )
    if (error) throw new MillraceError("EXPERIMENT_NODE_FAILED", { node: node.name, reason: error.message })
    return outputs
  }
}
