import type { Argument, Binding, PlannedNode } from "@internal/schema"
import type { Input } from "../nodes/node-call.ts"
import { checkSection, NULL, property } from "../values.ts"
import type { GraphContext, GraphNodes } from "./graph-context.ts"

/** What the bindings of a graph's nodes stand for, once the nodes that they name have ended. */
export class BoundValues {
  readonly #nodes: GraphNodes
  readonly #context: GraphContext

  constructor(nodes: GraphNodes, context: GraphContext) {
    this.#nodes = nodes
    this.#context = context
  }

  isBypassed(name: string): boolean {
    return this.#nodes.states.get(name)?.status === "bypassed"
  }

  /** Inputs of a node by parameter; those that are left to the parameter's default are not in it. */
  async inputs(node: PlannedNode): Promise<Map<string, Input>> {
    const inputs = new Map<string, Input>()
    for (const [name, binding] of Object.entries(node.bindings)) {
      if (binding.kind === "flow-input" && this.#context.absent?.has(binding.name)) continue
      if (binding.kind === "node-output") {
        if (this.isBypassed(binding.node)) {
          if (!hasDefault(node, name)) inputs.set(name, { value: NULL })
          continue
        }
        const state = this.#nodes.states.get(binding.node)
        if (state?.status === "done" && binding.property === "" && state.escaped) {
          inputs.set(name, { value: state.value, escaped: state.escaped })
          continue
        }
      }
      inputs.set(name, { value: await this.value(binding) })
    }
    return inputs
  }

  async value(binding: Binding): Promise<Argument> {
    switch (binding.kind) {
      case "literal":
      case "file":
        return { kind: "json", json: binding.value }
      case "connection": {
        const connection = this.#context.prepared.connection(binding.name)
        return {
          kind: "connection",
          connection,
          ...(binding.customType && { customType: binding.customType }),
        }
      }
      case "flow-input":
        return this.#context.outside(binding)
      case "node-output": {
        if (!this.#nodes.members.has(binding.node)) return this.#context.outside(binding)
        checkSection(binding)
        const state = this.#nodes.states.get(binding.node)
        if (state?.status !== "done") return NULL
        return property(state.value, binding.property, binding.node, this.#context.sessions.opened("python"))
      }
    }
  }
}

/** A bypassed reference leaves the argument out when the Python parameter has a default (spec 3.4). */
function hasDefault(node: PlannedNode, input: string): boolean {
  const signature = "signature" in node.tool ? node.tool.signature : undefined
  return signature?.parameters.find((parameter) => parameter.name === input)?.default !== undefined
}
