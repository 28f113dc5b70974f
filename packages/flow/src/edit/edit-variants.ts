import { MillraceError } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import { definitionPath, findNode, moveSource, named, removeVariants } from "./edit-nodes.ts"
import { checkName } from "./edit-ports.ts"
import { type FileEdit, FLOW_KEYS, type FlowEdit, NODE_KEYS } from "./flow-edit.ts"
import { Fragment, type WrittenMap } from "./write-value.ts"
import type { YamlEdit } from "./yaml-edit.ts"

type VariantEdit = Extract<FlowEdit, { kind: `variant${string}` }>

/** Edits the variants of a node. Answers what other files should go along with. */
export function editVariant(yaml: YamlEdit, edit: VariantEdit): FileEdit[] {
  const { index, name } = findNode(yaml, edit.node)
  const own = ["node_variants", name]
  const variants = [...own, "variants"]
  const ids = yaml.keys(variants)
  if (edit.kind === "variants-make") {
    makeVariants(yaml, index, name, edit.id ?? "variant_0")
    return []
  }
  const chosen = edit.kind === "variants-dissolve" ? edit.keep : edit.variant
  const definition = definitionPath(yaml, edit.node, chosen)
  switch (edit.kind) {
    case "variants-dissolve":
      dissolve(yaml, index, name, definition)
      return []
    case "variant-clone": {
      checkName(edit.to, ids, "variant")
      const copy = yaml.copy([...variants, chosen])
      yaml.insertKey(variants, edit.to, copy, ids.indexOf(chosen) + 1)
      if (edit.source === undefined) return []
      return moveSource(yaml, [...variants, edit.to, "node"], edit.source, "copy")
    }
    case "variant-delete": {
      const rest = ids.filter((id) => id !== chosen)
      const [next] = rest
      if (next === undefined) {
        const reason = `${chosen} is the only variant of node ${name}`
        const suggestion = "Make it the node's own definition instead."
        throw new MillraceError("FLOW_EDIT_INVALID", { reason, suggestion })
      }
      yaml.remove([...variants, chosen])
      if (isDefault(yaml, own, chosen)) yaml.set([...own, "default_variant_id"], next)
      return []
    }
    case "variant-rename":
      if (edit.to === chosen) return []
      checkName(edit.to, ids, "variant")
      yaml.renameKey([...variants, chosen], edit.to)
      if (isDefault(yaml, own, chosen)) yaml.set([...own, "default_variant_id"], edit.to)
      return []
    case "variant-default":
      yaml.set([...own, "default_variant_id"], chosen, ["default_variant_id", "variants"])
      return []
  }
}

function isDefault(yaml: YamlEdit, own: readonly string[], variant: string): boolean {
  const id = yaml.value([...own, "default_variant_id"])
  return id !== undefined && String(id) === variant
}

/** The node keeps its name; its lines become those of the variant, with their comments. */
function makeVariants(yaml: YamlEdit, index: number, name: string, id: string): void {
  const path = ["nodes", index]
  checkName(id, [], "variant")
  if (yaml.has(["node_variants", name])) {
    const reason = `Node ${name} has variants already`
    throw new MillraceError("FLOW_EDIT_INVALID", { reason, suggestion: "Clone one of them." })
  }
  const outer = ["name", "use_variants"]
  const definition = yaml.copy(path, outer)
  yaml.replace(
    path,
    yaml.copy(
      path,
      yaml.keys(path).filter((key) => !outer.includes(key)),
      true,
    ),
  )
  yaml.set([...path, "use_variants"], true, NODE_KEYS)
  const variant: WrittenMap = new Map([[id, new Map([["node", definition]])]])
  const entry: WrittenMap = new Map<string, Value | WrittenMap>([
    ["default_variant_id", id],
    ["variants", variant],
  ])
  if (yaml.value(["node_variants"])) yaml.insertKey(["node_variants"], name, entry)
  else yaml.set(["node_variants"], new Map([[name, entry]]), FLOW_KEYS)
}

function dissolve(
  yaml: YamlEdit,
  index: number,
  name: string,
  definition: readonly (string | number)[],
): void {
  const path = ["nodes", index]
  const kept = yaml.copy(definition, ["name", "use_variants"])
  const outer = yaml.copy(
    path,
    yaml.keys(path).filter((key) => key !== "name"),
    true,
  )
  yaml.replace(path, together(outer, kept, name))
  removeVariants(yaml, name)
}

function together(outer: WrittenMap | Fragment, kept: WrittenMap | Fragment, name: string) {
  if (!(outer instanceof Fragment) || !(kept instanceof Fragment)) return named(name, kept)
  const value = new Map([...(outer.value as Dict), ...(kept.value as Dict)])
  return new Fragment([...outer.lines, ...kept.lines], value)
}
