import { describe, expect, test } from "vitest"
import { Workspace } from "../support/workspace.ts"
import { pythonFlow } from "./python-flow.ts"

const good = pythonFlow("return x")
const dag = good["flow/flow.dag.yaml"] ?? ""

/** Each: the flow file, and what must be said about it: place, value, way out. */
const mistakes: { name: string; yaml: string; says: RegExp[] }[] = [
  { name: "broken YAML", yaml: "inputs:\n  x: [1\nnodes:\n", says: [/flow\.dag\.yaml/, /:[23]/] },
  { name: "a list instead of a mapping", yaml: "- a\n- b\n", says: [/flow\.dag\.yaml/] },
  { name: "an empty file", yaml: "", says: [/flow/] },
  { name: "binary content", yaml: "\0\u0001\u0002", says: [/flow\.dag\.yaml/] },
  {
    name: "an unknown node",
    yaml: dag.replace("${inputs.x}", "${wokr.output}"),
    says: [/flow\.dag\.yaml:\d+/, /wokr/, /did you mean.*work/i],
  },
  {
    name: "an unknown input",
    yaml: dag.replace("${inputs.x}", "${inputs.y}"),
    says: [/flow\.dag\.yaml:\d+/, /\by\b/],
  },
  {
    name: "a node that waits for itself",
    yaml: dag.replace("${inputs.x}", "${work.output}"),
    says: [/work/, /wait|circle|cycle/i],
  },
  {
    name: "an unknown type",
    yaml: dag.replace("type: string\noutputs", "type: strnig\noutputs"),
    says: [/flow\.dag\.yaml:3/, /strnig/, /string/],
  },
  {
    name: "an output of an unknown node",
    yaml: dag.replace("${work.output}", "${wrok.output}"),
    says: [/flow\.dag\.yaml:\d+/, /wrok/],
  },
  { name: "a missing file", yaml: dag.replace("work.py", "nowhere.py"), says: [/nowhere\.py/] },
  {
    name: "a file outside the flow folder that does not exist",
    yaml: dag.replace("work.py", "../../etc/nowhere.py"),
    says: [/nowhere\.py/],
  },
  {
    name: "two nodes of one name",
    yaml: `${dag}${dag.slice(dag.indexOf("- name: work"))}`,
    says: [/work/, /two|duplicate|called/i],
  },
  {
    name: "a wrong node type",
    yaml: dag.replace("type: python", "type: pyton"),
    says: [/flow\.dag\.yaml:\d+/, /pyton/],
  },
]

describe("a flow file with a mistake", () => {
  test.concurrent.each(mistakes)("$name", async ({ yaml, says }) => {
    await using workspace = await Workspace.make({
      ...good,
      "flow/flow.dag.yaml": yaml,
      "data.jsonl": '{"x": "a"}\n',
    })
    const ran = await workspace.millrace(["flow", "test", "--flow", "flow", "--inputs", "x=a"])
    expect(ran.code).toBe(1)
    expect(ran.stdout).toBe("")
    for (const pattern of says) expect(ran.stderr).toMatch(pattern)
    expect(ran.stderr).not.toMatch(/INTERNAL|\n {4}at /)
    const validated = await workspace.millrace(["flow", "validate", "--flow", "flow"])
    expect(validated.code).toBe(1)
  })

  test.concurrent("several mistakes are all named at once", async () => {
    const yaml = dag
      .replace("${inputs.x}", "${inputs.y}")
      .replace("work.py", "nowhere.py")
      .replace("${work.output}", "${wrok.output}")
    await using workspace = await Workspace.make({ ...good, "flow/flow.dag.yaml": yaml })
    const ran = await workspace.millrace(["flow", "validate", "--flow", "flow"])
    expect(ran.code).toBe(1)
    const printed = ran.stdout + ran.stderr
    for (const pattern of [/nowhere\.py/, /wrok/, /inputs\.y|\by\b/]) expect(printed).toMatch(pattern)
  })
})

describe("what is given is not there", () => {
  const calls: { name: string; args: string[]; says: RegExp }[] = [
    { name: "no flow", args: ["flow", "test", "--flow", "nowhere"], says: /nowhere/ },
    { name: "no input", args: ["flow", "test", "--flow", "flow"], says: /\bx\b/ },
    {
      name: "no input file",
      args: ["flow", "test", "--flow", "flow", "--inputs", "none.json"],
      says: /none\.json/,
    },
    { name: "no node", args: ["flow", "test", "--flow", "flow", "--node", "wokr"], says: /wokr/ },
    {
      name: "no variant",
      args: ["flow", "test", "--flow", "flow", "--inputs", "x=1", "--variant", "${work.v9}"],
      says: /v9|work/,
    },
    {
      name: "no data",
      args: ["run", "create", "--flow", "flow", "--data", "none.jsonl"],
      says: /none\.jsonl/,
    },
    { name: "no run", args: ["run", "show", "--name", "nothing"], says: /nothing/ },
    {
      name: "no run to evaluate",
      args: ["run", "create", "--flow", "flow", "--run", "nothing", "--column-mapping", "x=${run.outputs.x}"],
      says: /nothing/,
    },
    { name: "no connection", args: ["connection", "show", "--name", "nothing"], says: /nothing/ },
  ]
  test.concurrent.each(calls)("$name", async ({ args, says }) => {
    await using workspace = await Workspace.make(good)
    const ran = await workspace.millrace(args)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(says)
    expect(ran.stderr).not.toMatch(/INTERNAL|\n {4}at /)
  })
})
