import type { Dict, Value } from "@internal/value"
import type { FlowEdit } from "../flow-edit.ts"

/** What an edit makes of a flow as plain data, written independently of the editor. It changes the copy that it is given. */
export function expectedFlow(flow: Dict, edit: FlowEdit): Dict {
  const dict = (of: Dict, key: string): Dict => {
    const found = of.get(key)
    if (found instanceof Map) return found
    const made: Dict = new Map()
    of.set(key, made)
    return made
  }
  const nodes = flow.get("nodes") as Dict[]
  const variants = flow.get("node_variants") as Dict | undefined
  const place = (key: string | number) =>
    typeof key === "number" ? key : nodes.findIndex((node) => node.get("name") === key)
  const variantsOf = (name: string) => (variants?.get(name) as Dict)?.get("variants") as Dict
  const definition = (node: string | number, variant?: string): Dict => {
    const own = nodes[place(node)] as Dict
    if (variant === undefined) return own
    return (variantsOf(own.get("name") as string).get(variant) as Dict).get("node") as Dict
  }
  const all = (): Dict[] => {
    const inner = [...(variants?.keys() ?? [])].flatMap((name) =>
      [...variantsOf(name).values()].map((variant) => (variant as Dict).get("node") as Dict),
    )
    return [...nodes, ...inner]
  }
  const rewrite = (make: (text: string) => string) => {
    const swap = (of: Value | undefined, key: string) => {
      if (of instanceof Map && typeof of.get(key) === "string") of.set(key, make(of.get(key) as string))
    }
    for (const node of all()) {
      const inputs = node.get("inputs")
      if (inputs instanceof Map) for (const key of inputs.keys()) swap(inputs, key)
      swap(node.get("activate"), "when")
    }
    for (const output of (flow.get("outputs") as Dict).values()) swap(output, "reference")
  }
  const section = "port" in edit ? dict(flow, `${edit.port}s`) : new Map()
  const rename = (map: Dict, from: string, to: string) => replaceAll(map, (key) => (key === from ? to : key))
  switch (edit.kind) {
    case "port-add":
      section.set(edit.name, edit.fields)
      break
    case "port-delete":
      section.delete(edit.name)
      break
    case "port-rename":
      rename(section, edit.name, edit.to)
      if (edit.port === "input")
        rewrite((text) =>
          text === `\${inputs.${edit.name}}`
            ? `\${inputs.${edit.to}}`
            : text === `\${flow.${edit.name}}`
              ? `\${flow.${edit.to}}`
              : text,
        )
      break
    case "port-move":
      reorder(section, edit.name, edit.to)
      break
    case "port-set":
      put(section.get(edit.name) as Dict, [edit.field], edit.value)
      break
    case "node-add":
      nodes.splice(edit.at ?? nodes.length, 0, new Map([["name", edit.name], ...edit.fields]))
      break
    case "node-delete": {
      const [gone] = nodes.splice(place(edit.node), 1)
      variants?.delete(gone?.get("name") as string)
      if (variants?.size === 0) flow.delete("node_variants")
      break
    }
    case "node-rename": {
      const node = definition(edit.node)
      const from = node.get("name") as string
      node.set("name", edit.to)
      if (variants) rename(variants, from, edit.to)
      rewrite((text) =>
        text === `\${${from}}` || text.startsWith(`\${${from}.`)
          ? `\${${edit.to}${text.slice(2 + from.length)}`
          : text,
      )
      for (const each of all()) {
        const policy = each.get("x-millrace") as Dict | undefined
        const onError = policy?.get("on_error") as Dict | undefined
        if (onError?.get("fallback") === from) onError.set("fallback", edit.to)
      }
      break
    }
    case "node-duplicate": {
      const at = place(edit.node)
      const node = nodes[at] as Dict
      const from = node.get("name") as string
      nodes.splice(at + 1, 0, new Map(structuredCopy(node) as Dict).set("name", edit.to))
      if (variants?.has(from)) variants.set(edit.to, structuredCopy(variants.get(from) as Value))
      break
    }
    case "node-move":
      nodes.splice(edit.to, 0, ...nodes.splice(place(edit.node), 1))
      break
    case "node-set":
      put(definition(edit.node, edit.variant), edit.path.map(String), edit.value)
      break
    case "node-input-rename":
      rename(definition(edit.node, edit.variant).get("inputs") as Dict, edit.name, edit.to)
      break
    case "node-input-move":
      reorder(definition(edit.node, edit.variant).get("inputs") as Dict, edit.name, edit.to)
      break
    case "variants-make": {
      const node = definition(edit.node)
      const name = node.get("name") as string
      const inner = new Map([...node].filter(([key]) => key !== "name"))
      nodes[place(edit.node)] = new Map<string, Value>([
        ["name", name],
        ["use_variants", true],
      ])
      const only = new Map([[edit.id ?? "variant_0", new Map([["node", inner]])]])
      dict(flow, "node_variants").set(
        name,
        new Map<string, Value>([
          ["default_variant_id", edit.id ?? "variant_0"],
          ["variants", only],
        ]),
      )
      break
    }
    case "variants-dissolve": {
      const inner = definition(edit.node, edit.keep)
      const name = definition(edit.node).get("name") as string
      nodes[place(edit.node)] = new Map<string, Value>([["name", name], ...inner])
      variants?.delete(name)
      if (variants?.size === 0) flow.delete("node_variants")
      break
    }
    case "variant-clone":
      variantsOf(edit.node as string).set(
        edit.to,
        structuredCopy(variantsOf(edit.node as string).get(edit.variant) as Value),
      )
      break
    case "variant-delete": {
      const own = variants?.get(edit.node as string) as Dict
      const ids = variantsOf(edit.node as string)
      ids.delete(edit.variant)
      if (own.get("default_variant_id") === edit.variant)
        own.set("default_variant_id", [...ids.keys()][0] as string)
      break
    }
    case "variant-rename": {
      const own = variants?.get(edit.node as string) as Dict
      rename(variantsOf(edit.node as string), edit.variant, edit.to)
      if (own.get("default_variant_id") === edit.variant) own.set("default_variant_id", edit.to)
      break
    }
    case "variant-default":
      put(flow, ["node_variants", edit.node as string, "default_variant_id"], edit.variant)
      break
    case "flow-set":
      put(flow, edit.path.map(String), edit.value)
      break
  }
  return flow
}

export function structuredCopy(value: Value): Value {
  if (Array.isArray(value)) return value.map(structuredCopy)
  return value instanceof Map
    ? new Map(Array.from(value, ([key, item]) => [key, structuredCopy(item)]))
    : value
}

function put(map: Dict, path: readonly string[], value: Value | undefined): void {
  const [key = "", ...rest] = path
  if (rest.length > 0) {
    if (!(map.get(key) instanceof Map)) {
      if (value === undefined) return
      map.set(key, new Map())
    }
    put(map.get(key) as Dict, rest, value)
  } else if (value === undefined) map.delete(key)
  else map.set(key, value)
}

function replaceAll(map: Dict, name: (key: string) => string): void {
  const pairs = [...map]
  map.clear()
  for (const [key, value] of pairs) map.set(name(key), value)
}

function reorder(map: Dict, key: string, to: number): void {
  const pairs = [...map]
  const from = pairs.findIndex(([name]) => name === key)
  pairs.splice(to, 0, ...pairs.splice(from, 1))
  map.clear()
  for (const [name, value] of pairs) map.set(name, value)
}
