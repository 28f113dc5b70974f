import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { toPlain } from "@internal/value"
import { afterAll, expect, test } from "vitest"

const root = mkdtempSync(join(tmpdir(), "millrace-policy-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function flow(name: string, policy: string, more = ""): string {
  const folder = join(root, name)
  mkdirSync(folder)
  writeFileSync(
    join(folder, "flow.dag.yaml"),
    `inputs:
  x: {type: string}
outputs:
  a: {type: string, reference: "\${a.output}"}
  b: {type: string, reference: "\${b.output}"}
nodes:
- name: a
  type: python
  source: {type: code, path: a.py}
  inputs: {x: "\${inputs.x}"}
  x-millrace: ${policy}
- name: b
  type: python
  source: {type: code, path: b.py}
  inputs: {x: "\${inputs.x}"}
${more}`,
  )
  writeFileSync(
    join(folder, "a.py"),
    `import re, time
from promptflow.core import tool


@tool
def a(x: str) -> str:
    if x == "lock":
        re.match(r"(a+)+$", "a" * 60 + "b")
    if x == "raise":
        raise ValueError("no")
    return f"a of {x}"
`,
  )
  writeFileSync(
    join(folder, "b.py"),
    "from promptflow.core import tool\n\n\n@tool\ndef b(x: str) -> str:\n    return f'b of {x}'\n",
  )
  return folder
}

async function outputs(folder: string, x: string) {
  await using millrace = await Millrace.open({ home: join(root, "home") })
  const { output, error, status } = await millrace.flows.test({ flow: folder, inputs: { x }, output: false })
    .result
  return { status, output: toPlain(output), error: error?.message }
}

test("a node that holds the interpreter is ended in its time, and the line goes on in another worker", async () => {
  const folder = flow("stuck", "{timeout: 1, on_error: {default: late}}")
  expect(await outputs(folder, "lock")).toMatchObject({ output: { a: "late", b: "b of lock" } })
  expect(await outputs(folder, "well")).toMatchObject({ output: { a: "a of well", b: "b of well" } })
})

test("other lines of a batch do not notice", async () => {
  const folder = flow("batch", "{timeout: 1, on_error: skip}")
  const data = join(root, "rows.jsonl")
  writeFileSync(data, ["lock", "w1", "w2", "w3", "w4", "raise"].map((x) => `{"x": "${x}"}\n`).join(""))
  await using millrace = await Millrace.open({ home: join(root, "home") })
  const run = await (await millrace.runs.create({ flow: folder, data, concurrency: 2 })).result
  expect(run.counts).toMatchObject({ done: 6, failed: 0 })
  const { rows, columns } = await millrace.runs.details(run.name)
  const column = columns.indexOf("outputs.a")
  expect(rows.map((row) => row[column])).toEqual([null, "a of w1", "a of w2", "a of w3", "a of w4", null])
})

test("a fallback node runs only when it is needed", async () => {
  const spare = `- name: spare
  type: python
  source: {type: code, path: b.py}
  inputs: {x: spare}
`
  const folder = flow("fallback", "{on_error: {fallback: spare}}", spare)
  expect(await outputs(folder, "raise")).toMatchObject({ output: { a: "b of spare", b: "b of raise" } })
  expect(await outputs(folder, "well")).toMatchObject({ output: { a: "a of well" } })
})

test.for([
  ["{on_error: {fallback: nobody}}", "only an LLM node can fall back on a connection"],
  ["{on_error: sometimes}", "it must be fail, skip"],
  ["{timeout: never}", "a number of seconds above 0"],
  ["{retry: {times: 0}}", "a whole number above 0"],
  ["{timeot: 3}", "there are cache, pure, timeout, retry, on_error"],
] as const)("%s is refused before anything runs", async ([policy, reason]) => {
  const folder = flow(`wrong-${policy.replaceAll(/\W+/g, "-")}`, policy)
  await expect(outputs(folder, "x")).rejects.toThrow(reason)
})
