import { didYouMean, MillraceError } from "@internal/schema"
import { type Dict, repr, str } from "@internal/value"
import { checkChatGroup } from "./check-chat-group.ts"
import { type Experiment, type ExperimentNode, nodeInputsOf } from "./experiment.ts"
import { experimentReference } from "./experiment-reference.ts"

/** What a node takes from elsewhere: data items, and nodes that must have ended. */
export interface NodeNeeds {
  data: Set<string>
  nodes: Set<string>
}

/**
 * What each node needs, everything about it checked: references, the one data item and the one node that a flow may take
 * its rows from, chat groups, cycles (spec 8.5). Fails with `EXPERIMENT_VALUE`, `EXPERIMENT_CYCLE` or a `CHAT_GROUP_…`.
 */
export function checkExperiment(experiment: Experiment): Map<string, NodeNeeds> {
  const needs = new Map<string, NodeNeeds>()
  for (const node of experiment.nodes) {
    const found: NodeNeeds = { data: new Set(), nodes: new Set() }
    for (const inputs of nodeInputsOf(node)) collect(experiment, node, inputs, found)
    if (node.type !== "command") {
      limit(node, found.data, "data inputs")
      limit(node, found.nodes, "run inputs")
    }
    if (node.type === "chat_group") checkChatGroup(node)
    needs.set(node.name, found)
  }
  refuseCycle(experiment, needs)
  return needs
}

function collect(experiment: Experiment, node: ExperimentNode, inputs: Dict, needs: NodeNeeds): void {
  for (const value of inputs.values()) {
    const reference = experimentReference(value)
    const names = (list: { name: string }[]) => list.map(({ name }) => name)
    const fail = (reason: string, wanted: string, choices: string[]) => {
      throw new MillraceError(
        "EXPERIMENT_VALUE",
        { reason },
        { hint: didYouMean(wanted, choices), ...(node.place && { place: node.place }) },
      )
    }
    switch (reference?.kind) {
      case "data":
        if (!names(experiment.data).includes(reference.name)) {
          const reason = `Node '${node.name}' inputs '${str(value)}' related experiment data '${reference.name}' not found.`
          fail(reason, reference.name, names(experiment.data))
        }
        needs.data.add(reference.name)
        break
      case "input":
        if (!names(experiment.inputs).includes(reference.name)) {
          const allowed = repr(names(experiment.inputs))
          const reason = `Input value '${str(value)}' is specified in node '${node.name}', but the related experiment input '${reference.name}' is not found. Allowed inputs are ${allowed}.`
          fail(reason, reference.name, names(experiment.inputs))
        }
        break
      case "node":
        if (!names(experiment.nodes).includes(reference.node)) {
          const reason = `Node '${node.name}' inputs '${str(value)}' related experiment node '${reference.node}' not found.`
          fail(reason, reference.node, names(experiment.nodes))
        }
        needs.nodes.add(reference.node)
        break
      case "history":
        if (node.type === "chat_group") break
        fail(`Node '${node.name}' inputs '${str(value)}': only roles of a chat group have it.`, "", [])
        break
      case "unknown":
        fail(`Node '${node.name}' inputs '${str(value)}' refer to nothing an experiment has.`, "", [])
    }
  }
}

function limit(node: ExperimentNode, names: Set<string>, what: string): void {
  if (names.size < 2) return
  throw new MillraceError(
    "EXPERIMENT_VALUE",
    {
      reason: `Experiment flow node '${node.name}' has multiple ${what} ${repr([...names])}, only 1 is expected.`,
    },
    {
      hint: "Let one node hand on what the others made, or join the data before.",
      ...(node.place && { place: node.place }),
    },
  )
}

function refuseCycle({ nodes }: Experiment, needs: Map<string, NodeNeeds>): void {
  const left = new Set(nodes.map(({ name }) => name))
  for (;;) {
    const ready = [...left].filter((name) => ![...(needs.get(name)?.nodes ?? [])].some((n) => left.has(n)))
    if (ready.length === 0) break
    for (const name of ready) left.delete(name)
  }
  if (left.size > 0) throw new MillraceError("EXPERIMENT_CYCLE", { nodes: [...left].join(", ") })
}
