import { didYouMean, MillraceError, type Place } from "@internal/schema"
import { type Dict, JsonSyntaxError, repr, str, type Value } from "@internal/value"
import { castValue } from "../cast-input.ts"
import { parseYaml } from "../parse-yaml.ts"
import { PythonCastError } from "../python-number.ts"
import type { YamlNode } from "../yaml-node.ts"
import {
  DEFAULT_STOP_SIGNAL,
  EXPERIMENT_INPUT_TYPES,
  type Experiment,
  type ExperimentInput,
  type ExperimentNode,
} from "./experiment.ts"

/** Fields of a node, by its type; `cloud` ones are known and mean nothing on this machine. */
const CLOUD = ["runtime", "resources", "identity"]
const FIELDS = {
  flow: [
    "path",
    "inputs",
    "init",
    "variant",
    "connections",
    "environment_variables",
    "display_name",
    "tags",
    "properties",
    ...CLOUD,
  ],
  command: ["command", "code", "inputs", "outputs", "environment_variables", "display_name", ...CLOUD],
  chat_group: [
    "roles",
    "max_turns",
    "max_tokens",
    "max_time",
    "stop_signal",
    "code",
    "display_name",
    "environment_variables",
  ],
} as const
const TOP = ["$schema", "description", "data", "inputs", "nodes"]

/**
 * An experiment template as data (spec 8.5). Fails with `EXPERIMENT_INVALID`, which names everything that is wrong with
 * it, at the place of the first.
 */
export function readExperiment(text: string, file: string): Experiment {
  const { positions } = parseYaml(text, file)
  const reader = new Reader()
  const experiment = reader.experiment(positions)
  const [first] = reader.problems
  if (!first) return experiment
  const reason = reader.problems.map((problem) => problem.reason).join("; ")
  throw new MillraceError("EXPERIMENT_INVALID", { path: file, reason }, { place: first.place })
}

class Reader {
  readonly problems: { reason: string; place: Place }[] = []

