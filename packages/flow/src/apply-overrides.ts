import { connectionKind, didYouMean, MillraceError, type ToolSignature } from "@internal/schema"
import { str, type Value } from "@internal/value"
import type { Flow, FlowNode } from "./flow.ts"
import { parseReference } from "./reference.ts"

export interface Overrides {
  /** Node, then `connection`, `deployment_name`, `model` or a connection input of its tool. */
  connections?: Record<string, Record<string, Value>>
  /** Variables of the run, which beat the flow's own. */
  environment?: Record<string, string>
}

/** Inputs of an LLM node that an override of connections may set besides `connection`. */
const MODEL_KEYS = ["deployment_name", "model"]

/**
 * The flow with run-time overrides (spec 1.9). `signatures` (by node) say which inputs of a Python node are connections;
 * where one is missing, any input is taken for one. Fails with `OVERRIDE_INVALID`.
 */
export function applyOverrides(
  flow: Flow,
  overrides: Overrides,
  signatures: ReadonlyMap<string, ToolSignature | Error> = new Map(),
): Flow {
  const names = flow.nodes.map((node) => node.name)
  const nodes = new Map(flow.nodes.map((node) => [node.name, node]))
  for (const [name, values] of Object.entries(overrides.connections ?? {})) {
    const node = nodes.get(name)
    if (!node)
      throw invalid(`The connections override node ${name}, which does not exist`, didYouMean(name, names))
    nodes.set(name, withConnections(node, values, signatures.get(name)))
  }
  const environment = new Map([...flow.environment, ...Object.entries(overrides.environment ?? {})])
  return { ...flow, environment, nodes: flow.nodes.map((node) => nodes.get(node.name) ?? node) }
}

function withConnections(
  node: FlowNode,
  values: Record<string, Value>,
  signature: ToolSignature | Error | undefined,
): FlowNode {
  if (typeof values !== "object" || values === null) {
    const reason = `The connections override node ${node.name} by ${String(values)}, which is no mapping`
    throw new MillraceError(
      "OVERRIDE_INVALID",
      { reason },
      { original: ["UserError", "ValidationError"], target: "Unknown" },
    )
  }
  const changed = { ...node, inputs: new Map(node.inputs) }
  for (const [key, value] of Object.entries(values)) {
    const isModels = key === "connection" || MODEL_KEYS.includes(key)
    if (node.type === "llm" && key === "connection") changed.connection = str(value)
    else if (
      MODEL_KEYS.includes(key) ||
      (node.type === "custom_llm" && isModels) ||
      (node.type === "python" && isConnectionInput(key, signature))
    ) {
      const place = node.inputs.get(key)?.place ?? node.place
      changed.inputs.set(key, { value, reference: parseReference(value), place })
    } else {
      const asks = node.type === "llm" || node.type === "custom_llm"
      const own = asks ? ["connection"] : connectionInputs(signature)
      const allowed = [...own, ...MODEL_KEYS]
      throw invalid(
        `The connections override ${key} of node ${node.name}, which is no connection input`,
        didYouMean(key, allowed) || `They are ${allowed.join(", ")}.`,
      )
    }
  }
  return changed
}

function isConnectionInput(key: string, signature: ToolSignature | Error | undefined): boolean {
  return signature === undefined || signature instanceof Error || connectionInputs(signature).includes(key)
}

function connectionInputs(signature: ToolSignature | Error | undefined): string[] {
  if (signature === undefined || signature instanceof Error) return []
  return [...signature.init, ...signature.parameters]
    .filter((parameter) => parameter.connection || parameter.type.some((type) => connectionKind(type)))
    .map((parameter) => parameter.name)
}

function invalid(reason: string, hint: string): MillraceError {
  return new MillraceError("OVERRIDE_INVALID", { reason }, { hint })
}
