import {
  type Binding,
  type Diagnostic,
  type InitBinding,
  type InputPort,
  type OutputPort,
  type Place,
  type Plan,
  type PlannedNode,
  type ToolParameter,
  type ToolSignature,
  toMillraceError,
  type ValueType,
} from "@internal/schema"
import { type Dict, Json, repr, str, type Value } from "@internal/value"
import { castInput } from "../cast-input.ts"
import { diagnose, diagnosticOf, weigh } from "../diagnose.ts"
import type { Flow } from "../flow.ts"
import { flowEnvironment } from "../flow-environment.ts"
import type { PlanOptions } from "../plan-flow.ts"
import { hashPlan } from "../plan-hash.ts"
import { entrySource } from "./entry-source.ts"
import type { FlexFlow, FlexPort } from "./flex-flow.ts"
import { isConfiguration } from "./flex-types.ts"
import { withSignature } from "./with-signature.ts"

/** The node that calls `__aggregate__` after the lines (spec 3.8). */
const AGGREGATION = "__aggregate__"

/** The plan of a flex flow (spec 1.3, 3.8): one node, its entry, and one more if its class aggregates. */
export function planFlex(flow: Flow, options: PlanOptions): Plan {
  const { source, node } = entrySource(flow) ?? {}
  const signature = node === undefined ? undefined : options.signatures.get(node)
  const known = flow.flex?.inputs && flow.flex.outputs ? flow : withSignature(flow, signature)
  const found: Diagnostic[] = [...known.diagnostics]
  const { flex } = known
  const described = signature instanceof Error ? undefined : signature
  if (signature instanceof Error) {
    const error = toMillraceError(signature)
    found.push(diagnosticOf(error, error.place ?? placeOf(flow), {}))
  }
  found.push(...aggregationProblems(described, placeOf(flow)))
  const plan: Plan = {
    kind: "flex",
    name: flow.name,
    hash: "",
    inputs: (flex?.inputs ?? []).map(inputPort),
    outputs: node === undefined ? [] : (flex?.outputs ?? []).map((port) => outputPort(port, node)),
    nodes:
      source && node && flex
        ? planNodes(node, source, { flex, signature: described, init: options.init })
        : [],
    messageFormat: "basic",
    environment: flowEnvironment(flow),
    ...(flex?.sample.inputs && { sample: flex.sample.inputs }),
    diagnostics: found.map((diagnostic) => weigh(diagnostic, options.mode)),
  }
  if (options.mode === "run") hashPlan(plan, options.reader)
  return plan
}

function placeOf(flow: Flow): Place {
  return flow.flex?.place ?? flow.yaml.place
}

/** Empty text stands for the default of the function: the input may be left out, and is not cast (spec 2.3). */
function inputPort({
  name,
  type,
  default: given,
  isChatInput,
  isChatHistory,
  description,
  place,
}: FlexPort): InputPort {
  const fallback =
    given === undefined ? {} : given === "" ? { optional: true as const } : { default: Json.of(given) }
  // the type was checked against those of flex flows when it was read
  const valueType = type as ValueType
  return {
    name,
    type: valueType,
    ...fallback,
    isChatInput,
    isChatHistory,
    description,
    ...(place && { place }),
  }
}

function outputPort({ name, type, isChatOutput, description, place }: FlexPort, node: string): OutputPort {
  const binding: Binding = { ...outputOf(node), property: name }
  return {
    name,
    type: type as ValueType,
    binding,
    isChatOutput,
    evaluationOnly: false,
    description,
    ...(place && { place }),
  }
}

function outputOf(node: string) {
  return { kind: "node-output" as const, node, section: "output", property: "", text: `\${${node}.output}` }
}

function aggregationProblems(signature: ToolSignature | undefined, place: Place): Diagnostic[] {
  const count = signature?.entry?.aggregation ?? null
  if (count === null || count === 1) return []
  return [diagnose("AGGREGATION_FUNCTION_INVALID", { entry: signature?.function, count }, place)]
}

function planNodes(
  node: string,
  source: Extract<PlannedNode["tool"], { kind: "entry" }>["source"],
  { flex, signature, init }: { flex: FlexFlow; signature: ToolSignature | undefined; init: Dict | undefined },
): PlannedNode[] {
  const bindings = (flex.inputs ?? []).map(({ name, place }): [string, Binding] => [
    name,
    { kind: "flow-input", name, text: `\${inputs.${name}}`, ...(place && { place }) },
  ])
  const language = flex.entryName?.language ?? "python"
  const tool = {
    kind: "entry" as const,
    source,
    signature,
    language,
    init: initBindings(flex, signature, init),
  }
  const made = { escaped: [], place: flex.place }
  const entry: PlannedNode = {
    name: node,
    tool,
    stage: "line",
    bindings: Object.fromEntries(bindings),
    after: [],
    ...made,
  }
  if ((signature?.entry?.aggregation ?? null) === null) return [entry]
  const results = outputOf(node)
  const aggregate: PlannedNode = {
    name: AGGREGATION,
    tool: { ...tool, method: "aggregate" },
    stage: "aggregation",
    bindings: { line_results: results },
    after: [node],
    ...made,
  }
  return [entry, aggregate]
}

/**
 * Arguments of the constructor: what is given, else the sample's, over the defaults (spec 1.3). A function takes none. Only
 * those of JavaScript are cast: the original's are not.
 */
function initBindings(
  flex: FlexFlow,
  signature: ToolSignature | undefined,
  given: Dict | undefined,
): Record<string, InitBinding> {
  if (signature && signature.className === undefined) return {}
  const values: Dict = new Map()
  for (const { name, default: fallback } of flex.init ?? []) {
    if (fallback !== undefined && fallback !== "") values.set(name, fallback)
  }
  for (const [name, value] of given && given.size > 0 ? given : (flex.sample.init ?? []))
    values.set(name, value)
  const isScript = flex.entryName?.language === "javascript"
  const types = new Map(flex.init?.map(({ name, type }) => [name, type as ValueType])) // checked as it was read
  if (isScript) {
    for (const [name, value] of values) {
      const type = types.get(name)
      if (type)
        values.set(
          name,
          castInput({ name, type }, value, { subject: `The argument ${name} of the constructor` }),
        )
    }
  }
  const parameters = new Map(signature?.init.map((parameter) => [parameter.name, parameter]))
  return Object.fromEntries(
    Array.from(values, ([name, value]) => [name, initBinding(parameters.get(name), value)]),
  )
}

function initBinding(parameter: ToolParameter | undefined, value: Value): InitBinding {
  const type = parameter?.type[0]
  if (parameter?.connection) {
    const { customType } = parameter
    return { kind: "connection", name: str(value), types: [], ...(customType && { customType }) }
  }
  const isOne = type !== undefined && isConfiguration(type) && parameter?.type.length === 1
  if (!isOne) return { kind: "literal", value: Json.of(value) }
  const fields = value instanceof Map ? value : undefined
  const connection = fields?.get("connection")
  return {
    kind: "configuration",
    class: type,
    value: Json.of(value),
    ...(typeof connection === "string" && { connection }),
    ...(!fields && { problem: `Model config value is not an instance of ${type}, got ${repr(value)}` }),
  }
}
