import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { toPlain } from "@internal/value"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { conversation, experiment } from "../support/experiment-files.ts"
import { gradedChat } from "../support/graded-chat.ts"
import { Workspace } from "../support/workspace.ts"

const open = (here: Workspace) => Millrace.open({ home: here.home, cwd: here.folder })

// tests of an experiment keep their results in the temporary folder, as the original's do
const temporary = mkdtempSync(join(tmpdir(), "millrace-experiment-"))
beforeAll(() => void vi.stubEnv("TMPDIR", temporary))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true, force: true })
})

/** Texts, exit codes and JSON of the original 1.18.5 (spec 8.5). */
describe("pf experiment", () => {
  it("creates, starts, shows and lists", async () => {
    await using here = await Workspace.make(experiment)
    const exps = `${here.home}/.promptflow/.exps`
    const created = await here.pf(["experiment", "create", "--template", "flow.exp.yaml", "-n", "one"])
    expect(created.code, created.stdout).toBe(0)
    const made = JSON.parse(created.stdout)
    expect(Object.keys(made)).toEqual([
      ...[
        "description",
        "data",
        "inputs",
        "nodes",
        "name",
        "node_runs",
        "status",
        "properties",
        "created_on",
      ],
    ])
    expect(made).toMatchObject({
      data: [{ name: "my_data", path: `${here.folder}/data.jsonl` }],
      inputs: [{ name: "count", type: "int", default: 2 }],
      name: "one",
      node_runs: {},
      status: "NotStarted",
      properties: {},
    })
    expect(Object.keys(made.nodes[0])).toEqual([
      ...["name", "environment_variables", "connections", "init", "type", "inputs", "path"],
    ])
    expect(made.nodes[0].path).toBe(`${exps}/one/snapshots/evaluate`)
    expect(Object.keys(made.nodes[2])).toEqual([
      ...["name", "type", "code", "command", "inputs", "outputs", "environment_variables"],
    ])

    const started = await here.pf(["experiment", "start", "-n", "one", "-s", "--inputs", "count=3"])
    expect(started.code, started.stderr).toBe(0)
    const ended = JSON.parse(started.stdout)
    expect(ended.inputs[0].default).toBe(3)
    expect(ended.status).toBe("Terminated")
    expect(Object.keys(ended.node_runs)).toEqual(["my_gen", "main", "evaluate"])
    const run = /^\[\{'name': '(main_attempt\d{8}_\d{6}_\d{6})', 'status': 'Completed'\}\]$/.exec(
      ended.node_runs.main,
    )?.[1]
    const stamp = run?.slice("main_attempt".length)
    const folder = `${exps}/one/runs`
    const tree = await here.tree(folder)
    for (const path of [
      "outputs.jsonl",
      "inputs.jsonl",
      "meta.json",
      "metrics.json",
      "snapshot/flow.dag.yaml",
    ])
      expect(tree).toContain(`main/${run}/${path}`)
    expect(tree).toContain(`my_gen/my_gen_attempt${stamp}/out/rows.jsonl`)
    expect(await here.tree(`${exps}/one/logs`)).toEqual(["exp.attempt_0.log"])

    const command = JSON.parse((await here.pf(["run", "show", "-n", `my_gen_attempt${stamp}`])).stdout)
    expect(command).toMatchObject({
      display_name: "my_gen",
      flow_name: "my_gen",
      status: "Completed",
      properties: {
        flow_path: `${exps}/one/snapshots/my_gen`,
        command: "python gen.py ${inputs.src} ${outputs.out} ${inputs.n}",
        column_mapping: { src: "${data.my_data}", n: 3 },
        outputs: { out: `${folder}/my_gen/my_gen_attempt${stamp}/out` },
      },
    })
    const listed = JSON.parse((await here.pf(["experiment", "list", "-r", "1"])).stdout)
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(["one"])
    const again = await here.pf(["experiment", "create", "--template", "flow.exp.yaml", "-n", "one"])
    expect(again.stdout).toMatch(/^pf\.experiment\.create failed with ExperimentExistsError/)
  })

  it("tests the flows, and a flow with what follows it", async () => {
    await using here = await Workspace.make(experiment)
    const json = (text: string) => JSON.parse(text.slice(text.indexOf("{\n")))
    const test = (...words: string[]) =>
      here.pf(["experiment", "test", "--template", "simple.exp.yaml", ...words])
    const first = await test()
    expect([first.code, json(first.stdout)]).toEqual([0, { main: { answer: "A" }, evaluate: { ok: false } }])
    expect(first.stderr).toContain("left out after")
    const given = await test("--inputs", "q=z", "gt=ZZZ", "count=4")
    expect(json(given.stdout)).toEqual({ main: { answer: "ZZZ" }, evaluate: { ok: true } })
    const failed = await test("--inputs", "q=boom", "gt=x")
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain(
      "pf.experiment.test failed with UserErrorException: ValueError: Execution failure in 'up': (ValueError) no\n",
    )
    const one = await here.pf([
      ...["flow", "test", "--flow", "eval", "--experiment", "simple.exp.yaml"],
      ...["--inputs", "prediction=x", "groundtruth=x"],
    ])
    expect(json(one.stdout)).toEqual({ evaluate: { ok: true } })
    const all = await here.pf(["flow", "test", "--flow", "main", "--experiment", "simple.exp.yaml"])
    expect(json(all.stdout)).toEqual(json((await test()).stdout)) // without inputs: the data's first row
  })

  it("begins with every node of a flow that several have", async () => {
    const flow = (value: string) => ({
      "flow.dag.yaml": `inputs: {a: {type: string}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: t.py}, inputs: {a: "\${inputs.a}"}}\n`,
      "t.py": `from promptflow.core import tool\n\n\n@tool\ndef t(a: str):\n    return ${value}\n`,
    })
    await using here = await Workspace.make({
      ...Object.fromEntries(Object.entries(flow("[a]")).map(([path, text]) => [`one/${path}`, text])),
      ...Object.fromEntries(Object.entries(flow('["o", a]')).map(([path, text]) => [`two/${path}`, text])),
      "d.jsonl": '{"a": "x"}\n',
      "e.exp.yaml": `data:
- {name: d, path: d.jsonl}
nodes:
- {name: zero, type: flow, path: two, inputs: {a: "\${data.d.a}"}}
- {name: main, type: flow, path: one, inputs: {a: "\${zero.outputs.out}"}}
- {name: third, type: flow, path: one, inputs: {a: "\${data.d.a}"}}
- {name: second, type: flow, path: two, inputs: {a: "\${main.outputs.out}"}}
`,
      "chain.exp.yaml": `data:
- {name: d, path: d.jsonl}
nodes:
- {name: main, type: flow, path: one, inputs: {a: "\${data.d.a}"}}
- {name: next, type: flow, path: one, inputs: {a: "\${main.outputs.out}"}}
`,
    })
    const outputs = async (...words: string[]) => {
      const { stdout } = await here.pf(["flow", "test", "--flow", ...words])
      return Object.entries(JSON.parse(stdout.slice(stdout.indexOf("{\n")))).map(([name, value]) => {
        return [name, (value as { out: unknown }).out]
      })
    }
    expect(await outputs("one", "--experiment", "e.exp.yaml", "--inputs", "a=z")).toEqual([
      ["main", ["z"]],
      ["third", ["z"]],
      ["second", ["o", "['z']"]],
    ])
    expect(await outputs("two", "--experiment", "e.exp.yaml", "--inputs", "a=q")).toEqual([
      ["zero", ["o", "q"]],
      ["second", ["o", "q"]],
      ["main", ["['o', 'q']"]],
    ])
    expect(await outputs("one", "--experiment", "chain.exp.yaml")).toEqual([
      ["main", ["x"]],
      ["next", ["['x']"]],
    ])
  })

  it("starts in the background, and stops", async () => {
    await using here = await Workspace.make({
      "slow.exp.yaml": `nodes:
- {name: a, type: command, command: "sleep 60; echo never", outputs: {o: }}
- {name: b, type: command, command: "echo \${inputs.x}", inputs: {x: "\${a.outputs.o}"}}
`,
    })
    const pf = async (...words: string[]) => (await here.pf(["experiment", ...words])).stdout
    await pf("create", "--template", "slow.exp.yaml", "-n", "slow")
    expect(await pf("stop", "-n", "slow")).toContain("Experiment cannot be stopped if it is not started.")
    expect(JSON.parse(await pf("start", "-n", "slow")).status).toBe("Queuing")
    await until(async () => /InProgress/.test(JSON.parse(await pf("show", "-n", "slow")).node_runs.a ?? ""))
    await pf("stop", "--file", "slow.exp.yaml")
    await until(async () => JSON.parse(await pf("show", "-n", "slow")).status === "Terminated")
    const { node_runs } = JSON.parse(await pf("show", "-n", "slow"))
    expect(Object.keys(node_runs)).toEqual(["a"])
    expect(node_runs.a).toContain("'Canceled'")
  })
})

