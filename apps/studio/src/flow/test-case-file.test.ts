import { describe, expect, it } from "vitest"
import { FlowDocument } from "./flow-document.ts"
import {
  nextCaseName,
  readTestCases,
  TestCaseFile,
  withCase,
  withRenamed,
  writeTestCases,
} from "./test-case-file.ts"

const TEXT = `{
  "note": "ours",
  "cases": [
    {
      "name": "Tea",
      "who": "somebody",
      "inputs": {
        "q": "green"
      },
      "outputs": {
        "a": 1
      }
    }
  ]
}
`

function opened(text?: string) {
  const disk = new Map(text === undefined ? [] : [["f/test-cases.json", text]])
  const document = new FlowDocument({
    read: async (path) => ({ text: disk.get(path) ?? null, version: "1" }),
    write: async (path, written) => {
      disk.set(path, written)
      return { version: written }
    },
    remove: async (path) => void disk.delete(path),
    move: async () => {},
  })
  return { disk, document, file: new TestCaseFile(document, "f/test-cases.json") }
}

describe("the file of test cases", () => {
  it("follows names of the flow, and says nothing where it does not have them", () => {
    const all = {
      cases: [{ name: "q", inputs: { q: 1, z: 2 }, outputs: { q: 3 } }],
      pinned: { "inputs.q": 1, "q.output": 2, "q.output.text": 3, "q_2.output": 4 },
      rest: {},
    }
    expect(withRenamed(all, { of: "input", from: "q", to: "a" })).toEqual({
      cases: [{ name: "q", inputs: { a: 1, z: 2 }, outputs: { q: 3 } }],
      pinned: { "inputs.a": 1, "q.output": 2, "q.output.text": 3, "q_2.output": 4 },
      rest: {},
    })
    expect(withRenamed(all, { of: "output", from: "q", to: "a" })?.cases[0]?.outputs).toEqual({ a: 3 })
    expect(Object.keys(withRenamed(all, { of: "node", from: "q", to: "a" })?.pinned ?? {})).toEqual([
      "inputs.q",
      "a.output",
      "a.output.text",
      "q_2.output",
    ])
    expect(withRenamed(all, { of: "node", from: "none", to: "a" })).toBeUndefined()
  })

  it("is read and written without losing anything", () => {
    expect(writeTestCases(readTestCases(TEXT))).toBe(TEXT)
    expect(readTestCases("")).toEqual({ cases: [], pinned: {}, rest: {} })
    expect(writeTestCases(readTestCases("{}"))).toBeUndefined()
  })

  it("says what is wrong with it, and is not written over then", async () => {
    for (const [text, problem] of [
      ["[]", /must be an object/],
      ['{"cases": {}}', /must be a list/],
      ['{"cases": [{"inputs": {}}]}', /case 1 needs a name/],
      ['{"cases": [{"name": "a"}, {"name": "a"}]}', /two cases are called a/],
      ['{"cases": [{"name": "a", "inputs": 3}]}', /inputs of a must be an object/],
    ] as const)
      expect(() => readTestCases(text)).toThrow(problem)
    const { document, file } = opened("{")
    await document.open(file.path)
    expect(file.problem).toMatch(/^test-cases.json cannot be read: /)
    expect(() => file.save({ name: "a", inputs: {} })).toThrow(/cannot be read/)
  })

  it("saves, renames, pins and deletes as steps that can be undone, and is gone when it is empty", async () => {
    const { disk, document, file } = opened()
    file.save({ name: "a", inputs: { x: 1 } })
    file.save({ name: "b", inputs: {} })
    file.save({ name: "c", inputs: { x: 2 } }, "a")
    file.pin("fetch.output", [1])
    await document.flush()
    expect(JSON.parse(disk.get(file.path) ?? "")).toEqual({
      cases: [
        { name: "c", inputs: { x: 2 } },
        { name: "b", inputs: {} },
      ],
      pinned: { "fetch.output": [1] },
    })
    document.undo()
    expect(file.pinned).toEqual({})
    for (const name of ["b", "c"]) file.delete(name)
    await document.flush()
    expect(disk.has(file.path)).toBe(false)
  })

  it("keeps names apart", () => {
    const cases = [
      { name: "a", inputs: {} },
      { name: "b", inputs: {} },
    ]
    expect(withCase(cases, { name: "b", inputs: { x: 1 } }, "a")).toEqual([{ name: "b", inputs: { x: 1 } }])
    expect(nextCaseName([{ name: "Case 2", inputs: {} }])).toBe("Case 3")
  })
})
