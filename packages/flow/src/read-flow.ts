import {
  type Diagnostic,
  didYouMean,
  type FolderReader,
  MillraceError,
  type Place,
  VALUE_TYPES,
  type ValueType,
} from "@internal/schema"
import { str, type Value } from "@internal/value"
import { shown } from "./cast-input.ts"
import { diagnose, diagnosticOf } from "./diagnose.ts"
import { type ReadFlowOptions, readFlex } from "./flex/read-flex.ts"
import type { Flow, FlowInput, FlowNode, FlowOutput, NodeVariants } from "./flow.ts"
import { flowValue, isTrue, textField } from "./flow-value.ts"
import { sanitizeName } from "./names.ts"
import { parseYaml } from "./parse-yaml.ts"
import { readNode } from "./read-node.ts"
import type { YamlEntry, YamlNode } from "./yaml-node.ts"

/**
 * Reads a flow file (spec 1.2) without resolving anything. Never throws: what is wrong is among the diagnostics, all of it
 * at once, and the flow holds what could be read.
 */
export function readFlow(reader: FolderReader, file: string, options: ReadFlowOptions = {}): Flow {
  const diagnostics: Diagnostic[] = []
  const text = reader.read(file)
  if (text === undefined) {
    diagnostics.push(diagnose("FLOW_NOT_FOUND", { path: `${reader.root}/${file}` }, { file }))
  }
  let yaml: YamlNode = { value: new Map(), place: { file, line: 1, column: 1 }, entries: new Map() }
  try {
    yaml = parseYaml(text ?? "", file).positions
    if (text !== undefined && yaml.entries?.size === 0) {
      const reason = "it is empty, and a flow has inputs, nodes and outputs"
      diagnostics.push(diagnose("YAML_SYNTAX", { path: file, reason }, yaml.place))
    }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    diagnostics.push(diagnosticOf(error, error.place ?? { file }, {}))
  }
  return flowOf(yaml, { file, root: reader.root, reader, diagnostics, ...options })
}

/** The flow that a parsed file describes. `reader` is needed where the file refers to others. */
export function flowOf(
  yaml: YamlNode,
  from: { file: string; root: string; reader?: FolderReader; diagnostics: Diagnostic[] } & ReadFlowOptions,
): Flow {
  const isFlex = yaml.entries?.has("entry") ?? false
  const read = new FlowReader(yaml, from.diagnostics)
  const name = textField(yaml.entries, "name")
  return {
    file: from.file,
    root: from.root,
    kind: isFlex ? "flex" : "dag",
    name: name || sanitizeName(lastPart(from.root)),
    raw: yaml.value instanceof Map ? yaml.value : new Map(),
    yaml,
    language: read.language(),
    inputs: isFlex ? [] : read.inputs(),
    nodes: isFlex ? [] : read.nodes(),
    outputs: isFlex ? [] : read.outputs(),
    variants: isFlex ? new Map() : read.variants(),
    environment: read.environment(),
    messageFormat: isFlex ? "basic" : read.messageFormat(),
    ...(isFlex && { flex: readFlex(yaml, from.reader, from.diagnostics, from) }),
    additionalIncludes: read.includes(),
    variant: undefined,
    diagnostics: from.diagnostics,
  }
}

function lastPart(path: string): string {
  const name =
    path
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) ?? ""
  const dot = name.lastIndexOf(".")
  return dot > 0 ? name.slice(0, dot) : name
}

class FlowReader {
  readonly yaml: YamlNode
  readonly diagnostics: Diagnostic[]

  constructor(yaml: YamlNode, diagnostics: Diagnostic[]) {
    this.yaml = yaml
    this.diagnostics = diagnostics
    if (!yaml.entries) this.#wrong("The file", yaml, "a flow is a mapping with inputs, nodes and outputs")
  }

