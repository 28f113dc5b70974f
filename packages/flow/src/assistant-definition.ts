import { type Binding, type Diagnostic, didYouMean, type FolderReader, MillraceError } from "@internal/schema"
import { type Dict, Json, str, type Value } from "@internal/value"
import { diagnose } from "./diagnose.ts"
import type { FlowNode } from "./flow.ts"
import { parseYaml } from "./parse-yaml.ts"

const TOOL_TYPES = ["code_interpreter", "function", "retrieval"]

/**
 * The node's bindings with assistant definitions read from the files that they name (spec 6.7): a dict of `model`,
 * `instructions` and `tools`, from which the worker makes the object. What is wrong with one is a diagnostic.
 */
export function withAssistants(
  node: FlowNode,
  bindings: Record<string, Binding>,
  reader: FolderReader,
): { bindings: Record<string, Binding>; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const entries = Object.entries(bindings).map(([key, binding]): [string, Binding] => {
    if (binding.kind !== "file" || binding.type !== "assistant_definition") return [key, binding]
    const { place } = binding
    try {
      const value = Json.of(definitionOf(binding.value.value, reader))
      return [key, { kind: "literal", value, ...(place && { place }) }]
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      const data = {
        key,
        node_name: node.name,
        value: str(binding.value.value),
        value_type: "an assistant definition",
      }
      diagnostics.push(diagnose("NODE_INPUT_INVALID", { ...data, reason }, place))
      return [key, binding]
    }
  })
  return { bindings: Object.fromEntries(entries), diagnostics }
}

/** Fails with an Error whose message is the reason. */
function definitionOf(given: Value, reader: FolderReader): Value {
  const read = typeof given === "string" ? readDefinition(given, reader) : given
  if (!(read instanceof Map)) throw new Error("it is no mapping of model, instructions and tools")
  const tools = read.get("tools") ?? []
  if (!Array.isArray(tools)) throw new Error("its tools are no list")
  for (const tool of tools) checkTool(tool, reader)
  return new Map<string, Value>([
    ["model", read.get("model") ?? ""],
    ["instructions", read.get("instructions") ?? ""],
    ["tools", tools],
  ])
}

function readDefinition(path: string, reader: FolderReader): Value {
  const text = reader.read(path)
  if (text === undefined) throw new Error(`there is no file ${path} in the flow's folder`)
  try {
    return parseYaml(text, path).value
  } catch (thrown) {
    if (thrown instanceof MillraceError) throw new Error(`${path}: ${thrown.message}`)
    throw thrown
  }
}

function checkTool(tool: Value, reader: FolderReader): void {
  const type = tool instanceof Map ? tool.get("type") : undefined
  if (!(tool instanceof Map) || typeof type !== "string" || !TOOL_TYPES.includes(type)) {
    const near = typeof type === "string" ? didYouMean(type, TOOL_TYPES) : ""
    throw new Error(
      `a tool's type is one of ${TOOL_TYPES.join(", ")}, not ${str(type ?? null)}. ${near}`.trim(),
    )
  }
  if (type !== "function") return
  const kind = tool.get("tool_type")
  if (kind !== "python") throw new Error(`the tool_type of a function is python, not ${str(kind ?? null)}`)
  checkSource(tool.get("source"), reader)
}

function checkSource(source: Value | undefined, reader: FolderReader): void {
  const field = (name: string) => (source instanceof Map ? (source as Dict).get(name) : undefined)
  const type = field("type") ?? "code"
  if (type !== "code" && type !== "package")
    throw new Error(`the source of a function is of the type code or package, not ${str(type)}`)
  const name = field(type === "code" ? "path" : "tool")
  if (typeof name !== "string")
    throw new Error(`the source of a function lacks ${type === "code" ? "path" : "tool"}`)
  if (type === "code" && !reader.exists(name)) throw new Error(`the file of a function is not there: ${name}`)
}
