import { MillraceError } from "@internal/schema"
import { str, type Value } from "@internal/value"
import { checkName, inOrder, unknown } from "./edit-ports.ts"
import { type FileEdit, FLOW_KEYS, type FlowEdit, NODE_KEYS, type NodeKey } from "./flow-edit.ts"
import { fallbackSites, nodePaths, referenceSites, refersTo, renamedReference } from "./reference-sites.ts"
import { dataOf, entryLines, Fragment, type Written, type WrittenMap } from "./write-value.ts"
import type { YamlEdit } from "./yaml-edit.ts"
import type { YamlPath } from "./yaml-tree.ts"

type NodeEdit = Exclude<Extract<FlowEdit, { kind: `node-${string}` }>, { kind: "node-paste" }>

/** Edits nodes of a flow. Answers what other files should go along with. */
export function editNode(yaml: YamlEdit, edit: NodeEdit): FileEdit[] {
  if (edit.kind === "node-add") {
    checkName(edit.name, nodeNames(yaml), "node")
    insertNode(
      yaml,
      inOrder(new Map<string, Value>([["name", edit.name], ...edit.fields]), NODE_KEYS),
      edit.at,
    )
    return []
  }
  const { index, name } = findNode(yaml, edit.node)
  const path = ["nodes", index]
  switch (edit.kind) {
    case "node-delete":
      return deleteNode(yaml, index, name)
    case "node-rename":
      renameNode(yaml, index, name, edit.to)
      return edit.source === undefined ? [] : moveSource(yaml, path, edit.source, "rename")
    case "node-duplicate":
      duplicateNode(yaml, index, name, edit.to)
      return edit.source === undefined ? [] : moveSource(yaml, ["nodes", index + 1], edit.source, "copy")
    case "node-move":
      yaml.move(path, edit.to)
      return []
    default:
      editFields(yaml, definitionPath(yaml, edit.node, edit.variant), edit)
      return []
  }
}

type FieldEdit = Extract<FlowEdit, { kind: "node-set" | "node-input-rename" | "node-input-move" }>

function editFields(yaml: YamlEdit, path: YamlPath, edit: FieldEdit): void {
  if (edit.kind === "node-set") {
    if (edit.path.length === 1 && edit.path[0] === "name") {
      const reason = "The name of a node is changed together with what refers to it"
      throw new MillraceError("FLOW_EDIT_INVALID", { reason, suggestion: "Rename the node." })
    }
    yaml.put([...path, ...edit.path], edit.value, edit.path.length === 1 ? NODE_KEYS : [])
    return
  }
  const names = yaml.keys([...path, "inputs"])
  if (!names.includes(edit.name)) throw unknown(`The node has no input ${edit.name}`, edit.name, names)
  const at = [...path, "inputs", edit.name]
  if (edit.kind === "node-input-move") yaml.move(at, edit.to)
  else if (edit.to !== edit.name) {
    checkName(edit.to, names, "input")
    yaml.renameKey(at, edit.to)
  }
}

export function findNode(yaml: YamlEdit, node: NodeKey): { index: number; name: string } {
  const names = nodeNames(yaml)
  const index = typeof node === "number" ? node : names.indexOf(node)
  const name = names[index]
  if (name === undefined) throw unknown(`There is no node ${node}`, String(node), names)
  return { index, name }
}

function nodeNames(yaml: YamlEdit): string[] {
  return nodePaths(yaml.data).flatMap(({ index, node }) => (index === undefined ? [] : [node]))
}

/** Where a node, or a variant of it, is defined. */
export function definitionPath(yaml: YamlEdit, node: NodeKey, variant?: string): YamlPath {
  const { index, name } = findNode(yaml, node)
  if (variant === undefined) return ["nodes", index]
  const variants = ["node_variants", name, "variants"]
  if (!yaml.has([...variants, variant]))
    throw unknown(`Node ${name} has no variant ${variant}`, variant, yaml.keys(variants))
  return [...variants, variant, "node"]
}

