import type { FolderReader, Plan, PlannedNode } from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import { codeFiles } from "./code-files.ts"
import { sha256 } from "./sha256.ts"

/**
 * Hashes of what a node is made of beside its inputs, by the name under which `run explain` shows them: part of the key
 * of its answers (contracts.md, Cache). Places and keys of models are in none.
 */
export function nodeParts(tool: PlannedNode["tool"], reader: FolderReader): Record<string, string> {
  const parts: Record<string, string> = { tool: sha256(described(tool)) }
  if ("template" in tool) parts[`template ${tool.template.path}`] = sha256(tool.template.text)
  if (tool.kind === "prompty") parts[`template ${tool.prompty.path}`] = sha256(tool.prompty.template.text)
  for (const path of codeFiles(tool, reader)) parts[`code ${path}`] = sha256(reader.read(path) ?? "")
  return parts
}

/** Hashes of the files that a plan was made of, by path: code with what it imports, templates. */
export function planFiles({ nodes }: Pick<Plan, "nodes">): Record<string, string> {
  const files: Record<string, string> = {}
  for (const { parts = {} } of nodes) {
    for (const [part, hash] of Object.entries(parts)) {
      const [, path] = /^(?:template|code) (.*)$/s.exec(part) ?? []
      if (path !== undefined) files[path] = hash
    }
  }
  return files
}

/** The tool without what the other parts say. */
function described(tool: PlannedNode["tool"]): string {
  return JSON.stringify(withoutTexts(tool), forHash)
}

/** A tool as it counts for hashes: without its signature, which the code says, and without keys of models. */
export function withoutTexts(tool: PlannedNode["tool"]): object {
  if (tool.kind === "prompty") {
    const { template: _text, line: _line, configuration, ...prompty } = tool.prompty
    const fields = new Map(configuration.value as Dict)
    fields.delete("api_key")
    return { ...tool, prompty: { ...prompty, configuration: Json.of(fields) } }
  }
  return {
    ...tool,
    ...("signature" in tool && { signature: undefined }),
    ...("template" in tool && { template: undefined }),
  }
}

/** Values by their exact text, and no places: moving a line in the file changes no output. */
export function forHash(key: string, value: unknown): unknown {
  if (value instanceof Json) return value.text
  return key === "place" ? undefined : value
}
