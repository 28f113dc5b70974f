import { MillraceError } from "@internal/schema"
import { isAlias, isMap, isSeq, type Node } from "yaml"
import { syntaxHint } from "../parse-yaml.ts"
import type { Collection, Entry, YamlPath, YamlTree } from "./yaml-tree.ts"

/** Where a path leads: the entry at its end, or how far it goes. */
export interface Found {
  /** The collection that holds `entry`; undefined for the file itself. */
  within: Collection | undefined
  entry: Entry | undefined
  node: Node | null
  inFlow: boolean
  /** How many steps of the path are there. */
  depth: number
}

/**
 * Goes a path down as far as the text has it. Fails with `FLOW_EDIT_UNSAFE` at an alias, unless it is to follow aliases and
 * merged mappings to where a value is written.
 */
export function locate(
  tree: YamlTree,
  path: YamlPath,
  { file, follow }: { file: string; follow: boolean },
): Found {
  let found: Found = { within: undefined, entry: undefined, node: tree.root, inFlow: false, depth: 0 }
  for (const step of path) {
    if (isAlias(found.node) && !follow)
      throw unsafe(file, path, `it is part of the alias *${found.node.source}`)
    const node = tree.target(found.node)
    if (!isMap(node) && !isSeq(node)) return found
    const entry = tree.entry(node, step) ?? (follow ? tree.merged(node, step) : undefined)
    if (!entry) return found
    const inFlow = found.inFlow || node.flow === true
    found = { within: node, entry, node: entry.node, inFlow, depth: found.depth + 1 }
  }
  return found
}

export function unsafe(file: string, path: YamlPath, reason: string): MillraceError {
  const subject = path.length === 0 ? file : path.join(".")
  return new MillraceError("FLOW_EDIT_UNSAFE", { subject, reason }, { place: { file } })
}

/** Fails with `YAML_SYNTAX` if the text is not YAML. */
export function assertYaml(tree: YamlTree, file: string): void {
  const error = tree.errors[0]
  if (!error) return
  const line = tree.text.slice(0, error.offset).split("\n").length
  const column = tree.column(error.offset) + 1
  const reason = `${error.message.replace(/\.$/, "")} (line ${line}, column ${column})`
  const hint = syntaxHint(tree.text, error.offset)
  throw new MillraceError("YAML_SYNTAX", { path: file, reason }, { place: { file, line, column }, hint })
}
