import { type Dict, fromPlain, str, type Value } from "@internal/value"
import { DEFAULT_STOP_SIGNAL, type Experiment, type ExperimentNode } from "./experiment.ts"

/**
 * An experiment as it is kept and shown, fields in the original's order; `readExperiment` reads it back. `shown`: lists and
 * dicts among defaults as Python prints them and no properties, as the original shows it.
 */
export function experimentJson(experiment: Experiment, { shown = false } = {}): Dict {
  const value = (given: Value) =>
    shown && (Array.isArray(given) || given instanceof Map) ? str(given) : given
  return dict({
    description: experiment.description ?? undefined,
    data: experiment.data.map(({ name, path }) => dict({ name, path })),
    inputs: experiment.inputs.map((input) =>
      dict({ name: input.name, type: input.type, default: value(input.default) }),
    ),
    nodes: experiment.nodes.map((node) => nodeJson(node, shown)),
  })
}

function nodeJson(node: ExperimentNode, shown: boolean): Dict {
  const { name, type, display_name } = node
  const environment_variables = fromPlain(node.environment_variables)
  switch (type) {
    case "flow": {
      const { inputs, path, init, variant, tags, properties } = node
      const connections = fromPlain(node.connections)
      const given = {
        name,
        display_name,
        tags: tags && fromPlain(tags),
        properties: properties && !shown ? fromPlain(properties) : undefined,
        variant,
      }
      return dict({ ...given, environment_variables, connections, init, type, inputs, path })
    }
    case "command": {
      const { code, command, inputs } = node
      const outputs = fromPlain(node.outputs)
      return dict({ name, display_name, type, code, command, inputs, outputs, environment_variables })
    }
    case "chat_group": {
      const { max_turns, max_tokens, max_time, stop_signal, code } = node
      const roles = node.roles.map(({ role, path, inputs }) => dict({ role, path, inputs }))
      const limits = { max_turns, max_tokens, max_time }
      const stop = stop_signal === DEFAULT_STOP_SIGNAL ? undefined : stop_signal
      const variables = Object.keys(node.environment_variables).length > 0 ? environment_variables : undefined
      return dict({
        name,
        display_name,
        type,
        ...limits,
        stop_signal: stop,
        roles,
        code,
        environment_variables: variables,
      })
    }
  }
}

function dict(fields: Record<string, Value | undefined>): Dict {
  return new Map(Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined))
}
