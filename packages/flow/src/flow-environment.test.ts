// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { expect, test } from "vitest"
import { connectionReference, flowEnvironment } from "./flow-environment.ts"
import { readFlow } from "./read-flow.ts"

test("values are text as the original makes it (spec 1.2, 1.2.7)", () => {
  const text = `environment_variables:
  A: true
  B: 1.0
  C: [1, é, 1.0]
  D: {a: 1, b: null}
  E: null
  F: 2024-01-01
  G: x
  I: 1_000
  J: ''
nodes: []
`
  const flow = readFlow({ root: "/f", read: () => text, exists: () => true }, "flow.dag.yaml")
  expect(flowEnvironment(flow)).toEqual({
    A: "True",
    B: "1.0",
    C: '[1, "\\u00e9", 1.0]',
    D: '{"a": 1, "b": null}',
    E: "None",
    F: "2024-01-01",
    G: "x",
    I: "1000",
    J: "",
  })
})

test.each([
  ["${conn.api_key}", "conn", "api_key"],
  ["  ${my conn.key}  ", "my conn", "key"],
])("%s names a connection (1.2.7)", (text, connection, key) => {
  expect(connectionReference(text)).toEqual({ connection, key })
})

test.each(["${conn}", "x${conn.key}", "${a.b.c}", "$conn.key", "plain"])("%s names none", (text) => {
  expect(connectionReference(text)).toBeUndefined()
})
