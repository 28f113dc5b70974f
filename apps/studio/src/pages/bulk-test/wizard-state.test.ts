import type { FlowView } from "@internal/schema/studio"
import { expect, test } from "vitest"
import { newWizard, refusal, runRequest, untrusted, wizardProblems } from "./wizard-state.ts"

const view = {
  path: "f",
  name: "f",
  kind: "flex",
  trusted: false,
  inputs: [{ name: "url", type: "string" }],
  init: [{ name: "limit", type: "int", default: 3 }],
  outputs: [{ name: "y", type: "string" }],
} as unknown as FlowView
const evaluation = {
  key: "e",
  title: "e",
  summary: "",
  flow: { sample: "eval-basic" },
  inputs: [{ name: "a", type: "string" }],
  models: [],
  trusted: true,
  mapping: { a: "text" },
  connections: {},
  data: "",
}

test("what is asked has variants by reference, literals by value, and nothing that was left empty", () => {
  const state = {
    ...newWizard(view),
    name: "n",
    node: "s",
    variants: ["variant_0", "variant_1"],
    data: "f/d.jsonl",
    mapping: { url: "${data.url}", max_words: "5", empty: "" },
    evaluations: [evaluation],
    limit: 10,
  }
  expect(runRequest(view, state)).toEqual({
    flow: "f",
    data: "f/d.jsonl",
    columnMapping: { url: "${data.url}", max_words: 5 },
    displayName: "n",
    vary: ["${s.variant_0}", "${s.variant_1}"],
    evaluations: [{ flow: { sample: "eval-basic" }, columnMapping: { a: "text" } }],
    limit: 10,
  })
  expect(runRequest(view, { ...state, tags: { a: "1" }, runtime: "py", init: { limit: "5" } })).toMatchObject(
    { tags: { a: "1" }, runtime: "py", init: { limit: 5 } },
  )
})

test("a DAG flow without inputs is refused before it is submitted, as a run of it would be", () => {
  expect(refusal(view)).toBeUndefined()
  expect(refusal({ ...view, kind: "dag" })).toBeUndefined()
  expect(refusal({ ...view, kind: "dag", inputs: [] })).toBe("A flow without inputs cannot be run in bulk.")
  expect(refusal({ ...view, inputs: [] })).toBeUndefined()
})

test("problems are those of the flow and of each evaluation, and folders are asked about once", () => {
  const state = {
    ...newWizard(view),
    preview: { columns: [{ name: "url", type: "string" }], rows: [], total: 0, leftOut: 0 },
    evaluations: [{ ...evaluation, flow: "g", trusted: false, mapping: { a: "${run.outputs.z}" } }],
  }
  expect(wizardProblems(view, state).map(({ input, problem }) => `${input} ${problem}`)).toEqual([
    "url needs a value: it has no default",
    "e: a the flow has no output z",
  ])
  expect(untrusted(view, state)).toEqual(["f", "g"])
})
