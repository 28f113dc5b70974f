import { describe, expect, it } from "vitest"
import { Workspace } from "../support/workspace.ts"

describe("millrace, told something it does not know", () => {
  const cases: [string[], string][] = [
    [["flwo"], "did you mean millrace flow?"],
    [["flow", "tset"], "did you mean millrace flow test?"],
    [["flow", "test"], "millrace flow test needs --flow"],
    [["flow", "test", "--flow"], "--flow needs a value"],
    [["flow", "test", "--flow", "x", "--nod", "y"], "did you mean --node?"],
    [["run", "list", "--limit", "many"], "-r/--limit is a positive whole number, not many"],
    [["flow", "init", "--flow", "x", "--type", "z"], "--type is one of standard, evaluation, chat, not z"],
    [["run", "list", "stray"], "does not know what to do with stray"],
    [["run", "show", "stray", "--name", "x"], "two are named: stray and x"],
    [["run", "show"], "The name of a run is needed."],
    [["run", "compare", "one"], "run compare needs at least two runs"],
    [["run", "compare", "a", "b", "--fail-on", "accuracy"], "is no condition"],
    [["run", "create", "--flow", "x", "--max-failed", "few"], "--max-failed is a number or a percentage"],
    [["completion", "tcsh"], "There is bash, zsh, fish."],
  ]
  it.each(cases)("%s", async (args, text) => {
    await using here = await Workspace.make()
    const ran = await here.millrace(args)
    expect(ran).toMatchObject({ code: 2, stdout: "" })
    expect(ran.stderr).toContain(text)
  })

  it("leaves no control characters in a pipe, and colours only when they are asked for", async () => {
    await using here = await Workspace.make()
    expect((await here.millrace(["flow", "tst"])).stderr).not.toContain("\u001b")
    expect((await here.millrace(["flow", "tst"], { env: { FORCE_COLOR: "1" } })).stderr).toContain(
      "\u001b[31merror\u001b[39m",
    )
    const both = { FORCE_COLOR: "1", NO_COLOR: "1" }
    expect((await here.millrace(["flow", "tst"], { env: both })).stderr).not.toContain("\u001b")
  })
})

describe("millrace alone", () => {
  it("says what an empty folder offers", async () => {
    await using here = await Workspace.make()
    const { code, stdout } = await here.millrace([])
    expect(code).toBe(0)
    expect(stdout).toContain("There is no flow in this folder.")
    expect(stdout.match(/^ {2}millrace /gm)).toHaveLength(3)
  })

  it("names the flows of a folder that holds some", async () => {
    await using here = await Workspace.make({
      "a/flow.dag.yaml": "nodes: []\n",
      "b/flow.dag.yaml": "nodes: []\n",
    })
    const { stdout } = await here.millrace([])
    expect(stdout).toContain("This folder holds 2 flows: a, b.")
    expect(stdout).toContain("millrace flow test --flow a")
  })
})

describe("help", () => {
  it("of a command: one sentence, examples, options by group", async () => {
    await using here = await Workspace.make()
    const { stdout, stderr } = await here.millrace(["run", "create", "--help"])
    expect(stderr).toBe("")
    expect(stdout.split("\n")[0]).toBe("Runs a flow over every row of a file, or evaluates an earlier run.")
    expect(stdout).toMatch(/\nExamples\n.*\nOptions\n.*\nRows\n.*\nFor pipelines\n/s)
    expect(await here.millrace(["help", "run", "create"])).toMatchObject({ stdout })
  })

  it("of a group and of everything", async () => {
    await using here = await Workspace.make()
    expect((await here.millrace(["connection"])).stdout).toContain("Stores a connection")
    const all = await here.millrace(["--help"])
    for (const word of ["flow test", "run compare", "demo", "doctor", "completion"])
      expect(all.stdout).toContain(word)
  })
})

/** Layouts and exit codes of the original 1.18.5, which scripts rely on. */
describe("pf, told something it does not know (surface 1.0)", () => {
  const cases: [string[], string][] = [
    [
      ["flow", "bogus"],
      "pf flow: error: argument {init,save,test,serve,build,validate}: invalid choice: 'bogus' (choose from 'init', 'save', 'test', 'serve', 'build', 'validate')",
    ],
    [["run", "list", "--nope"], "pf: error: unrecognized arguments: --nope"],
    [
      ["flow", "init", "--flow", "x", "--type", "z"],
      "invalid choice: 'z' (choose from 'standard', 'evaluation', 'chat')",
    ],
    [["flow", "init"], "pf flow init: error: the following arguments are required: --flow"],
    [["run", "cancel", "-n", "a"], "invalid choice: 'cancel' (choose from 'create', 'update'"],
    [
      ["run", "show"],
      "usage: pf run show [-h] -n PROTOCOL [--verbose] [-d]\npf run show: error: the following arguments are required: -n/--name",
    ],
    [
      ["connection", "create"],
      "pf connection create: error: the following arguments are required: --file/-f",
    ],
    [["flow", "test", "--flow"], "pf flow test: error: argument --flow: expected one argument"],
    [["run", "list", "-r", "x"], "pf run list: error: argument -r/--max-results: invalid int value: 'x'"],
    [
      ["run", "list", "--output", "xml"],
      "argument -o/--output: invalid choice: 'xml' (choose from 'table', 'json')",
    ],
    [["flow", "test", "--inp", "a=b"], "pf flow test: error: ambiguous option: --inp could match"],
  ]
  it.each(cases)("%s", async (args, text) => {
    await using here = await Workspace.make()
    const ran = await here.pf(args)
    expect(ran).toMatchObject({ code: 2, stdout: "" })
    expect(ran.stderr).toContain(text)
  })

  it("refuses a run without a flow, or with two sources, on stdout", async () => {
    await using here = await Workspace.make()
    expect(await here.pf(["run", "create"])).toMatchObject({
      code: 1,
      stdout:
        "pf.run.create failed with UserErrorException: To create a run, one of [file, flow, source] must be specified.\n",
    })
    expect(await here.pf(["run", "create", "--flow", "a", "--file", "b"])).toMatchObject({
      code: 1,
      stdout:
        "pf.run.create failed with UserErrorException: More than one is provided for exclusive options: [file, flow, source, resume-from]\n",
    })
  })

  it("prints versions as JSON", async () => {
    await using here = await Workspace.make()
    const { stdout } = await here.pf(["version"])
    expect(JSON.parse(stdout)).toMatchObject({ promptflow: "1.18.5", millrace: "0.1.0" })
    expect((await here.pf(["-v"])).stdout).toContain("\nExecutable '")
  })

  it("prints the help of a group when only its name is given", async () => {
    await using here = await Workspace.make()
    const ran = await here.pf(["run"])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^usage: pf run \[-h\]\n/)
  })
})
