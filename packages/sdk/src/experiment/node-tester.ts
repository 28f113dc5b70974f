import {
  type ExperimentChatGroup,
  type ExperimentFlow,
  type ExperimentNode,
  experimentReference,
  mapColumns,
} from "@internal/flow"
import { type ErrorRecord, errorRecord, MillraceError } from "@internal/schema"
import { type Dict, str, type Value } from "@internal/value"
import type { TestExperimentOptions, TestedNode } from "../api/experiments.ts"
import type { Context } from "../context.ts"
import { Execution } from "../flow/execution.ts"
import { testPrepared } from "../flow/test-flow.ts"
import type { WorkHandle } from "../handle.ts"
import { mappingOfRole, talk } from "./chat-group.ts"
import { withInputs } from "./node-sources.ts"
import { RoleFlow } from "./role-flow.ts"

/** The rows of a test by source: one of each. */
export type Row = Map<string, Dict>

/** What a node did with one row. */
export interface NodeTested {
  /** As the test of its flow is called; a chat group is none. */
  run?: string
  inputs: Dict
  output: Dict
  metrics: Record<string, Value>
  /** `done` with an error: its line has ended, what comes after the lines has failed. */
  status: "done" | "failed"
  error?: ErrorRecord
  /** Milliseconds. */
  duration: number
}

export interface TesterParts {
  context: Context
  options: TestExperimentOptions
  handle: WorkHandle<unknown>
  given: Dict
  /** Of flows; what was given reaches the first of them by the names of their own inputs. */
  inputs: Dict
  /** Of chat groups. */
  groupInputs: Dict
  /** Where details go, by node; false: nowhere. */
  folder: ((node: string) => string) | false
  template: string
}

/** Runs nodes of an experiment with one row. */
export class NodeTester {
  readonly #parts: TesterParts

  constructor(parts: TesterParts) {
    this.#parts = parts
  }

  /** A line that fails is in what it answers; what cannot be run at all rejects. */
  async run(node: ExperimentNode, row: Row, begins: boolean): Promise<NodeTested> {
    if (node.type === "chat_group") return this.#talk(node, row)
    if (node.type === "command") throw new TypeError("commands are not tested")
    return this.#flow(node, begins ? this.#beginning(node, row) : this.#mapped(node.inputs, row))
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
    const attributes = { experiment: template, "referenced.line_run_id": options.answered?.run ?? null }
    const { template: _t, inputs: _i, flow: _f, answered: _a, ...models } = options
    return {
      ...models,
      environment: { PF_TRACE_CONTEXT: JSON.stringify({ endpoint: "", attributes }), ...environment },
      concurrency: 1,
      report: handle.emit.bind(handle),
    }
  }

  async #flow(node: ExperimentFlow, inputs: Dict): Promise<NodeTested> {
    const { context, handle, folder } = this.#parts
    await using execution = await Execution.prepare(context, {
      ...this.#execution(node.environment_variables),
      flow: node.path,
      connections: node.connections,
      ...(node.variant !== undefined && { variant: node.variant }),
      ...(node.init.size > 0 && { init: node.init }),
    })
    const details = folder === false ? false : folder(node.name)
    const run = crypto.randomUUID()
    const own = { name: run, emit: handle.emit.bind(handle), stop: handle.stop }
    try {
      const tested = await testPrepared(context, execution, { inputs, output: details }, own)
      const { metrics, duration } = tested
      const status = tested.status === "done" ? "done" : "failed"
      const error = tested.error ?? (status === "failed" && errorRecord(new MillraceError("CANCELED")))
      const output = namedOutputs(tested.output)
      return { run, inputs, output, metrics, status, ...(error && { error }), duration }
    } catch (thrown) {
      throw execution.told(thrown)
    }
  }

  async #talk(node: ExperimentChatGroup, row: Row): Promise<NodeTested> {
    const { context, handle } = this.#parts
    const started = Date.now()
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
    return {
      inputs: new Map(),
      output: outputs,
      metrics: {},
      status: error ? "failed" : "done",
      ...(error && { error: errorRecord(error) }),
      duration: Date.now() - started,
    }
  }
}

/** What an entry answers that is no dict is its `output`. */
export function namedOutputs(output: Value): Dict {
  return output instanceof Map ? output : new Map([["output", output]])
}

/** What is told of a node that ran. */
export function testedNode({ name, type }: ExperimentNode, tested: NodeTested): TestedNode {
  const { run, output, metrics, error, duration } = tested
  const status = error ? "failed" : "done"
  return {
    name,
    type,
    status,
    ...(run && { run }),
    outputs: output,
    metrics,
    ...(error && { error }),
    duration,
  }
}
