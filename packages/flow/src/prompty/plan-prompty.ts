import type { Binding, Diagnostic, FolderReader, Plan, PromptySource } from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import { weigh } from "../diagnose.ts"
import type { Flow } from "../flow.ts"
import { hashPlan } from "../plan-hash.ts"
import { promptyProblems } from "./prompty-problems.ts"

/** A prompty as a plan of one node that takes every declared input of the flow (spec 1.4, 3.8). */
export function planPrompty(flow: Flow, options: { reader: FolderReader; mode: "run" | "validate" }): Plan {
  const { prompty } = flow
  const found: Diagnostic[] = [...flow.diagnostics, ...(prompty ? promptyProblems(flow, prompty) : [])]
  const plan: Plan = {
    kind: "prompty",
    name: prompty?.name ?? flow.name,
    hash: "",
    inputs: flow.inputs.map(({ default: given, ...port }) => ({
      ...port,
      ...(given && { default: Json.of(given.value) }),
    })),
    outputs: flow.outputs.map(({ reference: { value, place }, ...port }) => ({
      ...port,
      binding: { kind: "literal", value: Json.of(value), place } as const,
    })),
    nodes: prompty ? [planNode(flow, prompty)] : [],
    messageFormat: "basic",
    ...(prompty?.sample && { sample: prompty.sample.value as Dict }),
    ...(flow.variant && { variant: flow.variant }),
    environment: {},
    diagnostics: found.map((diagnostic) => weigh(diagnostic, options.mode)),
  }
  if (options.mode === "run") hashPlan(plan, options.reader)
  return plan
}

function planNode(flow: Flow, prompty: PromptySource): Plan["nodes"][number] {
  const bindings = flow.inputs.map(({ name, place }): [string, Binding] => [
    name,
    { kind: "flow-input", name, text: `\${flow.${name}}`, place },
  ])
  return {
    name: flow.name,
    tool: { kind: "prompty", prompty },
    stage: "line",
    bindings: Object.fromEntries(bindings),
    after: [],
    escaped: [],
    place: flow.yaml.place,
  }
}
