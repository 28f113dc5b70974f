import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const FLOW = `inputs: {x: {type: int}}
outputs: {y: {type: int, reference: "\${same.output}"}}
nodes:
- {name: same, type: typescript, source: {type: code, path: same.ts}, inputs: {x: "\${inputs.x}"}}
`
const EVALUATION = `inputs: {y: {type: int}}
outputs: {seen: {type: string, reference: "\${see.output}"}}
nodes:
- {name: see, type: python, source: {type: code, path: see.py}, inputs: {y: "\${inputs.y}"}}
- {name: over, type: python, aggregation: true, source: {type: code, path: over.py}, inputs: {ys: "\${inputs.y}"}}
`
const OVER = `from pathlib import Path
from promptflow.core import log_metric, tool

@tool
def over(ys: list):
    (Path(__file__).parent.parent / "ran.txt").write_text("ran")
    log_metric("square_of_mean", (sum(ys) / len(ys)) ** 2)
`
let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

test("comparing runs no code of an evaluation that nobody has allowed, and says what is missing for that", async () => {
  studio.write("flow/flow.dag.yaml", FLOW)
  studio.write("flow/same.ts", "export default function same({ x }: { x: number }) {\n  return x\n}\n")
  studio.write("grade/flow.dag.yaml", EVALUATION)
  studio.write(
    "grade/see.py",
    "from promptflow.core import tool\n@tool\ndef see(y: int):\n    return str(y)\n",
  )
  studio.write("grade/over.py", OVER)
  studio.write("rows.jsonl", [1, 2, 3, 5].map((x) => `${JSON.stringify({ x, z: x + 1 })}\n`).join(""))
  {
    // as the command line does it
    await using api = await Millrace.open({ home: studio.home, cwd: studio.folder })
    const data = join(studio.folder, "rows.jsonl")
    for (const [name, column] of [
      ["a", "x"],
      ["b", "z"],
    ]) {
      const flow = join(studio.folder, "flow")
      const columnMapping = { x: `\${data.${column}}` }
      await (await api.runs.create({ name, flow, data, columnMapping })).result
      const over = { name: `${name}-grade`, flow: join(studio.folder, "grade"), data, run: name }
      await (await api.runs.create({ ...over, columnMapping: { y: "${run.outputs.y}" } })).result
    }
  }
  const marker = join(studio.folder, "ran.txt")
  expect(existsSync(marker)).toBe(true)
  rmSync(marker)
  type Compared = { notes: string[]; comparison: { metrics: { metric: string; kind: string }[] } }
  const careful = await studio.get<Compared>("POST", "/runs/compare", { runs: ["a", "b"] })
  expect(existsSync(marker)).toBe(false)
  expect(careful.notes.join()).toContain("Code of grade may not run")
  expect(careful.comparison.metrics).toMatchObject([{ metric: "square_of_mean", kind: "none" }])
})
