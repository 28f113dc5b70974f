import { basename, join } from "node:path"
import { flowKind, isChatFlow, planFlow } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { FlowDescription } from "../api.ts"
import type { Context } from "../context.ts"
import { loadFlow } from "./load-flow.ts"

/** What a folder is, read from its files alone: no code of it runs. */
export function describeFlow(context: Context, path: string): FlowDescription {
  try {
    using loaded = loadFlow(path, context.places.cwd)
    const { flow } = loaded
    const plan = planFlow(flow, { reader: loaded.reader, signatures: new Map(), mode: "validate" })
    return {
      kind: "dag",
      file: join(loaded.folder, loaded.file),
      name: basename(loaded.folder),
      inputs: flow.inputs.map((input) => ({
        name: input.name,
        type: input.type,
        ...(input.default && { default: input.default.value }),
      })),
      outputs: flow.outputs.map(({ name, type }) => ({ name, type })),
      nodes: flow.nodes.map((node) => ({
        name: node.name,
        kind: node.type ?? "",
        variants: [...(flow.variants.get(node.name)?.variants.keys() ?? [])],
      })),
      chat: isChatFlow(plan).chat,
    }
  } catch (thrown) {
    if (!(thrown instanceof MillraceError) || thrown.code !== "FLOW_KIND_UNSUPPORTED") throw thrown
    const file = String(thrown.data.path)
    const kind = flowKind(file, true) === "prompty" ? "prompty" : "flex"
    return { kind, file, name: basename(file), inputs: [], outputs: [], nodes: [], chat: false }
  }
}
