import { join } from "node:path"
import { expect, test } from "vitest"
import { Workspace } from "../support/workspace.ts"

/** What a flow's environment and the original's home decide (spec 1.2.7, 3.6, 12), as the original answered. */

const flowOf = (variables: string) => `environment_variables:
  ${variables}
inputs:
  q: {type: string}
outputs:
  o: {type: string, reference: "\${n.output}"}
nodes:
- name: n
  type: python
  source: {type: code, path: n.py}
  inputs: {q: "\${inputs.q}"}
`
const SLOW = `import os, time
from promptflow.core import tool
@tool
def n(q: str):
    if q == "slow": time.sleep(20)
    return os.environ.get("K", "unset")
`

test("a variable of the flow that names a missing connection keeps it from running", async () => {
  await using here = await Workspace.make({ "f/flow.dag.yaml": flowOf("K: ${nope.key}"), "f/n.py": SLOW })
  const ran = await here.pf(["flow", "test", "--flow", "f", "--inputs", "q=1"])
  expect(ran.code).toBe(1)
  expect(ran.stdout).toMatch(/^pf\.flow\.test failed with ConnectionNotFoundError: .*nope/m)
  const overridden = await here.pf([
    ...["flow", "test", "--flow", "f", "--inputs", "q=1"],
    ...["--environment-variables", "K=given"],
  ])
  expect(JSON.parse(overridden.stdout.slice(overridden.stdout.indexOf("{")))).toEqual({ o: "given" })
})

test("a time limit among the variables of the flow counts", async () => {
  await using here = await Workspace.make({
    "f/flow.dag.yaml": flowOf("PF_LINE_TIMEOUT_SEC: 1"),
    "f/n.py": SLOW,
  })
  const ran = await here.pf(["flow", "test", "--flow", "f", "--inputs", "q=slow"])
  expect(ran.code).toBe(1)
  expect(ran.stdout).toMatch(/Line 0 execution timeout for exceeding 1 seconds/)
})

test("PF_HOME_DIRECTORY keeps runs apart, their names included", async () => {
  const flow = flowOf("K: v")
  await using here = await Workspace.make({
    "f/flow.dag.yaml": flow,
    "f/n.py": SLOW,
    "d.jsonl": '{"q": "a"}\n',
  })
  const words = ["run", "create", "--flow", "f", "--data", "d.jsonl", "--name", "same"]
  for (const home of ["one", "two"]) {
    const env = { PF_HOME_DIRECTORY: join(here.folder, home), MILLRACE_HOME: undefined }
    expect(await here.pf([...words, "--column-mapping", "q=${data.q}"], { env })).toMatchObject({ code: 0 })
    const { stdout } = await here.pf(["run", "list"], { env })
    expect(JSON.parse(stdout).map((run: { name: string }) => run.name)).toEqual(["same"])
  }
})
