import { basename, join } from "node:path"
import { type Flow, type FlowNode, isChatFlow, planFlow } from "@internal/flow"
import type { Plan, ToolSignature } from "@internal/schema"
import type { DescribedNode, FlowDescription } from "../api/flows.ts"
import type { Context } from "../context.ts"
import { type LoadedFlow, loadFlow } from "./load-flow.ts"
import { type Careful, planWithoutRunning } from "./validate-flow.ts"

/** What a folder is, read from its files alone: no code of it runs. */
export async function describeFlow(
  context: Context,
  path: string,
  manner?: Careful,
): Promise<FlowDescription> {
  using loaded = loadFlow(path, context.places.cwd, context.places.env, { incomplete: true })
  const { flow } = loaded
  if (flow.kind === "flex") return describeFlex(context, path, loaded, manner)
  const plan = planFlow(flow, { reader: loaded.reader, signatures: new Map(), mode: "validate" })
  return {
    kind: flow.kind,
    file: join(loaded.folder, loaded.file),
    name: flow.kind === "prompty" ? flow.name : basename(loaded.folder),
    inputs: inputsOf(flow),
    outputs: flow.outputs.map(({ name, type }) => ({ name, type })),
    nodes: nodesOf(flow),
    init: [],
    sample: samplesOf(flow, plan),
    ...chatOf(plan),
  }
}

/** Inputs and outputs of a flex flow are those of its entry; without Python to read it, those of the file. */
async function describeFlex(
  context: Context,
  path: string,
  loaded: LoadedFlow,
  manner?: Careful,
): Promise<FlowDescription> {
  const { flow, reader, folder, file } = loaded
  const plan = await planWithoutRunning(context, path, manner).then(
    (known) => known.plan,
    () => planFlow(flow, { reader, signatures: new Map(), mode: "validate" }),
  )
  const [node] = plan.nodes
  const isClass = node?.tool.kind === "entry" && node.tool.signature?.className !== undefined
  return {
    kind: "flex",
    file: join(folder, file),
    name: basename(folder),
    inputs: plan.inputs.map(({ name, type, default: given, optional }) => ({
      name,
      type,
      ...((given || optional) && { default: given?.value ?? null }),
    })),
    outputs: plan.outputs.map(({ name, type }) => ({ name, type })),
    nodes: node ? [{ name: node.name, kind: isClass ? "class" : "function", variants: [] }] : [],
    init: initOf(flow, node?.tool.kind === "entry" ? node.tool.signature : undefined),
    sample: samplesOf(flow, plan),
    ...chatOf(plan),
  }
}

function samplesOf({ kind, flex, inputs: declared }: Flow, plan: Plan): FlowDescription["sample"] {
  const { sample: inputs } = plan
  const init = flex?.sample.init
  if (!inputs && !init) return null
  const only = kind === "prompty" && declared.length === 0
  return { ...(inputs && { inputs }), ...(init && { init }), only }
}

function chatOf(plan: Plan): Pick<FlowDescription, "chat" | "chatPorts" | "messageFormat"> {
  const ports = isChatFlow(plan)
  const { messageFormat } = plan
  if (!ports.chat) return { chat: false, chatPorts: null, messageFormat }
  const { input, history, output } = ports
  return {
    chat: true,
    chatPorts: { input, history, ...(output !== undefined && { output }) },
    messageFormat,
  }
}

/** As the file says, else as the class's constructor does. */
function initOf({ flex }: Flow, signature: ToolSignature | undefined): FlowDescription["init"] {
  if (flex?.init)
    return flex.init.map(({ name, type, default: given }) => ({
      name,
      type,
      ...(given !== undefined && { default: given }),
    }))
  return (signature?.init ?? []).map(({ name, type, default: given }) => ({
    name,
    type: type[0] ?? "object",
    ...(given && { default: given.value?.value ?? null }),
  }))
}

/** Of a prompty that declares none, those of its sample. */
function inputsOf({ inputs, prompty }: Flow): FlowDescription["inputs"] {
  if (inputs.length === 0 && prompty) {
    const sample = prompty.sample?.value
    const given = (name: string) => (sample instanceof Map ? sample.get(name) : undefined)
    return prompty.inputs.map(({ name }) => ({ name, type: "object", default: given(name) ?? null }))
  }
  return inputs.map((input) => ({
    name: input.name,
    type: input.type,
    ...(input.description && { description: input.description }),
    ...(input.default && { default: input.default.value }),
  }))
}

function nodesOf({ kind, name, nodes, variants }: Flow): FlowDescription["nodes"] {
  if (kind === "prompty") return [{ name, kind, variants: [] }]
  return nodes.map((node) => {
    const { variants: own, defaultVariantId = "" } = variants.get(node.name) ?? {}
    const chosen = (node.useVariants && own?.get(defaultVariantId)) || node
    return {
      name: node.name,
      kind: node.type ?? chosen.type ?? "",
      variants: [...(own?.keys() ?? [])],
      ...(own?.has(defaultVariantId) && { defaultVariant: defaultVariantId }),
      ...(node.aggregation && { aggregation: true as const }),
      ...(chosen.type === "llm" && { model: modelOf(chosen) }),
    }
  })
}

function modelOf({ connection = "", inputs }: FlowNode): NonNullable<DescribedNode["model"]> {
  const key = inputs.has("deployment_name") ? "deployment_name" : "model"
  const name = inputs.get(key)?.value
  return { connection, key, name: typeof name === "string" ? name : "" }
}
