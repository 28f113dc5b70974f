import type { FolderReader, Plan, PromptySource } from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import { readEntryName } from "./flex/entry-name.ts"
import { sha256 } from "./sha256.ts"

/**
 * The hash of everything that decides an output: what the plan says without places and diagnostics, and the text of code
 * and templates. Two files that mean the same plan have the same hash.
 */
export function planHash(plan: Plan, reader: FolderReader): string {
  const nodes = plan.nodes.map(({ name, tool, stage, bindings, activate, escaped }) => ({
    name,
    tool: withoutSignature(tool),
    stage,
    bindings,
    activate: activate && { when: activate.when, is: Json.of(activate.is) },
    escaped,
    code: codeOf(tool, reader),
  }))
  const inputs = plan.inputs.map(({ name, type, default: given }) => ({ name, type, default: given }))
  const outputs = plan.outputs.map(({ name, binding }) => ({ name, binding }))
  const { messageFormat, environment } = plan
  return sha256(JSON.stringify({ inputs, outputs, nodes, messageFormat, environment }, forHash))
}

function withoutSignature(tool: Plan["nodes"][number]["tool"]): object {
  if (tool.kind === "prompty") return { ...tool, prompty: withoutKey(tool.prompty) }
  return "signature" in tool ? { ...tool, signature: undefined } : tool
}

/** A key decides no output, and what is made of it would have to be kept as safe; nor does a line. */
function withoutKey(prompty: PromptySource): PromptySource {
  const configuration = new Map(prompty.configuration.value as Dict)
  configuration.delete("api_key")
  return { ...prompty, line: 0, configuration: Json.of(configuration) }
}

function codeOf(tool: Plan["nodes"][number]["tool"], reader: FolderReader): string | undefined {
  if (tool.kind === "javascript") return reader.read(tool.path)
  if (tool.kind === "entry") return reader.read(entryFile(tool.source.entry, reader))
  if (tool.kind === "python" && tool.source.type === "code") return reader.read(tool.source.path)
  return undefined
}

function entryFile(entry: string, reader: FolderReader): string {
  const name = readEntryName(entry)
  if (!name || name.language === "javascript") return name?.module ?? ""
  const base = name.module.replaceAll(".", "/")
  return reader.exists(`${base}/__init__.py`) ? `${base}/__init__.py` : `${base}.py`
}

/** Values by their exact text, and no places: moving a line in the file changes no output. */
function forHash(key: string, value: unknown): unknown {
  if (value instanceof Json) return value.text
  return key === "place" ? undefined : value
}
