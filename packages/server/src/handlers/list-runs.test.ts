import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const ECHO = `inputs: {x: {type: string}}
outputs: {y: {type: string, reference: "\${echo.output}"}}
nodes:
- {name: echo, type: typescript, source: {type: code, path: echo.ts}, inputs: {x: "\${inputs.x}"}}
`
let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

test("runs are listed by flow and by what they evaluate, whatever is newer", async () => {
  const made: string[] = []
  for (const flow of ["first", "second"]) {
    await studio.get("POST", "/flows", { path: flow, type: "standard" })
    studio.write(`${flow}/flow.dag.yaml`, ECHO)
    studio.write(`${flow}/echo.ts`, "export default function echo({ x }: { x: string }) {\n  return x\n}\n")
    studio.write("one.jsonl", '{"x": "a"}\n')
    const asked = { flow, data: "one.jsonl", columnMapping: { x: "${data.x}" } }
    const { work, runs } = await studio.get<{ work: string; runs: string[] }>("POST", "/runs", asked)
    await studio.workLines(work)
    made.push(...runs)
  }
  const [first, second] = made
  const evaluated = await studio.get<{ run: string; work: string }>("POST", `/runs/${first}/evaluations`, {
    flow: "second",
    columnMapping: { x: "${run.outputs.y}" },
  })
  await studio.workLines(evaluated.work)
  const names = async (query: string) =>
    (await studio.get<{ name: string }[]>("GET", `/runs?${query}`)).map(({ name }) => name)
  expect(await names("flow=first&limit=1")).toEqual([first])
  expect(await names("flow=first&evaluations=include")).toEqual([evaluated.run, first])
  expect(await names("flow=second")).toEqual([evaluated.run, second])
  expect(await names(`run=${first}`)).toEqual([evaluated.run])
  expect(await names(`run=${second}`)).toEqual([])
  const all = await names("limit=10")
  expect(await names(`limit=2&before=${all[0]}`)).toEqual(all.slice(1, 3))
  expect(await names(`limit=2&before=${all[2]}`)).toEqual([])
  expect(await names(`flow=second&limit=1&before=${evaluated.run}`)).toEqual([second])
  const tested = await studio.get<{ work: string }>("POST", "/tests", { flow: "first", inputs: { x: "b" } })
  await studio.workLines(tested.work)
  expect(await names("limit=10")).toEqual(all) // tests only where they are asked for
  const kinds = await studio.get<{ kind: string }[]>("GET", "/runs?limit=10&tests=include")
  expect(kinds.map(({ kind }) => kind)).toEqual(["test", ...all.map(() => "batch")])
  const lines = (status: string) => studio.get<unknown[]>("GET", `/runs/${first}/lines?status=${status}`)
  expect(await lines("failed,done")).toHaveLength(1)
  expect(await lines("failed,crashed")).toEqual([])
})

test("a bulk test has each of its evaluations over each run, also two of the same flow", async () => {
  studio.write("other.jsonl", '{"z": "b"}\n')
  const over = (values: string) => ({ flow: "second", columnMapping: { x: values } })
  const { work, group } = await studio.get<{ work: string; group: string }>("POST", "/runs", {
    flow: "first",
    data: "one.jsonl",
    columnMapping: { x: "${data.x}" },
    evaluations: [over("${run.outputs.y}"), { ...over("${data.z}"), data: "other.jsonl" }],
  })
  await studio.workLines(work)
  type Listed = { name: string; run: string | null; state: string; dataPath: string | null }
  const runs = await studio.get<Listed[]>("GET", `/runs?group=${group}`)
  const [test] = runs.filter(({ run }) => run === null)
  const evaluations = runs.filter(({ run }) => run === test?.name)
  expect(evaluations.map(({ state, dataPath }) => [state, dataPath])).toEqual([
    ["done", "other.jsonl"],
    ["done", "one.jsonl"],
  ])
  expect(runs).toHaveLength(3)
  const lines = await studio.get<{ outputs: unknown }[]>("GET", `/runs/${evaluations[0]?.name}/lines`)
  expect(lines.map(({ outputs }) => outputs)).toEqual([{ y: "b" }])
})