/** Puts a node among the others. */
export function insertNode(yaml: YamlEdit, node: Written, at: number | undefined): void {
  if (yaml.value(["nodes"])) yaml.insertItem(["nodes"], at, node)
  else yaml.set(["nodes"], node instanceof Fragment ? [node.value] : [dataOf(node)], FLOW_KEYS)
}

function deleteNode(yaml: YamlEdit, index: number, name: string): FileEdit[] {
  const before = sourcePaths(yaml)
  yaml.remove(["nodes", index])
  const isLast = !nodeNames(yaml).includes(name)
  if (isLast && yaml.has(["node_variants", name])) removeVariants(yaml, name)
  const after = sourcePaths(yaml)
  return [...new Set(before)]
    .filter((path) => !after.includes(path))
    .map((from) => ({ kind: "unused", from }))
}

/** Takes out the variants of a node, and `node_variants` with the last of them. */
export function removeVariants(yaml: YamlEdit, name: string): void {
  yaml.remove(yaml.keys(["node_variants"]).length > 1 ? ["node_variants", name] : ["node_variants"])
}

/** The files that nodes and variants name, as often as they do. */
function sourcePaths(yaml: YamlEdit): string[] {
  return nodePaths(yaml.data).flatMap(({ path }) => {
    const source = yaml.value([...path, "source", "path"])
    return typeof source === "string" ? [source] : []
  })
}

function renameNode(yaml: YamlEdit, index: number, name: string, to: string): void {
  if (to === name) return
  checkName(to, nodeNames(yaml), "node")
  const { data } = yaml
  const references = referenceSites(data)
    .filter(({ reference }) => refersTo(reference, "node", name))
    .map(({ path, text, reference }) => ({ path, value: renamedReference(text, reference, to) }))
  const fallbacks = fallbackSites(data).filter((site) => site.name === name)
  const names = nodePaths(data).filter(
    ({ path, node, variant }) =>
      variant !== undefined && node === name && str(yaml.value([...path, "name"]) ?? "") === name,
  )
  yaml.setScalars([
    { path: ["nodes", index, "name"], value: to },
    ...references,
    ...fallbacks.map(({ path }) => ({ path, value: to })),
    ...names.map(({ path }) => ({ path: [...path, "name"], value: to })),
  ])
  if (yaml.has(["node_variants", name])) yaml.renameKey(["node_variants", name], to)
}

function duplicateNode(yaml: YamlEdit, index: number, name: string, to: string): void {
  checkName(to, nodeNames(yaml), "node")
  const rest = yaml.copy(["nodes", index], ["name"])
  yaml.insertItem(["nodes"], index + 1, named(to, rest))
  const variants = ["node_variants", name]
  if (!yaml.has(variants)) return
  const place = yaml.keys(["node_variants"]).indexOf(name) + 1
  yaml.insertKey(["node_variants"], to, yaml.copy(variants), place)
}

/** A node's lines with its name in front. */
export function named(name: string, rest: WrittenMap | Fragment): WrittenMap | Fragment {
  if (!(rest instanceof Fragment)) return new Map([["name", name], ...rest])
  const value = new Map([["name", name], ...(rest.value as Map<string, Value>)])
  const lines = entryLines("name", name, { step: 2, dash: 0, quote: '"' })
  return new Fragment([...lines, ...rest.lines], value)
}

/** Names another file, which is that of before renamed, or copied where others use it too. */
export function moveSource(yaml: YamlEdit, path: YamlPath, to: string, kind: "rename" | "copy"): FileEdit[] {
  const from = yaml.value([...path, "source", "path"])
  if (typeof from !== "string" || from === to) return []
  yaml.set([...path, "source", "path"], to)
  return [{ kind: sourcePaths(yaml).includes(from) ? "copy" : kind, from, to }]
}
