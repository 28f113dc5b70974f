import {
  type Binding,
  type Diagnostic,
  didYouMean,
  type FolderReader,
  type InputPort,
  MillraceError,
  type OutputPort,
  type Plan,
  PlanError,
  type PlannedNode,
  type ToolSignature,
} from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import { checkNodes, dependencies, orderNodes, sectionProblem, written } from "./check-graph.ts"
import { diagnose, diagnosticOf, weigh } from "./diagnose.ts"
import { resolveFallbacks } from "./fallbacks.ts"
import { planFlex } from "./flex/plan-flex.ts"
import type { Flow, FlowNode, FlowOutput } from "./flow.ts"
import { flowEnvironment } from "./flow-environment.ts"
import { type FlowValue, textField } from "./flow-value.ts"
import { hashPlan } from "./plan-hash.ts"
import { planPrompty } from "./prompty/plan-prompty.ts"
import { type ResolvedTool, resolveTool } from "./resolve-tool.ts"
import { selectVariant } from "./select-variant.ts"
import { shapeProblems, variantProblems } from "./variant-problems.ts"

export interface PlanOptions {
  reader: FolderReader
  /** By node name: what `toolSources` asked for, or why it could not be had. */
  signatures: ReadonlyMap<string, ToolSignature | Error>
  mode: "run" | "validate"
  /** Arguments for the constructor of a flex flow's class. */
  init?: Dict
}

/**
 * Makes the plan of a flow (spec 1.2): templates read, literals cast, references checked, nodes ordered. Everything that is
 * wrong is among its diagnostics, in the order in which the original would meet it; one of severity `error` means that the
 * plan must not be run. Variants that are not selected yet become their defaults.
 */
export function planFlow(flow: Flow, options: PlanOptions): Plan {
  if (flow.kind === "flex") return planFlex(flow, options)
  if (flow.kind === "prompty") return planPrompty(flow, options)
  const found: Diagnostic[] = []
  const chosen = withVariants(flow, found)
  found.push(...chosen.diagnostics, ...shapeProblems(chosen))

  const tools = new Map<FlowNode, ResolvedTool>()
  for (const node of chosen.nodes) {
    const resolved = resolveTool(node, options)
    tools.set(node, resolved)
    if (node.name !== "") found.push(...resolved.diagnostics) // of what is no node, that alone is said
  }
  found.push(...checkNodes(chosen))
  const ordered = orderNodes(chosen)
  found.push(...ordered.diagnostics)
  const outputs = chosen.outputs.flatMap((output) => planOutput(output, chosen, found))
  if (options.mode === "validate") {
    const isSaid = ({ code, line }: Diagnostic) =>
      code === "VARIANT_INVALID" && found.some((one) => one.code === code && one.line === line)
    found.push(...variantProblems(chosen, options.reader).filter((problem) => !isSaid(problem)))
  }

  const nodes = ordered.nodes.flatMap((node) => planNode(node, tools.get(node)))
  found.push(...resolveFallbacks(nodes, outputs))
  const id = textField(chosen.yaml.entries, "id")
  const plan: Plan = {
    kind: "dag",
    name: chosen.name,
    ...(id && { id }),
    hash: "",
    inputs: chosen.inputs.map(planInput),
    outputs,
    nodes,
    ...namedConnections(chosen, nodes),
    messageFormat: chosen.messageFormat,
    ...(chosen.variant && { variant: chosen.variant }),
    environment: flowEnvironment(chosen),
    diagnostics: found.map((diagnostic) => weigh(diagnostic, options.mode)),
  }
  if (options.mode === "run") hashPlan(plan, options.reader) // only what runs is told apart by it
  return plan
}

/** Why a plan with these diagnostics must not be run; undefined if the original would run it. */
export function planError(diagnostics: readonly Diagnostic[]): PlanError | undefined {
  const first = diagnostics.find((diagnostic) => diagnostic.severity === "error")
  return first && new PlanError(first, diagnostics)
}

function withVariants(flow: Flow, found: Diagnostic[]): Flow {
  if (!flow.nodes.some((node) => node.useVariants)) return flow
  try {
    return selectVariant(flow)
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    found.push(diagnosticOf(error, error.place ?? { file: flow.file }, {}))
    return flow
  }
}

function planInput({
  name,
  type,
  default: given,
  isChatInput,
  isChatHistory,
  description,
  place,
}: Flow["inputs"][number]): InputPort {
  const fallback = given && { default: Json.of(given.value) }
  return { name, type, ...fallback, isChatInput, isChatHistory, description, place }
}

function planNode(node: FlowNode, resolved: ResolvedTool | undefined): PlannedNode[] {
  // A node without a tool has a diagnostic of severity error, so the plan is never run.
  if (!resolved?.tool) return []
  return [
    {
      name: node.name,
      tool: resolved.tool,
      stage: node.aggregation ? "aggregation" : "line",
      bindings: resolved.bindings,
      ...(node.activate && { activate: { when: bindingOf(node.activate.when), is: node.activate.is } }),
      after: dependencies(node),
      escaped: resolved.escaped,
      ...(node.policy && { policy: node.policy }),
      place: node.place,
    },
  ]
}

/** What is named under `connection` by nodes whose tool does not ask for it, or has not been found. */
function namedConnections(flow: Flow, planned: readonly PlannedNode[]): Pick<Plan, "named"> {
  const asking = planned.flatMap(({ name, tool }) => (tool.kind === "llm" && !tool.packaged ? [name] : []))
  const named = flow.nodes.flatMap(({ name: node, connection, connectionPlace: place }) =>
    connection && !asking.includes(node) ? [{ connection, node, place }] : [],
  )
  return named.length > 0 ? { named } : {}
}

/** A value that no tool casts: a condition, an output. */
function bindingOf({ value, reference, place }: FlowValue): Binding {
  return reference ? { ...reference, place } : { kind: "literal", value: Json.of(value), place }
}

function planOutput(output: FlowOutput, flow: Flow, found: Diagnostic[]): OutputPort[] {
  const { name, type, reference: value, isChatOutput, evaluationOnly, description, place } = output
  const port = { name, type, binding: bindingOf(value), isChatOutput, evaluationOnly, description, place }
  const { reference } = value
  if (!reference) {
    if (value.value === "") {
      found.push(diagnose("FLOW_OUTPUT_EMPTY", { output_name: name }, place))
    }
    return [port]
  }
  const isInput = reference.kind === "flow-input"
  const wanted = isInput ? reference.name : reference.node
  const names = (isInput ? flow.inputs : flow.nodes).map((item) => item.name)
  if (!names.includes(wanted)) {
    const data = {
      node_name: wanted,
      output_name: name,
      reference: written(value),
      suggestion: didYouMean(wanted, names),
    }
    found.push(diagnose("FLOW_OUTPUT_UNKNOWN", data, value.place))
    return [port]
  }
  found.push(...sectionProblem(value, reference))
  if (isInput || !flow.nodes.some((node) => node.name === wanted && node.aggregation)) return [port]
  found.push(
    diagnose("FLOW_REFERENCE_INVALID", { output_name: name, reference: written(value) }, value.place, {
      severity: "warning",
      message: `Output ${name} refers to the aggregation node ${wanted}, whose output belongs to no line: it is left out.`,
    }),
  )
  return []
}
