import { join } from "node:path"
import { expect, test } from "vitest"
import { Workspace } from "../support/workspace.ts"

/** `millrace doctor FLOW` must not claim that something runs which does not. */

const FLOW = `inputs: {q: {type: string}}
outputs: {o: {type: string, reference: "\${n.output}"}}
nodes:
- name: n
  type: python
  source: {type: code, path: n.py}
  inputs: {q: "\${inputs.q}", keys: no_such_connection}
`
const TOOL = `import json, no_such_module
from promptflow.core import tool
from promptflow.connections import CustomConnection
import helper
try:
    import not_needed
except ImportError:
    pass
@tool
def n(q: str, keys: CustomConnection): return q
`

test("names connections that tools get, modules that are not there, and requirements that are not met", async () => {
  await using here = await Workspace.make({
    "one/flow.dag.yaml": FLOW,
    "one/n.py": TOOL,
    "one/helper.py": "",
    "two/flow.dag.yaml": FLOW,
    "two/n.py": TOOL,
    "two/requirements.txt": "no-such-package-of-anyone==9\n",
  })
  const checks = async (flow: string) => {
    const { stdout, code } = await here.millrace(["doctor", "--flow", flow, "-o", "json"])
    expect(code).toBe(1)
    return JSON.parse(stdout) as { subject: string; state: string; detail: string }[]
  }
  const one = await checks("one")
  expect(one).toContainEqual(
    expect.objectContaining({ subject: "Connection no_such_connection", state: "missing" }),
  )
  const imports = one.filter(({ subject }) => subject === "Imports of n.py")
  expect(imports.map(({ state, detail }) => [state, detail.split(" ")[0]])).toEqual([
    ["warning", "no_such_module"],
  ])
  const two = await checks("two")
  const requirements = two.find(({ subject }) => subject === "requirements.txt")
  expect(requirements).toMatchObject({ state: "warning" })
  expect(requirements?.detail).toContain("no-such-package-of-anyone==9")
})

test("looks at the prompties that a flow's code asks", async () => {
  const prompty = (configuration: string) =>
    `---\nmodel:\n  api: chat\n  configuration:\n    type: openai\n    model: m\n    ${configuration}\n---\nuser:\nhi\n`
  await using here = await Workspace.make({
    "flow.flex.yaml": "entry: m:f\n",
    "m.py": "def f(x: int) -> str:\n    return ''\n",
    "a.prompty": prompty("connection: not_there"),
    "b.prompty": prompty("api_key: ${env:NO_SUCH_KEY_OF_MINE}"),
  })
  const { stdout, code } = await here.millrace(["doctor", "--flow", ".", "-o", "json"])
  expect(code).toBe(0)
  const checks = JSON.parse(stdout) as { subject: string; state: string }[]
  expect(checks.filter(({ state }) => state === "warning").map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(["Connection not_there", "b.prompty: Model configuration"]),
  )
})

test("`millrace` alone knows the folder of an experiment", async () => {
  await using here = await Workspace.make({ "my.exp.yaml": "nodes: []\n" })
  const { stdout } = await here.millrace([])
  expect(stdout).toContain("This folder holds an experiment, my.exp.yaml.")
  expect(stdout).toContain("millrace experiment test --template my.exp.yaml")
})

test("names LLM nodes without a connection, arguments that a constructor wants, and default images that are not there", async () => {
  await using here = await Workspace.make({
    "dag/flow.dag.yaml": `inputs: {pic: {type: image, default: pics/cat.png}}
outputs: {o: {type: string, reference: "\${n.output}"}}
nodes:
- {name: n, type: llm, source: {type: code, path: p.jinja2}, inputs: {model: m}, api: chat}
`,
    "dag/p.jinja2": "user:\nhi\n",
    "flex/flow.flex.yaml": "entry: m:K\n",
    "flex/m.py": `class K:
    def __init__(self, level: int, name: str = "n"): pass
    def __call__(self, x: str) -> str: return x
`,
    "both.exp.yaml": "nodes:\n- {name: a, type: flow, path: dag}\n",
  })
  const checks = async (flow: string) =>
    JSON.parse((await here.millrace(["doctor", "--flow", flow, "-o", "json"])).stdout)
  const dag = await checks("dag")
  expect(dag).toContainEqual(expect.objectContaining({ subject: "Flow", detail: "dag: 1 node" }))
  expect(dag).toContainEqual(expect.objectContaining({ subject: "Connection of n", state: "missing" }))
  expect(dag).toContainEqual(
    expect.objectContaining({
      subject: "Image of input pic",
      detail: expect.stringContaining("pics/cat.png"),
    }),
  )
  const args = (await checks("flex")).filter(({ subject }: { subject: string }) => /^Argument/.test(subject))
  expect(args).toEqual([
    expect.objectContaining({ subject: "Argument level", state: "warning", fix: "--init level=VALUE" }),
  ])
  const experiment = await checks("both.exp.yaml")
  expect(experiment).toContainEqual(expect.objectContaining({ subject: "Experiment", state: "ok" }))
  expect(experiment).toContainEqual(
    expect.objectContaining({ subject: "a: Connection of n", state: "missing" }),
  )
})

test("goes on where no home folder can be made, and says so", async () => {
  await using here = await Workspace.make({
    "flow/flow.dag.yaml": FLOW,
    "flow/n.py": TOOL,
    "flow/helper.py": "",
  })
  const home = join(here.folder, "flow", "n.py", "home") // below a file
  const { stdout, stderr, code } = await here.millrace(["doctor", "--flow", "flow", "-o", "json"], {
    env: { MILLRACE_HOME: home },
  })
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" })
  const checks = JSON.parse(stdout) as { subject: string; state: string; detail: string }[]
  const kept = checks.find(({ subject }) => subject === "Home")
  expect(kept).toMatchObject({ state: "missing", fix: expect.stringContaining("MILLRACE_HOME") })
  expect(kept?.detail).toContain(home)
  expect(checks).toContainEqual(expect.objectContaining({ subject: "Flow", state: "ok" }))
  expect(checks).toContainEqual(
    expect.objectContaining({ subject: "Connection no_such_connection", state: "missing" }),
  )
})