describe("experiments of the SDK", () => {
  it("refuses with the original's classes and words", async () => {
    await using here = await Workspace.make({
      "a.exp.yaml": "nodes: [{name: a, type: command, command: echo}]",
    })
    await using millrace = await open(here)
    const { experiments } = millrace
    const refused = (work: Promise<unknown>) =>
      work.then(String, (error) => `${error.original.at(-1)}: ${error.message}`)
    const missing = "ExperimentNotFoundError: Experiment 'nope' cannot be found."
    expect(await refused(experiments.get("nope"))).toBe(missing)
    expect(await refused(experiments.stop({ name: "nope" }))).toBe(missing)
    expect(await refused(experiments.start({}))).toBe(
      "UserError: To start an experiment, one of [name, template] must be specified.",
    )
    expect(await refused(experiments.create({ template: "no.yaml" }))).toBe(
      `NoExperimentTemplateError: Experiment template file ${here.folder}/no.yaml not found.`,
    )
    await experiments.create({ template: "a.exp.yaml", name: "a" })
    expect(await refused(experiments.create({ template: "a.exp.yaml", name: "a" }))).toMatch(
      /^ExperimentExistsError/,
    )
    expect(await refused(experiments.stop({ name: "a" }))).toBe(
      "UserError: Experiment cannot be stopped if it is not started.",
    )
    const test = experiments.test({ template: "a.exp.yaml", flow: "nope" }).result
    expect(await refused(test)).toBe(
      `ExperimentValueError: Flow ${here.folder}/nope not found in experiment 'work'.`,
    )
  })

  it("runs nodes when what they need is done, and none twice that did not change", async () => {
    await using here = await Workspace.make(experiment)
    await using millrace = await open(here)
    const { name } = await millrace.experiments.create({ template: "flow.exp.yaml" })
    expect(name).toMatch(/^work_\d{8}_\d{6}_\d{6}$/)
    const start = async (inputs = {}) => (await millrace.experiments.start({ name, inputs })).result
    const first = await start()
    expect(first.nodes.map(({ status }) => status)).toEqual(["Completed", "Completed", "Completed"])
    const runOf = (info: typeof first, node: string) =>
      info.nodes.find((n) => n.name === node)?.runs.at(-1)?.name ?? ""
    expect(await millrace.runs.metrics(runOf(first, "evaluate"))).toMatchObject({
      accuracy: expect.anything(),
    })
    const evaluation = await millrace.runs.get(runOf(first, "evaluate"))
    expect(evaluation.run).toBe(runOf(first, "main"))
    expect((await millrace.runs.details(runOf(first, "main"))).rows.map((row) => row.at(-1))).toEqual([
      "A",
      "B",
      "C",
    ])
    const log = await millrace.runs.log(runOf(first, "my_gen"))
    expect(log).toBe("ARGS 2 data.jsonl hello my_gen\n")

    const second = await start()
    for (const node of ["my_gen", "main", "evaluate"]) expect(runOf(second, node)).toBe(runOf(first, node))
    const third = await start({ count: 3 })
    expect(runOf(third, "main")).not.toBe(runOf(first, "main"))
    expect((await millrace.runs.details(runOf(third, "main"))).rows.map((row) => row.at(-1))).toEqual([
      "AA",
      "BB",
      "CC",
    ])
    expect(third.nodes.map(({ runs }) => runs.length)).toEqual([3, 3, 3])
  })

  it("takes a file as a command's code", async () => {
    await using here = await Workspace.make({
      "one.py": "import sys\nopen(sys.argv[1], 'w').write('x')\n",
      "one.exp.yaml": `nodes:
- {name: made, type: command, command: "python one.py \${outputs.o}", code: ./one.py, outputs: {o: }}
`,
    })
    await using millrace = await open(here)
    const { nodes } = await (await millrace.experiments.start({ template: "one.exp.yaml" })).result
    expect(nodes.map(({ status }) => status)).toEqual(["Completed"])
  })

  it("goes on with the others when a node fails, and tells why", async () => {
    await using here = await Workspace.make({
      "f.exp.yaml": `nodes:
- {name: bad, type: command, command: "echo hi; exit 3", outputs: {o: }}
- {name: next, type: command, command: "echo never", inputs: {x: "\${bad.outputs.o}"}}
- {name: other, type: command, command: "pwd; echo $PF_TRACE_CONTEXT"}
`,
    })
    await using millrace = await open(here)
    const handle = await millrace.experiments.start({ template: "f.exp.yaml" })
    const told: string[] = []
    for await (const progress of handle.events())
      if (progress.type === "experiment-node" && progress.error) told.push(progress.error)
    const { nodes, folder, name } = await handle.result
    expect(nodes.map(({ status }) => status)).toEqual(["Failed", "NotStarted", "Completed"])
    expect(told).toEqual(["The command of node bad ended with code 3: hi"])
    const log = await millrace.runs.log(nodes[2]?.runs[0]?.name ?? "")
    expect(log).toBe(`${folder}/snapshots/other\n{"endpoint":"","attributes":{"experiment":"${name}"}}\n`)
  })

  it("holds a conversation for every row; a turn that fails ends its own", async () => {
    await using here = await Workspace.make(conversation)
    await using millrace = await open(here)
    const { nodes } = await (await millrace.experiments.start({ template: "talk.exp.yaml" })).result
    expect(nodes[0]?.status).toBe("Completed")
    const run = nodes[0]?.runs[0]?.name ?? ""
    const said = [
      { role: "bot", answer: "bot0:Q0" },
      { role: "user", question: "user1:T0" },
      { role: "bot", answer: "bot2:Q0" },
      { role: "user", question: "[STOP]" },
    ]
    const rows = (await here.tree(here.home)).filter((path) =>
      path.endsWith(`${run}/flow_outputs/output.jsonl`),
    )
    const output = await here.read(`../home/${rows[0]}`)
    const [line, ...others] = output
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text))
    expect(line).toEqual({
      ...Object.fromEntries(said.entries()),
      conversation_history: said,
      line_number: 0,
    })
    expect(others.map((other) => other.line_number)).toEqual([2])
    const { lines } = await millrace.runs.details(run)
    expect(lines[1]?.error?.message).toBe(
      "Turn 3, of role user, failed: Execution failure in 'u': (ValueError) bad",
    )
    const tested = await millrace.experiments.test({
      template: "talk.exp.yaml",
      inputs: { q: "Q", topic: "T", k: 1 },
    }).result
    expect(toPlain(tested.outputs.get("talk") ?? null)).toMatchObject({
      "1": { role: "user", question: "[STOP]" },
    })
  })
})

