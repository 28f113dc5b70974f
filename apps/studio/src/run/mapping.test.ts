import { expect, test } from "vitest"
import { evaluationMapping, mappingValues } from "./evaluation-mapping.ts"

const inputs = (...names: string[]) => names.map((name) => ({ name }))

test("the truth comes from the data, what was answered from the run", () => {
  expect(
    evaluationMapping(inputs("groundtruth", "prediction", "question"), {
      columns: ["question", "answer"],
      outputs: ["category", "evidence"],
    }),
  ).toEqual({
    groundtruth: "${data.answer}",
    prediction: "${run.outputs.category}",
    question: "${data.question}",
  })
})

test("names are alike whatever their case and signs; what nothing is like stays open", () => {
  expect(
    evaluationMapping(inputs("Ground_Truth", "depth"), { columns: ["groundTruth"], outputs: [] }),
  ).toEqual({
    Ground_Truth: "${data.groundTruth}",
  })
})

test("what is JSON is a value, the rest text", () => {
  expect(mappingValues({ a: "3", b: "${data.x}", c: '["u"]', d: "true story", e: "" })).toEqual({
    a: 3,
    b: "${data.x}",
    c: ["u"],
    d: "true story",
  })
})
