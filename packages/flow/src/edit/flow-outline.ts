import { str, type Value } from "@internal/value"
import { type Described, type DescribedEntry, describeTree } from "./described-yaml.ts"
import { type ReferenceSite, referenceSites } from "./reference-sites.ts"
import type { TextRange } from "./text-change.ts"
import { type YamlPath, YamlTree } from "./yaml-tree.ts"

/** A key with its value, and where both are. */
export interface FieldOutline {
  name: string
  value: Value
  range: TextRange
  nameRange: TextRange
  valueRange: TextRange
}
export interface PortOutline {
  name: string
  range: TextRange
  nameRange: TextRange
  fields: FieldOutline[]
}
export interface ReferenceOutline extends ReferenceSite {
  range: TextRange
}
/** The definition of a node, or of a variant of one. */
export interface DefinitionOutline {
  range: TextRange
  /** `llm`, `python`, …; empty where the file has none. */
  type: string
  source: { path: string | undefined; tool: string | undefined; range: TextRange } | undefined
  inputs: FieldOutline[]
  activate: { when: Value; is: Value; range: TextRange } | undefined
  /** The other keys: connection, api, provider, module, aggregation, `x-millrace`, … */
  fields: FieldOutline[]
  references: ReferenceOutline[]
}
export interface VariantOutline extends DefinitionOutline {
  id: string
  idRange: TextRange
  isDefault: boolean
}
export interface NodeOutline extends DefinitionOutline {
  index: number
  name: string
  nameRange: TextRange
  usesVariants: boolean
  isAggregation: boolean
  variants: VariantOutline[]
  /** Names of nodes that it, or a variant of it, refers to. */
  needs: string[]
}

/** What a page needs to draw a flow: offsets are those of the text. */
export interface FlowOutline {
  /** Mistakes in the YAML; the rest is then what could be made out. */
  problems: { message: string; range: TextRange }[]
  /** Keys of the file but inputs, outputs, nodes and their variants. */
  fields: FieldOutline[]
  inputs: PortOutline[]
  outputs: PortOutline[]
  nodes: NodeOutline[]
  references: ReferenceOutline[]
}

const SECTIONS = ["inputs", "outputs", "nodes", "node_variants"]

/** The parts of a `flow.dag.yaml` and where they are written. Never throws, whatever the text says. */
export function flowOutline(text: string): FlowOutline {
  const tree = new YamlTree(text)
  const root = describeTree(tree)
  const references = referenceSites(root.value).map((site) => ({ ...site, range: rangeAt(root, site.path) }))
  const nodes = (child(root, "nodes")?.items ?? []).map((item, index) =>
    nodeOf(root, item, index, references),
  )
  return {
    problems: tree.errors.map(({ message, offset }) => ({ message, range: { from: offset, to: offset } })),
    fields: fieldsOf(root).filter(({ name }) => !SECTIONS.includes(name)),
    inputs: portsOf(child(root, "inputs")),
    outputs: portsOf(child(root, "outputs")),
    nodes,
    references,
  }
}

function nodeOf(
  root: Described,
  item: DescribedEntry,
  index: number,
  references: readonly ReferenceOutline[],
): NodeOutline {
  const { node } = item
  const named = node.entries?.get("name")
  const name = textOf(named?.node)
  const variants = variantsOf(root, name, references)
  const own = references.filter(({ owner }) => owner.kind === "node" && owner.index === index)
  const all = [...own, ...variants.flatMap((variant) => variant.references)]
  const flag = (key: string) => isTrue(node.entries?.get(key)?.node.value)
  return {
    ...definitionOf(node, item.range, own),
    index,
    name,
    nameRange: named?.node.range ?? item.name,
    usesVariants: flag("use_variants"),
    isAggregation:
      flag("aggregation") || flag("reduce") || isVariantAggregation(variants, flag("use_variants")),
    variants,
    needs: [
      ...new Set(all.flatMap(({ reference }) => (reference.kind === "node-output" ? [reference.node] : []))),
    ],
  }
}

function isVariantAggregation(variants: readonly VariantOutline[], used: boolean): boolean {
  const chosen = variants.find(({ isDefault }) => isDefault)
  return used && isTrue(chosen?.fields.find(({ name }) => name === "aggregation")?.value)
}

function variantsOf(
  root: Described,
  node: string,
  references: readonly ReferenceOutline[],
): VariantOutline[] {
  const own = child(child(root, "node_variants"), node)
  const chosen = textOf(child(own, "default_variant_id"))
  return Array.from(child(own, "variants")?.entries ?? [], ([id, entry]) => ({
    ...definitionOf(
      child(entry.node, "node"),
      entry.range,
      references.filter(({ owner }) => owner.kind === "node" && owner.node === node && owner.variant === id),
    ),
    id,
    idRange: entry.name,
    isDefault: id === chosen,
  }))
}

const OWN_KEYS = ["name", "type", "source", "inputs", "activate"]

function definitionOf(
  node: Described | undefined,
  range: TextRange,
  references: ReferenceOutline[],
): DefinitionOutline {
  const source = child(node, "source")
  const activate = child(node, "activate")
  const text = (key: string) => {
    const value = child(source, key)
    return value && value.value !== null ? textOf(value) : undefined
  }
  return {
    range,
    type: textOf(child(node, "type")),
    source: source?.entries && {
      path: text("path"),
      tool: text("tool"),
      range: (child(source, "path") ?? child(source, "tool") ?? source).range,
    },
    inputs: fieldsOf(child(node, "inputs")),
    activate: activate?.entries && {
      when: child(activate, "when")?.value ?? null,
      is: child(activate, "is")?.value ?? null,
      range: activate.range,
    },
    fields: fieldsOf(node).filter(({ name }) => !OWN_KEYS.includes(name)),
    references,
  }
}

function portsOf(node: Described | undefined): PortOutline[] {
  return Array.from(node?.entries ?? [], ([name, entry]) => ({
    name,
    range: entry.range,
    nameRange: entry.name,
    fields: fieldsOf(entry.node),
  }))
}

function fieldsOf(node: Described | undefined): FieldOutline[] {
  return Array.from(node?.entries ?? [], ([name, entry]) => ({
    name,
    value: entry.node.value,
    range: entry.range,
    nameRange: entry.name,
    valueRange: entry.node.range,
  }))
}

function child(node: Described | undefined, key: string): Described | undefined {
  return node?.entries?.get(key)?.node
}

function rangeAt(root: Described, path: YamlPath): TextRange {
  let at: Described | undefined = root
  for (const step of path) at = typeof step === "number" ? at?.items?.[step]?.node : child(at, step)
  return at?.range ?? { from: 0, to: 0 }
}

function textOf(node: Described | undefined): string {
  const value = node?.value ?? null
  return value === null || value instanceof Map || Array.isArray(value) ? "" : str(value)
}

function isTrue(value: Value | undefined): boolean {
  return value instanceof Map
    ? value.size > 0
    : Array.isArray(value)
      ? value.length > 0
      : Boolean(value?.valueOf())
}
