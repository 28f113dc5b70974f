import { parseReference, templateVariables } from "@internal/flow"
import type { Binding, Plan, PlannedNode } from "@internal/schema"
import { fromPlain, Json, type Value } from "@internal/value"

interface NodeSketch {
  inputs?: Record<string, unknown>
  activate?: { when: string; is: Value }
  aggregation?: boolean
  /** Prompt text makes it a prompt node, with `llm` an LLM node. */
  template?: string
  llm?: { connection: string; api?: "chat" | "completion" }
  escaped?: string[]
  policy?: PlannedNode["policy"]
  onDemand?: true
}

/** How a run of such a plan begins. */
export const START = {
  type: "run-start",
  plan: "0",
  flow: "sketch",
  lines: null,
  versions: { millrace: "0", node: "0", flow: "0" },
} as const

/** A plan written by hand: `${…}` strings are references, everything else literals; dependencies are derived. */
export function planOf(sketch: {
  inputs?: Record<string, Plan["inputs"][number]["type"]>
  nodes: Record<string, NodeSketch>
  outputs?: Record<string, unknown>
}): Plan {
  return {
    kind: "dag",
    name: "sketch",
    hash: "0",
    inputs: Object.entries(sketch.inputs ?? {}).map(([name, type]) => ({
      name,
      type,
      isChatInput: false,
      isChatHistory: null,
      description: "",
    })),
    outputs: Object.entries(sketch.outputs ?? {}).map(([name, value]) => ({
      name,
      type: "string",
      binding: bindingOf(value),
      isChatOutput: false,
      evaluationOnly: false,
      description: "",
    })),
    nodes: Object.entries(sketch.nodes).map(([name, node]) => nodeOf(name, node)),
    messageFormat: "basic",
    environment: {},
    diagnostics: [],
  }
}

function nodeOf(name: string, sketch: NodeSketch): PlannedNode {
  const bindings = Object.fromEntries(
    Object.entries(sketch.inputs ?? {}).map(([key, v]) => [key, bindingOf(v)]),
  )
  const when = sketch.activate && bindingOf(sketch.activate.when)
  const after = [...Object.values(bindings), ...(when ? [when] : [])].flatMap((b) =>
    b.kind === "node-output" ? [b.node] : [],
  )
  const [path, text] = [`${name}.jinja2`, sketch.template ?? ""]
  const template = { path, text, variables: templateVariables(path, text) }
  return {
    name,
    tool: sketch.llm
      ? {
          kind: "llm",
          api: sketch.llm.api ?? "chat",
          template,
          connection: sketch.llm.connection,
          provider: "",
        }
      : sketch.template !== undefined
        ? { kind: "prompt", template }
        : { kind: "python", source: { type: "code", path: `${name}.py` }, signature: undefined },
    stage: sketch.aggregation ? "aggregation" : "line",
    bindings,
    ...(when && sketch.activate && { activate: { when, is: sketch.activate.is } }),
    after: [...new Set(after)],
    escaped: sketch.escaped ?? [],
    ...(sketch.policy && { policy: sketch.policy }),
    ...(sketch.onDemand && { onDemand: true }),
  }
}

function bindingOf(value: unknown): Binding {
  const exact = fromPlain(value)
  return parseReference(exact) ?? { kind: "literal", value: Json.of(exact) }
}
