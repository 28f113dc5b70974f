import { describe, expect, it } from "vitest"
import { agg, chain, fail, one, slow } from "../support/flows.ts"
import { Workspace } from "../support/workspace.ts"

describe("millrace flow test", () => {
  it("shows nodes on stderr and the result alone on stdout", async () => {
    await using here = await Workspace.make(chain)
    const ran = await here.millrace(["flow", "test", "--flow", "chain", "--inputs", "text=ab"])
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({ first: "abab", inp: 2 })
    expect(ran.stderr).toMatch(/^ {2}✓ a +\S+ \w+ .*$/m)
    expect(ran.stderr).not.toContain("\u001b")
  })

  it("says what a tool said, with code 1 and nothing on stdout", async () => {
    await using here = await Workspace.make(fail)
    const ran = await here.millrace(["flow", "test", "--flow", "fail", "--inputs", "x=1"])
    expect(ran).toMatchObject({ code: 1, stdout: "" })
    expect(ran.stderr).toMatch(/✗ f /)
    expect(ran.stderr).toContain("error TOOL_FAILED")
    expect(ran.stderr).toContain("(ValueError) odd 1.")
  })

  it("gives everything as JSON when asked", async () => {
    await using here = await Workspace.make(one)
    const ran = await here.millrace(["flow", "test", "--flow", "one", "--output", "json"])
    expect(JSON.parse(ran.stdout)).toMatchObject({
      status: "done",
      output: { out: "HELLO" },
      unknownInputs: [],
    })
    const failed = await here.millrace(["flow", "test", "--flow", "nothing", "--output", "json"])
    expect(failed.code).toBe(1)
    expect(JSON.parse(failed.stdout)).toMatchObject({ error: { millrace: { code: "FLOW_NOT_FOUND" } } })
  })

  it("finishes what is in flight at the first SIGINT, with code 130", async () => {
    await using here = await Workspace.make(slow)
    let sent = false
    const ran = await here.millrace(["flow", "test", "--flow", "slow", "--inputs", "seconds=0.5"], {
      watch: ({ stderr }, child) => {
        if (sent || !stderr.includes("slow")) return
        sent = true
        child.kill("SIGINT")
      },
    })
    expect(ran.code).toBe(130)
    expect(ran.stderr).toContain("Finishing what is in flight; Ctrl-C again stops now.")
  })
})

