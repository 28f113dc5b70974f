import { MillraceError } from "@internal/schema"
import type { Value } from "@internal/value"
import { findNode, insertNode, named } from "./edit-nodes.ts"
import { checkName } from "./edit-ports.ts"
import { type FileEdit, FLOW_KEYS, type FlowEdit, type NodeKey } from "./flow-edit.ts"
import { nodePaths } from "./reference-sites.ts"
import { YamlEdit } from "./yaml-edit.ts"

/** Texts of files, by their path as the flow writes it. */
type Files = ReadonlyMap<string, string>

/** A node that was taken out of a flow, to be put into another. */
export interface NodeClip {
  name: string
  files: Files
  /** As `writeClip` has made it: what the edit `node-paste` takes. */
  text: string
}

const FILES = "files"

/**
 * A node as text for a clipboard: the part of a `flow.dag.yaml` that it is, its variants with it, and below `files` the text
 * of each file that it names. Fails as `editFlow` does.
 */
export function writeClip(flow: string, node: NodeKey, files: Files): string {
  const from = new YamlEdit(flow, "flow.dag.yaml")
  const { index, name } = findNode(from, node)
  const clip = new YamlEdit("# A node of a flow: paste it into another.\nnodes:\n- 0\n", "the clipboard")
  clip.insertItem(["nodes"], 1, named(name, from.copy(["nodes", index], ["name"])))
  clip.remove(["nodes", 0])
  const variants = ["node_variants", name]
  if (from.has(variants)) clip.set(variants, from.copy(variants), FLOW_KEYS)
  if (files.size > 0) clip.set([FILES], new Map<string, Value>(files))
  return clip.finish().text
}

/** Reads what `writeClip` has made, or one node as somebody has copied it out of a file; undefined: there is none. */
export function readClip(text: string): NodeClip | undefined {
  const whole = /^\s*- /.test(text) ? `nodes:\n${text.trimEnd()}\n` : text
  if (!/^["']?nodes["']?\s*:/m.test(whole)) return undefined
  try {
    const clip = new YamlEdit(whole, "the clipboard")
    const nodes = clip.value(["nodes"])
    if (!Array.isArray(nodes) || nodes.length !== 1 || !(nodes[0] instanceof Map)) return undefined
    const { name } = findNode(clip, 0)
    if (name === "") return undefined
    const files = clip.keys([FILES]).flatMap((path): [string, string][] => {
      const file = clip.value([FILES, path])
      return typeof file === "string" ? [[path, file]] : []
    })
    return { name, files: new Map(files), text: whole }
  } catch (thrown) {
    if (thrown instanceof MillraceError) return undefined
    throw thrown
  }
}

/** Puts the node of a clip into a flow under another name, its files under other paths. */
export function pasteNode(yaml: YamlEdit, edit: Extract<FlowEdit, { kind: "node-paste" }>): FileEdit[] {
  const taken = nodePaths(yaml.data).map(({ node }) => node)
  checkName(edit.name, taken, "node")
  const clip = new YamlEdit(edit.clip, "the clipboard")
  const { name } = findNode(clip, 0)
  insertNode(yaml, named(edit.name, clip.copy(["nodes", 0], ["name"])), edit.at)
  const variants = ["node_variants", name]
  if (clip.has(variants)) yaml.set(["node_variants", edit.name], clip.copy(variants), FLOW_KEYS)
  for (const { path, node } of nodePaths(yaml.data)) {
    if (node !== edit.name) continue
    if (yaml.value([...path, "name"]) === name) yaml.set([...path, "name"], edit.name)
    const source = yaml.value([...path, "source", "path"])
    const to = typeof source === "string" ? edit.files.get(source) : undefined
    if (to !== undefined) yaml.set([...path, "source", "path"], to)
  }
  return []
}
