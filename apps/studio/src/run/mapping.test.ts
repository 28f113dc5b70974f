import { expect, test } from "vitest"
import { autoMapping, evaluationMapping, mappingProblems, mappingValues } from "./mapping.ts"

const inputs = (...names: string[]) => names.map((name) => ({ name }))
const texts = (...names: string[]) => names.map((name) => ({ name, type: "string" }))

test("inputs take the columns of their names, whatever their case and signs; the others stay open", () => {
  expect(autoMapping(inputs("url", "max_words", "depth"), texts("URL", "Max words", "x"))).toEqual({
    url: "${data.URL}",
    max_words: "${data.Max words}",
  })
})

test("of an evaluation the truth comes from the data, what was answered from the run", () => {
  const sources = { columns: texts("question", "answer"), outputs: ["category", "evidence"] }
  expect(evaluationMapping(inputs("groundtruth", "prediction", "question"), sources)).toEqual({
    groundtruth: "${data.answer}",
    prediction: "${run.outputs.category}",
    question: "${data.question}",
  })
  expect(
    evaluationMapping(inputs("Ground_Truth", "depth", "url"), {
      columns: texts("groundTruth"),
      outputs: [],
      runInputs: ["URL"],
    }),
  ).toEqual({ Ground_Truth: "${data.groundTruth}", url: "${run.inputs.URL}" })
})

test("what does not fit is said for its input", () => {
  const wanted = [
    { name: "url", type: "string" },
    { name: "max_words", type: "int", default: 3 },
  ]
  const columns = [
    { name: "link", type: "string" },
    { name: "words", type: "double" },
  ]
  const said = (mapping: Record<string, string>, outputs?: string[]) =>
    mappingProblems(wanted, mapping, { columns, ...(outputs && { outputs }) }).map(
      ({ input, problem, severity }) => `${severity} ${input}: ${problem}`,
    )
  expect(said({})).toEqual(["error url: needs a value: it has no default"])
  expect(said({ url: "${data.nope}", max_words: "${data.words}" })).toEqual([
    "error url: the data has no column nope",
    "warning max_words: wants int, and words holds double",
  ])
  expect(said({ url: "${run.outputs.y}" }, ["x"])).toEqual(["error url: the flow has no output y"])
  expect(said({ url: "${run.outputs.x}" })).toEqual(["error url: takes nothing of a run: none is evaluated"])
  expect(said({ url: "${datta.link}" })).toEqual(["error url: ${datta.link} is no column and no output"])
  expect(said({ url: "costs ${5}", max_words: "4" })).toEqual([])
})

test("types are checked by the rule of a run: by the rows that are there, and of constants", () => {
  const typed = (type: string, value: string) =>
    mappingProblems(
      [{ name: "x", type }],
      { x: value },
      {
        columns: texts("s", "n", "gone"),
        rows: [
          { s: "1", n: "12" },
          { s: "t1", n: " 7 " },
        ],
      },
    ).map(({ problem, severity }) => `${severity}: ${problem}`)
  expect(typed("int", "${data.s}")).toEqual([`warning: wants int, and s holds "t1" in row 1`])
  expect(typed("int", "${data.n}")).toEqual([])
  expect(typed("int", "${data.gone}")).toEqual([])
  expect(typed("string", "${data.s}")).toEqual([])
  expect(typed("double", "abc")).toEqual([`error: wants double, and "abc" is none`])
  expect(typed("double", "1.5")).toEqual([])
  expect(typed("bool", "yes")).toEqual([`error: wants bool, and "yes" is none`])
  expect(typed("list", "5")).toEqual(["error: wants list, and 5 is none"])
  expect(typed("object", '{"a": 1}')).toEqual([])
})

test("what is JSON is a value, the rest text", () => {
  expect(mappingValues({ a: "3", b: "${data.x}", c: '["u"]', d: "true story", e: "" })).toEqual({
    a: 3,
    b: "${data.x}",
    c: ["u"],
    d: "true story",
  })
})
