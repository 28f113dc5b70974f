import { flowOutline } from "@internal/flow"
import { describe, expect, it } from "vitest"
import { inputsText, readInputsText } from "./inputs-json.ts"
import { readJson } from "./json-text.ts"
import { portsOfOutline } from "./run-ports.ts"
import { parseTyped } from "./typed-value.ts"

const { inputs: ports } = portsOfOutline(
  flowOutline(`inputs:
  question: {type: string}
  depth: {type: int, default: 3}
  tags: {type: list}
  picture: {type: image}
nodes: []
`),
)

describe("inputs as JSON", () => {
  it("keeps the values of the form, and gives them back", () => {
    const inputs = { tags: [1], question: "q", gone: 1 }
    const text = inputsText(ports, inputs)
    expect(text).toBe('{\n  "question": "q",\n  "tags": [\n    1\n  ]\n}')
    expect(readInputsText(ports, text)).toEqual({ inputs: { question: "q", tags: [1] } })
    expect(readInputsText(ports, " ")).toEqual({ inputs: {} })
  })

  it("says what is wrong where it is", () => {
    expect(readInputsText(ports, '{\n  "question": \n}')).toEqual({
      problems: [{ problem: "Expecting value", line: 3, column: 1 }],
    })
    const text = '{\n  "question": "a: {",\n  "depth": 1.5, "tags": {"depth": 1},\n  "more": 1\n}'
    expect(readInputsText(ports, text)).toEqual({
      problems: [
        { problem: "depth: a whole number is needed", line: 3, column: 3 },
        { problem: "tags: a list is needed: [1, 2]", line: 3, column: 17 },
        {
          problem: "The flow has no input more. It has question, depth, tags, picture.",
          line: 4,
          column: 3,
        },
      ],
    })
    expect(readInputsText(ports, "[1]")).toMatchObject({ problems: [{ line: 1, column: 1 }] })
  })

  it("reads one value by its type", () => {
    expect(parseTyped("list", "[1, 2")).toEqual({
      problem: expect.stringMatching(/^JSON is needed: .+, line 1, column 6$/),
    })
    expect(parseTyped("list", "{}")).toEqual({ problem: "a list is needed: [1, 2]" })
    expect(parseTyped("object", '{"a": 1}')).toEqual({ value: { a: 1 } })
    expect(parseTyped("image", "images/a.png")).toEqual({ value: "images/a.png" })
    expect(parseTyped("image", '{"data:image/png;path": "a.png"}')).toEqual({
      value: { "data:image/png;path": "a.png" },
    })
    expect(parseTyped("bool", "True")).toEqual({ value: true })
    expect(readJson('{"a": 1}')).toEqual({ value: { a: 1 } })
  })
})
