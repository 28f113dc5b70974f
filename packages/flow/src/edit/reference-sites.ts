import type { Reference } from "@internal/schema"
import type { Value } from "@internal/value"
import { POLICY_KEY } from "../node-policy.ts"
import { parseReference } from "../reference.ts"
import { valueAt } from "./plain-edit.ts"
import type { YamlPath } from "./yaml-tree.ts"

/** Where something of a flow stands that may refer to inputs and nodes. */
export type SiteOwner =
  | { kind: "output"; name: string }
  /** `input` is undefined for the condition of `activate`. */
  | { kind: "node"; node: string; index?: number; variant?: string; input?: string }

export interface ReferenceSite {
  path: YamlPath
  text: string
  reference: Reference
  owner: SiteOwner
}

/** Every reference of a flow file: of nodes, of their variants and of outputs, in this order. */
export function referenceSites(flow: Value): ReferenceSite[] {
  const sites: ReferenceSite[] = []
  const take = (path: YamlPath, owner: SiteOwner) => {
    const text = valueAt(flow, path)
    const reference = parseReference(text ?? null)
    if (typeof text === "string" && reference) sites.push({ path, text, reference, owner })
  }
  for (const { path, ...owner } of nodePaths(flow)) {
    for (const input of keysAt(flow, [...path, "inputs"]))
      take([...path, "inputs", input], { kind: "node", ...owner, input })
    take([...path, "activate", "when"], { kind: "node", ...owner })
  }
  for (const name of keysAt(flow, ["outputs"])) take(["outputs", name, "reference"], { kind: "output", name })
  return sites
}

/** The mapping of each node, and of each variant of one. */
export function nodePaths(flow: Value): { path: YamlPath; node: string; index?: number; variant?: string }[] {
  const nodes = valueAt(flow, ["nodes"])
  const own = (Array.isArray(nodes) ? nodes : []).map((_, index) => {
    const path = ["nodes", index]
    return { path, node: nameAt(flow, path), index }
  })
  const variants = keysAt(flow, ["node_variants"]).flatMap((node) =>
    keysAt(flow, ["node_variants", node, "variants"]).map((variant) => ({
      path: ["node_variants", node, "variants", variant, "node"],
      node,
      variant,
    })),
  )
  return [...own, ...variants]
}

/** Fallbacks of nodes, which are nodes or connections. */
export function fallbackSites(flow: Value): { path: YamlPath; name: string }[] {
  return nodePaths(flow).flatMap(({ path }) => {
    const at = [...path, POLICY_KEY, "on_error", "fallback"]
    const name = valueAt(flow, at)
    return typeof name === "string" ? [{ path: at, name }] : []
  })
}

export function keysAt(flow: Value, path: YamlPath): string[] {
  const value = valueAt(flow, path)
  return value instanceof Map ? [...value.keys()] : []
}

function nameAt(flow: Value, path: YamlPath): string {
  const name = valueAt(flow, [...path, "name"])
  return typeof name === "string" ? name : name === undefined || name === null ? "" : String(name)
}

/** A reference with its input or node called otherwise; everything else of it stays. */
export function renamedReference(text: string, reference: Reference, to: string): string {
  if (reference.kind === "flow-input") return `${text.slice(0, text.indexOf(".") + 1)}${to}}`
  return `\${${to}${text.slice(2 + reference.node.length)}`
}

export function refersTo(reference: Reference, kind: "input" | "node", name: string): boolean {
  if (reference.kind === "flow-input") return kind === "input" && reference.name === name
  return kind === "node" && reference.node === name
}

/** References to inputs and nodes that are not there. */
export function danglingSites(flow: Value): ReferenceSite[] {
  const inputs = keysAt(flow, ["inputs"])
  const nodes = nodePaths(flow).map(({ node }) => node)
  return referenceSites(flow).filter(({ reference }) =>
    reference.kind === "flow-input" ? !inputs.includes(reference.name) : !nodes.includes(reference.node),
  )
}
