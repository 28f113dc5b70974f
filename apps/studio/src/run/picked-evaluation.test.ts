import { expect, test } from "vitest"
import {
  evaluationProblems,
  evaluationRequest,
  type PickedEvaluation,
  sourcesOf,
} from "./picked-evaluation.ts"

const picked: PickedEvaluation = {
  key: "flow grade",
  title: "grade",
  summary: "",
  flow: "grade",
  inputs: [{ name: "truth", type: "string" }],
  models: [{ node: "judge", connection: "", key: "model", name: "" }],
  trusted: true,
  mapping: { truth: "${data.label}" },
  connections: { judge: { connection: "mine", model: " " }, other: { connection: "" } },
  data: "",
}
const run = { columns: [{ name: "label", type: "string" }], outputs: ["y"] }

test("is asked for with what was changed alone", () => {
  expect(evaluationRequest(picked)).toEqual({
    flow: "grade",
    columnMapping: { truth: "${data.label}" },
    connections: { judge: { connection: "mine" } },
  })
  expect(evaluationRequest({ ...picked, connections: {}, data: "d.csv" })).toEqual({
    flow: "grade",
    columnMapping: { truth: "${data.label}" },
    data: "d.csv",
  })
})

test("a dataset of its own gives its columns, and waits until they are read", () => {
  const other = { ...picked, data: "d.csv" }
  expect(evaluationProblems(picked, run)).toEqual([])
  expect(evaluationProblems(other, run)[0]?.problem).toBe("is still being read")
  const read = { ...other, columns: [{ name: "x", type: "int" }] }
  expect(evaluationProblems(read, run)[0]?.problem).toBe("the data has no column label")
  expect(sourcesOf(read, run)).toEqual({ columns: [{ name: "x", type: "int" }], outputs: ["y"] })
})
