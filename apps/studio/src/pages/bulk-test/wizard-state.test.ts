import { expect, test } from "vitest"
import { autoMapping, evaluationMapping, mappingProblems, runRequest } from "./wizard-state.ts"

const inputs = [
  { name: "url", type: "string" },
  { name: "max_words", type: "int", default: 3 },
]

test("inputs take the columns of their names", () => {
  expect(autoMapping(inputs, ["URL", "Max words", "x"])).toEqual({
    url: "${data.URL}",
    max_words: "${data.Max words}",
  })
})

test("an evaluation takes the truth from the data and predictions from the outputs", () => {
  const mapped = evaluationMapping(
    [{ name: "groundtruth" }, { name: "prediction" }, { name: "topic" }],
    ["url", "answer", "topic"],
    ["category", "evidence"],
  )
  expect(mapped).toEqual({
    groundtruth: "${data.answer}",
    prediction: "${run.outputs.category}",
    topic: "${data.topic}",
  })
})

test("what does not fit is said for its input", () => {
  const columns = [
    { name: "link", type: "string" },
    { name: "words", type: "double" },
  ]
  expect(mappingProblems(inputs, {}, columns)).toEqual([
    { input: "url", problem: "needs a value: it has no default", severity: "error" },
  ])
  expect(mappingProblems(inputs, { url: "${data.nope}", max_words: "${data.words}" }, columns)).toEqual([
    { input: "url", problem: "the data has no column nope", severity: "error" },
    { input: "max_words", problem: "wants int, and words holds double", severity: "warning" },
  ])
  expect(mappingProblems(inputs, { url: "${run.outputs.y}" }, columns, ["x"])[0]?.problem).toBe(
    "the flow has no output y",
  )
})

test("what is asked has variants by reference, literals by value, and nothing that was left empty", () => {
  const view = { path: "f" } as never
  const state = {
    name: "n",
    description: "",
    node: "s",
    variants: ["variant_0", "variant_1"],
    data: "f/d.jsonl",
    preview: undefined,
    mapping: { url: "${data.url}", max_words: "5", empty: "" },
    evaluations: [
      {
        key: "e",
        title: "e",
        flow: { sample: "eval-basic" },
        inputs: [],
        trusted: true,
        mapping: { a: "text" },
      },
    ],
    limit: 10,
    maxCost: undefined,
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
})