  experiment(top: YamlNode): Experiment {
    this.#known(top, TOP, "the template")
    if (!top.entries?.has("nodes")) this.#say(top, "it has no nodes")
    const experiment: Experiment = {
      description: this.#text(top, "description") ?? null,
      data: this.#list(top, "data").map((item) => ({
        name: this.#needed(item, "name"),
        path: this.#needed(item, "path"),
      })),
      inputs: this.#list(top, "inputs").flatMap((item) => this.#input(item) ?? []),
      nodes: this.#list(top, "nodes").flatMap((item) => this.#node(item) ?? []),
    }
    for (const list of [experiment.data, experiment.inputs, experiment.nodes]) this.#unique(top, list)
    return experiment
  }

  #input(item: YamlNode): ExperimentInput | undefined {
    const name = this.#needed(item, "name")
    const type = EXPERIMENT_INPUT_TYPES.find((known) => known === this.#needed(item, "type"))
    const given = item.entries?.get("default")?.node
    if (!type)
      this.#say(item, `input ${name} has a type that is none of ${EXPERIMENT_INPUT_TYPES.join(", ")}`)
    else if (!given) this.#say(item, `input ${name} has no default`)
    else {
      try {
        return { name, type, default: castValue(type, given.value) }
      } catch (error) {
        if (!(error instanceof PythonCastError || error instanceof JsonSyntaxError)) throw error
        this.#say(given, `the default of input ${name} is no ${type}: ${repr(given.value)}`)
      }
    }
    return undefined
  }

  #node(item: YamlNode): ExperimentNode | undefined {
    const name = this.#needed(item, "name")
    const type = this.#text(item, "type") ?? ""
    if (!(type === "flow" || type === "command" || type === "chat_group")) {
      this.#say(item, `node ${name} has the type ${repr(type)}, which is none of flow, command, chat_group`)
      return undefined
    }
    this.#known(item, ["name", "type", ...FIELDS[type]], `node ${name}`)
    const display = this.#text(item, "display_name")
    const base = {
      name,
      ...(display !== undefined && { display_name: display }),
      environment_variables: this.#texts(item, "environment_variables") ?? {},
      place: item.place,
    }
    const code = this.#text(item, "code")
    const inputs = this.#dict(item, "inputs") ?? new Map()
    switch (type) {
      case "flow": {
        const variant = this.#text(item, "variant")
        const tags = this.#texts(item, "tags")
        const properties = this.#texts(item, "properties")
        return {
          ...base,
          type,
          path: this.#needed(item, "path"),
          inputs,
          init: this.#dict(item, "init") ?? new Map(),
          ...(variant !== undefined && { variant }),
          connections: this.#connections(item),
          ...(tags && { tags }),
          ...(properties && { properties }),
        }
      }
      case "command": {
        const outputs = Array.from(this.#dict(item, "outputs") ?? [], ([key, value]) => [
          key,
          value === null ? null : str(value),
        ])
        return {
          ...base,
          type,
          command: this.#needed(item, "command"),
          ...(code !== undefined && { code }),
          inputs,
          outputs: Object.fromEntries(outputs),
        }
      }
      case "chat_group":
        return { ...base, type, ...this.#chatGroup(item, name), ...(code !== undefined && { code }) }
    }
  }

  #chatGroup(item: YamlNode, name: string) {
    const roles = this.#list(item, "roles").map((role) => ({
      role: this.#needed(role, "role"),
      path: this.#needed(role, "path"),
      inputs: this.#dict(role, "inputs") ?? new Map<string, Value>(),
    }))
    if (roles.length === 0) this.#say(item, `node ${name} has no roles`)
    const names = roles.map(({ role }) => role)
    const twice = names.filter((role, i) => names.indexOf(role) !== i)
    if (twice.length > 0) this.#say(item, `Duplicate roles are not allowed: ${repr(twice)}`)
    const limits = (["max_turns", "max_tokens", "max_time"] as const).flatMap((key) => {
      const value = item.entries?.get(key)?.node.value
      if (value === undefined || value === null) return []
      if (typeof value === "number" && Number.isInteger(value)) return [[key, value] as const]
      this.#say(item, `${key} of node ${name} is no whole number: ${repr(value)}`)
      return []
    })
    return {
      roles,
      ...Object.fromEntries(limits),
      stop_signal: this.#text(item, "stop_signal") ?? DEFAULT_STOP_SIGNAL,
    }
  }

  #connections(item: YamlNode): Record<string, Record<string, string>> {
    const given = this.#dict(item, "connections") ?? new Map<string, Value>()
    const texts = (value: Value) =>
      value instanceof Map ? Object.fromEntries(Array.from(value, ([k, v]) => [k, str(v)])) : {}
    return Object.fromEntries(Array.from(given, ([node, value]) => [node, texts(value)]))
  }

  #list(item: YamlNode, key: string): YamlNode[] {
    const node = item.entries?.get(key)?.node
    if (!node || node.value === null) return []
    if (node.items?.every((entry) => entry.entries)) return node.items
    this.#say(node, `${key} is no list of mappings`)
    return []
  }

  #dict(item: YamlNode, key: string): Dict | undefined {
    const node = item.entries?.get(key)?.node
    if (!node || node.value === null) return undefined
    if (node.value instanceof Map) return node.value
    this.#say(node, `${key} is no mapping`)
    return undefined
  }

  #texts(item: YamlNode, key: string): Record<string, string> | undefined {
    const dict = this.#dict(item, key)
    return (
      dict &&
      Object.fromEntries(Array.from(dict, ([name, value]) => [name, value === null ? "" : str(value)]))
    )
  }

  #text(item: YamlNode, key: string): string | undefined {
    const value = item.entries?.get(key)?.node.value
    return value === undefined || value === null ? undefined : str(value)
  }

  #needed(item: YamlNode, key: string): string {
    const value = this.#text(item, key)
    if (value === undefined) this.#say(item, `${key} is missing`)
    return value ?? ""
  }

  #known(item: YamlNode, fields: readonly string[], what: string): void {
    for (const [key, { key: place }] of item.entries ?? []) {
      if (fields.includes(key)) continue
      const hint = didYouMean(key, fields)
      this.problems.push({ reason: `${what} has the unknown field ${key}${hint ? ` (${hint})` : ""}`, place })
    }
  }

  #unique(top: YamlNode, list: { name: string }[]): void {
    const names = list.map(({ name }) => name)
    for (const name of new Set(names.filter((n, i) => names.indexOf(n) !== i))) {
      this.#say(top, `the name ${name} is used more than once`)
    }
  }

  #say(node: YamlNode, reason: string): void {
    this.problems.push({ reason, place: node.place })
  }
}
