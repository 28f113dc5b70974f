import { flowOutline } from "@internal/flow"
import { expect, it } from "vitest"
import { sampleOfOutline } from "./run-ports.ts"

const of = (sample: string, inputs = "{ text: { type: string }, n: { type: int } }") =>
  sampleOfOutline(flowOutline(`inputs: ${inputs}\nnodes: []\n${sample}`))

it("reads the sample of a DAG flow as the form begins with it", () => {
  expect(of("sample: { inputs: { text: hello, n: 7, other: 1 } }")).toEqual({ text: "hello", n: 7 })
  expect(of("sample: { text: hello }")).toEqual({ text: "hello" })
  expect(of("sample: { inputs: a, n: 1 }", "{ inputs: { type: string } }")).toEqual({ inputs: "a" })
})

it("has none where the file has nothing that fits", () => {
  expect(of("")).toBeUndefined()
  expect(of("sample: [1, 2]")).toBeUndefined()
  expect(of("sample: { inputs: { other: 1 } }")).toBeUndefined()
})