  #get(key: string): YamlNode | undefined {
    const node = this.yaml.entries?.get(key)?.node
    return node && node.value !== null ? node : undefined
  }

  #wrong(field: string, node: YamlNode, reason: string): void {
    this.diagnostics.push(
      diagnose("FLOW_FIELD_INVALID", { field, value: shown(node.value), reason }, node.place),
    )
  }

  #mapping(key: string): Map<string, YamlEntry> {
    const node = this.#get(key)
    // The original takes anything empty for an empty mapping or list.
    if (node && !node.entries && isTrue(node)) this.#wrong(key, node, "it must be a mapping")
    return node?.entries ?? new Map()
  }

  #list(key: string): YamlNode[] {
    const node = this.#get(key)
    if (node && !node.items && isTrue(node)) this.#wrong(key, node, "it must be a list")
    return node?.items ?? []
  }

  inputs(): FlowInput[] {
    return this.#ports("inputs", "Input", (name, fields, type, place) => {
      const given = fields.get("default")?.node
      const history = fields.get("is_chat_history")?.node
      return {
        name,
        type,
        default: given && given.value !== null ? flowValue(given) : undefined,
        isChatInput: isTrue(fields.get("is_chat_input")?.node),
        isChatHistory: history && history.value !== null ? isTrue(history) : null,
        description: textField(fields, "description") ?? "",
        place,
      }
    })
  }

  outputs(): FlowOutput[] {
    return this.#ports("outputs", "Output", (name, fields, type, place) => {
      const reference = fields.get("reference")?.node
      return {
        name,
        type,
        reference: reference ? flowValue(reference) : { value: "", reference: undefined, place },
        isChatOutput: isTrue(fields.get("is_chat_output")?.node),
        evaluationOnly: isTrue(fields.get("evaluation_only")?.node),
        description: textField(fields, "description") ?? "",
        place,
      }
    })
  }

  #ports<T>(
    key: string,
    label: string,
    make: (name: string, fields: Map<string, YamlEntry>, type: ValueType, place: Place) => T,
  ): T[] {
    const ports: T[] = []
    for (const [name, entry] of this.#mapping(key)) {
      const fields = entry.node.entries
      if (!fields) {
        this.#wrong(`${label} ${name}`, entry.node, "it must be a mapping with a type")
        continue
      }
      ports.push(make(name, fields, this.#type(label, name, entry, fields.get("type")?.node), entry.key))
    }
    return ports
  }

  #type(label: string, name: string, entry: YamlEntry, type: YamlNode | undefined): ValueType {
    const known = VALUE_TYPES.find((value) => value === type?.value)
    if (known) return known
    const data = { input: name, type: type ? shown(type.value) : "", types: VALUE_TYPES.join(", ") }
    if (!type) {
      const reason = `its type is missing; the types are ${data.types}`
      this.diagnostics.push(
        diagnose("FLOW_FIELD_INVALID", { field: `${label} ${name}`, value: "incomplete", reason }, entry.key),
      )
      return "object"
    }
    const near = didYouMean(str(type.value), VALUE_TYPES)
    const found = diagnose("FLOW_INPUT_TYPE_UNKNOWN", data, type.place, {
      message: `${label} ${name} has the type ${str(type.value)}, which does not exist.`,
    })
    if (near) found.hint = `${near} ${found.hint}`
    this.diagnostics.push(found)
    return "object"
  }

  nodes(): FlowNode[] {
    if (!this.#get("nodes") && this.diagnostics.length === 0) {
      const data = { field: "nodes", value: "missing", reason: "a flow has at least one node" }
      this.diagnostics.push(diagnose("FLOW_FIELD_INVALID", data, this.yaml.place))
    }
    return this.#list("nodes").map((node) => readNode(node, undefined))
  }

  variants(): Map<string, NodeVariants> {
    const all = new Map<string, NodeVariants>()
    for (const [name, entry] of this.#mapping("node_variants")) {
      const fields = entry.node.entries
      if (!fields) {
        this.#wrong(`node_variants.${name}`, entry.node, "it must be a mapping with variants")
        continue
      }
      const variants = fields.get("variants")?.node.entries
      if (!variants) this.#wrong(`node_variants.${name}`, entry.node, "its variants must be a mapping")
      all.set(name, {
        defaultVariantId: textField(fields, "default_variant_id"),
        variants: new Map(
          Array.from(variants ?? [], ([variant, { node }]) => {
            const inner = node.entries?.get("node")?.node
            return [variant, inner?.entries ? readNode(inner, name) : undefined]
          }),
        ),
        place: entry.key,
      })
    }
    return all
  }

  environment(): Map<string, Value> {
    return new Map(
      Array.from(this.#mapping("environment_variables"), ([name, { node }]) => [name, node.value]),
    )
  }

  messageFormat(): Flow["messageFormat"] {
    const node = this.#get("message_format")
    const format = isTrue(node) ? str(node?.value).toLowerCase() : "basic"
    if (format === "basic" || format === "openai-vision") return format
    this.diagnostics.push(diagnose("MESSAGE_FORMAT_INVALID", { value: str(node?.value) }, node?.place))
    return "basic"
  }

  language(): string {
    const node = this.yaml.entries?.get("language")?.node
    if (!node || node.value === "python") return "python"
    this.#wrong("language", node, "only Python flows can be run")
    return str(node.value)
  }

  includes(): string[] {
    return this.#list("additional_includes").map((item) => str(item.value))
  }
}
