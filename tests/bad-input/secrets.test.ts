import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { EchoModel } from "../../scripts/differential/echo-model.ts"
import { Workspace } from "../support/workspace.ts"
import { pythonFlow } from "./python-flow.ts"

const canary = "canary-9c1f77e2b0"

/** Files that hold the canary, of those that Millrace wrote. */
async function leaks(workspace: Workspace): Promise<string[]> {
  const found: string[] = []
  for (const folder of [workspace.folder, workspace.home]) {
    for (const path of await workspace.tree(folder)) {
      if (path === "connection.yaml") continue
      if ((await readFile(join(folder, path))).includes(canary)) found.push(path)
    }
  }
  return found
}

test("a secret that a tool prints or raises is in no log, event, file or output", async () => {
  await using workspace = await Workspace.make({
    ...pythonFlow(
      'print("the key is", key.secrets["k"])\nprint(key.secrets["k"], file=sys.stderr)\nos.system("echo " + key.secrets["k"])\nif x == "bad":\n    raise ValueError("with " + key.secrets["k"])\nreturn "fine"',
    ),
    "connection.yaml": `name: canary\ntype: custom\nconfigs:\n  a: b\nsecrets:\n  k: ${canary}\n`,
    "d.jsonl": '{"x": "good"}\n{"x": "bad"}\n',
  })
  const dag = (await workspace.read("flow/flow.dag.yaml")).replace(
    "    x: ${inputs.x}\n",
    "    x: ${inputs.x}\n    key: canary\n",
  )
  const code = (await workspace.read("flow/work.py")).replace(
    "def work(x):",
    "def work(x, key: CustomConnection):",
  )
  await workspace.write({
    "flow/flow.dag.yaml": dag,
    "flow/work.py": code.replace(
      "import tool\n",
      "import tool\nfrom promptflow.connections import CustomConnection\n",
    ),
  })
  const printed: string[] = []
  for (const args of [
    ["connection", "create", "--file", "connection.yaml"],
    ["connection", "show", "--name", "canary"],
    ["connection", "list"],
    ["flow", "test", "--flow", "flow", "--inputs", "x=good"],
    ["flow", "test", "--flow", "flow", "--inputs", "x=bad"],
    [
      "run",
      "create",
      "--flow",
      "flow",
      "--data",
      "d.jsonl",
      "--name",
      "r",
      "--column-mapping",
      "x=${data.x}",
      "--stream",
    ],
    ["run", "show", "--name", "r"],
  ]) {
    for (const ran of [
      await workspace.millrace(args),
      await workspace.pf(args.map((word) => (word === "r" ? "rp" : word))),
    ]) {
      printed.push(ran.stdout, ran.stderr)
    }
  }
  expect(printed.filter((text) => text.includes(canary))).toEqual([])
  expect(await leaks(workspace)).toEqual([])
})

test("a model's key is in no error, request log or file", async () => {
  const model = await EchoModel.start()
  try {
    await using workspace = await Workspace.make({
      "flow/flow.dag.yaml":
        "inputs: {q: {type: string}}\noutputs: {out: {type: string, reference: '${ask.output}'}}\nnodes:\n- {name: ask, type: llm, source: {type: code, path: ask.jinja2}, inputs: {model: '${inputs.q}'}, connection: model, api: chat}\n",
      "flow/ask.jinja2": "user:\nhello\n",
      "connection.yaml": `name: model\ntype: open_ai\napi_key: ${canary}\nbase_url: ${model.base("m")}/v1\n`,
    })
    const printed: string[] = []
    for (const args of [
      ["connection", "create", "--file", "connection.yaml"],
      ["flow", "test", "--flow", "flow", "--inputs", "q=echo", "--debug"],
      ["flow", "test", "--flow", "flow", "--inputs", "q=fail-401", "--debug"],
    ]) {
      const ran = await workspace.pf(args)
      printed.push(ran.stdout, ran.stderr)
    }
    expect(model.take("m").length).toBeGreaterThan(0)
    expect(printed.filter((text) => text.includes(canary))).toEqual([])
    expect(await leaks(workspace)).toEqual([])
  } finally {
    await model.stop()
  }
})