describe("millrace flow validate", () => {
  it("names code, place and what was probably meant", async () => {
    const text = (chain["chain/flow.dag.yaml"] ?? "").replace("${b.output}", "${bb.output}")
    await using here = await Workspace.make({ ...chain, "chain/flow.dag.yaml": text })
    const ran = await here.millrace(["flow", "validate", "--flow", "chain"])
    expect(ran.code).toBe(1)
    expect(ran.stdout).toMatch(/^error \w+ {2}chain\/flow\.dag\.yaml:\d+:\d+$/m)
    expect(ran.stdout).toContain("bb")
  })

  it("has each mistake's path in the file, as pf does, also of code that cannot be read", async () => {
    await using here = await Workspace.make({ ...one, "one/broken.py": "def (\n" })
    const file = await here.read("one/flow.dag.yaml")
    await here.write({ "one/flow.dag.yaml": file.replace(/path: \w+\.py/, "path: broken.py") })
    const ran = await here.millrace(["flow", "validate", "--flow", "one", "-o", "json"])
    expect(JSON.parse(ran.stdout)).toMatchObject({
      passed: false,
      diagnostics: [{ code: "TOOL_LOAD_FAILED", path: "nodes.0.source.path", value: "broken.py", line: 1 }],
    })
    const { stdout, code } = await here.pf(["flow", "validate", "--source", "one"])
    expect(code).toBe(1)
    const [error] = JSON.parse(stdout).errors
    expect(error).toMatchObject({ path: "nodes.0.source.path", yaml_path: "nodes.0.source.path" })
    expect(error.location).toMatch(/broken\.py#line 1$/)
  })

  it("is quiet about a valid flow", async () => {
    await using here = await Workspace.make(one)
    expect(await here.millrace(["flow", "validate", "--flow", "one"])).toMatchObject({ code: 0, stderr: "" })
  })
})

describe("millrace flow init", () => {
  it.each(["standard", "evaluation"])("writes a %s flow that runs as it is", async (type) => {
    await using here = await Workspace.make()
    const made = await here.millrace(["flow", "init", "--flow", "mine", "--type", type])
    expect(made.code).toBe(0)
    expect(await here.tree()).toContain("mine/flow.dag.yaml")
    expect((await here.millrace(["flow", "validate", "--flow", "mine"])).code).toBe(0)
  })
})

describe("millrace run", () => {
  it("runs, evaluates, compares, and shuts gates", async () => {
    await using here = await Workspace.make({
      ...agg,
      "ab.jsonl": '{"answer":"A"}\n{"answer":"B"}\n{"answer":"A"}\n{"answer":"A"}\n',
    })
    const create = ["run", "create", "--flow", "agg", "--data"]
    const first = await here.millrace([...create, "ab.jsonl", "--name", "first", "--output", "json"])
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout)).toMatchObject({
      name: "first",
      state: "done",
      counts: { done: 4, failed: 0 },
      metrics: { accuracy: 0.75 },
    })

    const gated = await here.millrace([
      ...create,
      "ab.jsonl",
      "--name",
      "second",
      "--fail-on",
      "accuracy<0.8",
      "--junit",
      "out/j.xml",
      "--report",
      "out/r.json",
    ])
    expect(gated.code).toBe(3)
    expect(gated.stderr).toContain("accuracy is 0.75 (--fail-on 'accuracy<0.8')")
    expect(await here.read("out/j.xml")).toContain('tests="5" failures="1"')
    expect(JSON.parse(await here.read("out/r.json"))).toMatchObject({
      run: { name: "second" },
      gates: [{ passed: false }],
    })

    const failing = await here.millrace([...create, "agg/data.jsonl", "--name", "third", "--max-failed", "0"])
    expect(failing.code).toBe(3)
    expect(failing.stderr).toContain("1 of 3 lines failed (--max-failed 0)")
    expect((await here.millrace([...create, "agg/data.jsonl", "--max-failed", "40%"])).code).toBe(0)

    const compared = await here.millrace(["run", "compare", "first", "second"])
    expect(compared.code).toBe(0)
    expect(compared.stdout).toMatch(/accuracy +0\.75/)
    expect((await here.millrace(["run", "list"])).stdout).toMatch(/^second +agg/m)
    expect((await here.millrace(["run", "show-details", "--name", "third"])).stdout).toContain("(Failed)")
    expect((await here.millrace(["run", "show-metrics", "--name", "first", "-o", "json"])).stdout).toBe(
      '{\n  "accuracy": 0.75,\n  "n": 4\n}\n',
    )
  })

  it("keeps what was done when SIGINT stops it, and says how to go on", async () => {
    await using here = await Workspace.make({ ...slow, "rows.jsonl": '{"seconds": 0.3}\n'.repeat(40) })
    let sent = false
    const create = [
      "run",
      "create",
      "--flow",
      "slow",
      "--data",
      "rows.jsonl",
      "--name",
      "stopped",
      "--concurrency",
      "2",
      "--stream",
    ]
    const ran = await here.millrace(create, {
      watch: ({ stderr }, child) => {
        if (sent || !stderr.includes("✓ line")) return
        sent = true
        child.kill("SIGINT")
      },
    })
    expect(ran.code).toBe(130)
    expect(ran.stderr).toContain("millrace run resume stopped")
    const run = JSON.parse((await here.millrace(["run", "show", "--name", "stopped", "-o", "json"])).stdout)
    expect(run.state).toBe("cancelled")
    expect(run.counts.done).toBeGreaterThan(0)
    expect(run.counts.done).toBeLessThan(40)
  })

  it("says which run is meant when a name is misspelt", async () => {
    await using here = await Workspace.make()
    const ran = await here.millrace(["run", "show", "nope"])
    expect(ran).toMatchObject({ code: 1, stdout: "" })
    expect(ran.stderr).toContain("error RUN_NOT_FOUND")
  })
})

describe("millrace doctor", () => {
  it("names the interpreter and what a flow needs", async () => {
    await using here = await Workspace.make(one)
    const ran = await here.millrace(["doctor", "--flow", "one"])
    expect(ran.stdout).toMatch(/python/i)
  })

  it("says what the local model cannot do: call functions", async () => {
    const llm = (inputs: string) =>
      `inputs:\n  q: {type: string, default: a}\noutputs:\n  o: {type: string, reference: "\${ask.output}"}\nnodes:\n- name: ask\n  type: llm\n  source: {type: code, path: ask.jinja2}\n  inputs: ${inputs}\n  connection: local_model\n  api: chat\n`
    const front =
      "model:\n  configuration: {connection: local_model}\n  parameters: {tools: [{type: function}]}\n"
    await using here = await Workspace.make({
      "ask.jinja2": "# user:\nHello",
      "flow.dag.yaml": llm("{functions: [{name: f}]}"),
      "tools.prompty": `---\nname: t\n${front}---\nuser:\nHello\n`,
    })
    const doctor = async (flow: string) => (await here.millrace(["doctor", "--flow", flow])).stdout
    expect(await doctor("flow.dag.yaml")).toContain("! Functions of ask")
    expect(await doctor("tools.prompty")).toContain("! Functions of t")
    await here.write({ "flow.dag.yaml": llm("{functions: null}") })
    expect(await doctor("flow.dag.yaml")).not.toContain("Functions of")
  })
})