describe("what depends on a line that has been run", () => {
  const flex = {
    "bare/flow.flex.yaml": "entry: m:run\n",
    "bare/m.py": "def run(question: str):\n    return question.upper()\n",
    "bare.exp.yaml": `nodes:
- {name: main, type: flow, path: ./bare, inputs: {question: hello}}
- {name: again, type: flow, path: ./bare, inputs: {question: "\${main.outputs.output}"}}
`,
  }

  it("runs with its values; a node that fails stops what needs it", async () => {
    await using here = await Workspace.make({ ...gradedChat, ...flex })
    await using millrace = await open(here)
    const { experiments, runs } = millrace
    const evaluate = async (question: string, inputs = {}) => {
      const answered = {
        flow: "talk/flow.dag.yaml",
        inputs: { question, chat_history: [], tone: "plain" },
        outputs: { answer: `plain: ${question}` },
      }
      const handle = experiments.test({ template: "graded.exp.yaml", inputs, answered })
      const told: string[] = []
      for await (const progress of handle.events())
        if (progress.type === "experiment-node") told.push(`${progress.node} ${progress.status}`)
      const { nodes, outputs } = await handle.result
      return {
        told,
        outputs: toPlain(outputs),
        nodes: Object.fromEntries(nodes.map((n) => [n.name, n])),
        nodeNames: nodes.map(({ name }) => name),
      }
    }
    const { told, outputs, nodes, nodeNames } = await evaluate("abc")
    expect(outputs).toEqual({
      main: { answer: "plain: abc" },
      grade: { score: 12 },
      both: { score: 7 }, // of the data, the column that main takes its question from
      after: { doubled: 24 },
    })
    expect(nodeNames).toEqual(["main", "grade", "after", "both", "told", "heard"])
    expect(told).toEqual([
      ...["grade InProgress", "grade Completed", "after InProgress", "after Completed"],
      ...["both InProgress", "both Completed"],
    ])
    expect(nodes.main).toMatchObject({ status: "answered" })
    expect(nodes.grade).toMatchObject({ status: "done", metrics: { mean: { value: 12 } } })
    expect((await runs.get(nodes.grade?.run ?? "")).status).toBe("Completed")
    expect(nodes.told).toMatchObject({ status: "left-out", reason: "A test runs no commands." })
    expect(nodes.heard).toMatchObject({ status: "left-out" })

    const given = await evaluate("abc", { bonus: "100" }) // cast as the template says
    expect(given.outputs).toMatchObject({ grade: { score: 107 }, after: { doubled: 214 } })
    const failed = await evaluate("boom")
    expect(failed.told).toContain("after NotStarted")
    expect(failed.nodes.grade).toMatchObject({
      status: "failed",
      error: { message: expect.stringContaining("cannot grade that") },
    })
    expect(failed.nodes.after).toMatchObject({
      status: "left-out",
      reason: "It needs grade, which has failed or was left out.",
    })
    await expect(evaluate("abc", { bonus: "many" })).rejects.toThrow(/bonus/)
  })

  it("takes what is no dict as `output`, as the original; finds the flow by any of its paths", async () => {
    await using here = await Workspace.make({
      ...gradedChat,
      ...flex,
      "broken.exp.yaml":
        "nodes:\n- {name: a, type: flow, path: bare}\n- {name: b, type: flow, path: nowhere}\n",
    })
    await using millrace = await open(here)
    const { experiments } = millrace
    const answered = { flow: `${here.folder}/bare/`, inputs: { question: "q" }, outputs: "said" }
    const { outputs } = await experiments.test({ template: "bare.exp.yaml", answered }).result
    expect(toPlain(outputs)).toEqual({ main: { output: "said" }, again: { output: "SAID" } })
    const whole = await experiments.test({ template: "bare.exp.yaml" }).result
    expect(toPlain(whole.outputs)).toEqual({ main: { output: "HELLO" }, again: { output: "HELLO" } })
    const other = { ...answered, flow: "talk" }
    await expect(experiments.test({ template: "bare.exp.yaml", answered: other }).result).rejects.toThrow(
      "Flow talk not found in experiment 'work'.",
    )
    const described = await experiments.describe({ template: "graded.exp.yaml", flow: "talk" })
    expect(described).toMatchObject({
      description: "Grades the answers of talk.",
      inputs: [{ name: "bonus", type: "int", default: 5 }],
    })
    expect(described.nodes.map(({ name, part }) => `${name} ${part}`)).toEqual([
      ...[
        "after runs",
        "main answered",
        "grade runs",
        "both runs",
        "alone apart",
        "told left-out",
        "heard left-out",
      ],
    ])
    const broken = await experiments.describe({ template: "broken.exp.yaml", flow: "bare" })
    expect(broken.nodes.map(({ part }) => part)).toEqual(["answered", "apart"])
    expect(broken.problem).toMatchObject({
      code: "EXPERIMENT_INVALID",
      message: expect.stringContaining("nowhere does not exist"),
    })
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it never came true")
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
