import { type Diagnostic, didYouMean } from "@internal/schema"
import { shown } from "./cast-input.ts"
import { diagnose } from "./diagnose.ts"
import type { FlowNode, NodeSource } from "./flow.ts"
import { type FlowValue, flowValue, isTrue, textField } from "./flow-value.ts"
import { POLICY_KEY, readPolicy } from "./node-policy.ts"
import type { YamlEntry, YamlNode } from "./yaml-node.ts"

/** Node types of the original that a flow can name, and ours (`javascript`, `typescript`). */
const NODE_TYPES = [
  "llm",
  "python",
  "prompt",
  "custom_llm",
  "csharp",
  "action",
  "javascript",
  "typescript",
] as const

/** One item of `nodes`, or the `node` of a variant, which takes the name of the node that it replaces (spec 1.2.4). */
export function readNode(yaml: YamlNode, name: string | undefined): FlowNode {
  const diagnostics: Diagnostic[] = []
  const fields = yaml.entries ?? new Map<string, YamlEntry>()
  const at = (key: string) => fields.get(key)?.node
  const text = (key: string) => textField(fields, key)
  // A variant may rename its node, which the references of others then miss.
  const label = text("name") ?? name
  if (!yaml.entries) {
    diagnostics.push(
      diagnose(
        "FLOW_FIELD_INVALID",
        { field: "A node", value: shown(yaml.value), reason: "it must be a mapping" },
        yaml.place,
      ),
    )
  } else if (label === undefined) {
    diagnostics.push(
      diagnose(
        "FLOW_FIELD_INVALID",
        { field: "A node", value: "incomplete", reason: "its name is missing" },
        yaml.place,
      ),
    )
  }
  const node: FlowNode = {
    name: label ?? "",
    type: text("type"),
    source: source(at("source")),
    inputs: inputs(at("inputs"), label ?? "", diagnostics),
    provider: text("provider"),
    api: text("api"),
    connection: text("connection"),
    connectionPlace: at("connection")?.place,
    module: text("module"),
    aggregation: isTrue(at("aggregation")) || isTrue(at("reduce")),
    activate: activate(at("activate"), label ?? "", diagnostics),
    useVariants: isTrue(at("use_variants")),
    policy: readPolicy(at(POLICY_KEY), label ?? "", diagnostics),
    place: fields.get("name")?.node.place ?? yaml.place,
    diagnostics,
  }
  if (node.type !== undefined && !NODE_TYPES.some((type) => type === node.type)) {
    diagnostics.push(
      diagnose("NODE_TYPE_INVALID", { node_name: node.name, type: node.type }, at("type")?.place, {
        hint: didYouMean(node.type, NODE_TYPES),
      }),
    )
  }
  return node
}

function source(yaml: YamlNode | undefined): NodeSource | undefined {
  if (!yaml?.entries) return undefined
  const text = (key: string) => textField(yaml.entries, key)
  const place = yaml.entries.get("path")?.node.place ?? yaml.entries.get("tool")?.node.place ?? yaml.place
  return { type: text("type") ?? "code", path: text("path"), tool: text("tool"), place }
}

function inputs(yaml: YamlNode | undefined, node: string, diagnostics: Diagnostic[]): Map<string, FlowValue> {
  if (yaml && isTrue(yaml) && !yaml.entries) {
    const data = { field: `inputs of node ${node}`, value: shown(yaml.value), reason: "it must be a mapping" }
    diagnostics.push(diagnose("FLOW_FIELD_INVALID", data, yaml.place))
  }
  return new Map(Array.from(yaml?.entries ?? [], ([name, entry]) => [name, flowValue(entry.node)]))
}

function activate(yaml: YamlNode | undefined, node: string, diagnostics: Diagnostic[]): FlowNode["activate"] {
  if (!yaml || yaml.value === null) return undefined
  const when = yaml.entries?.get("when")?.node
  const is = yaml.entries?.get("is")?.node
  if (when && is) return { when: flowValue(when), is: is.value }
  const lacking = [when ? "" : "when", is ? "" : "is"].filter(Boolean).join(" and ")
  const reason = `activate needs both when and is, and ${lacking} is missing`
  diagnostics.push(diagnose("ACTIVATE_INVALID", { node_name: node, reason }, yaml.place))
  return undefined
}
