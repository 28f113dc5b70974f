import { type Binding, type Host, MillraceError, type Plan, type PlannedNode } from "@internal/schema"
import { Json, repr } from "@internal/value"
import { loadNamed, type MediaContext } from "./load-media.ts"

/**
 * The node with the images of its literals loaded (spec 2.3): those for a parameter of the type `image`, and what other
 * parameters that the tool declares hold. Fails with `NODE_INPUT_INVALID`.
 */
export async function withLoadedLiterals(
  node: PlannedNode,
  { messageFormat: format }: Pick<Plan, "messageFormat">,
  { media }: Pick<Host, "media">,
): Promise<PlannedNode> {
  const declared = declaredNames(node)
  if (!media || declared.size === 0) return node
  const context = { store: media, format, signal: new AbortController().signal }
  let bindings: Record<string, Binding> | undefined
  for (const [key, binding] of Object.entries(node.bindings)) {
    const isImage = binding.kind === "file" && binding.type === "image"
    if (!isImage && !(binding.kind === "literal" && declared.has(key))) continue
    const value = await load(node, key, binding, isImage, context)
    if (value === binding.value) continue
    bindings ??= { ...node.bindings }
    bindings[key] = { kind: "literal", value, ...(binding.place && { place: binding.place }) }
  }
  return bindings ? { ...node, bindings } : node
}

function declaredNames({ tool }: PlannedNode): Set<string> {
  const signature = "signature" in tool ? tool.signature : undefined
  return new Set([...(signature?.init ?? []), ...(signature?.parameters ?? [])].map(({ name }) => name))
}

async function load(
  node: PlannedNode,
  key: string,
  binding: Binding & { kind: "literal" | "file" },
  isImage: boolean,
  context: MediaContext,
): Promise<Json> {
  const { value } = binding.value
  try {
    const loaded = await loadNamed(key, value, isImage, context)
    return loaded === value ? binding.value : Json.of(loaded)
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    const reason = String(thrown.data.detail)
    const data = { key, node_name: node.name, value: repr(value), value_type: "image", reason }
    throw new MillraceError("NODE_INPUT_INVALID", data, {
      message: `Input ${key} of node ${node.name}: its image cannot be loaded: ${reason}.`,
      hint: thrown.hint,
      cause: thrown,
      ...(binding.place && { place: binding.place }),
    })
  }
}
