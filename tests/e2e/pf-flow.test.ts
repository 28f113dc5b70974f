import { existsSync, rmSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { agg, chain, fail, one } from "../support/flows.ts"
import { Workspace } from "../support/workspace.ts"

/** Times, process numbers and run ids differ from run to run. */
function steady(log: string): string[] {
  return log
    .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 {1,7}\d+ /gm, "TIME PID ")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
    .split("\n")
}

/** stdout, exit codes and texts of the original 1.18.5 (scripts/differential/findings/commands.md). */
describe("pf flow test (spec 3.10, surface 1.1)", () => {
  it("prints the log and then the outputs", async () => {
    await using here = await Workspace.make(one)
    const ran = await here.pf(["flow", "test", "--flow", "one"])
    expect(ran.code).toBe(0)
    expect(steady(ran.stdout)).toEqual([
      "TIME PID execution.flow     INFO     Start executing nodes in thread pool mode.",
      "TIME PID execution.flow     INFO     Start to run 1 nodes with concurrency level 16.",
      "TIME PID execution.flow     INFO     Executing node up. node run id: ID_up_0",
      "TIME PID execution.flow     INFO     [up in line 0 (index starts from 0)] stdout> upping",
      "TIME PID execution.flow     INFO     [up in line 0 (index starts from 0)] stdout>  ",
      "TIME PID execution.flow     INFO     [up in line 0 (index starts from 0)] stdout> hello",
      "TIME PID execution.flow     INFO     Node up completes.",
      "{",
      '    "out": "HELLO"',
      "}",
      "",
    ])
    expect(await here.tree()).toEqual(
      expect.arrayContaining([
        "one/.promptflow/flow.detail.json",
        "one/.promptflow/flow.log",
        "one/.promptflow/flow.output.json",
      ]),
    )
  })

  it("keeps values exact and text readable", async () => {
    await using here = await Workspace.make(chain)
    const { code, stdout } = await here.pf(["flow", "test", "--flow", "chain", "--inputs", "text=ab"])
    expect(code).toBe(0)
    expect(stdout.slice(stdout.indexOf("\n{\n") + 1)).toBe(`{
    "d": {
        "text": "abab",
        "k": 7,
        "items_": [
            "abab",
            null,
            true,
            1.0
        ],
        "é": "ü"
    },
    "first": "abab",
    "lit": "constant",
    "inp": 2
}
`)
  })

  it("warns of inputs that the flow does not have", async () => {
    await using here = await Workspace.make(one)
    const ran = await here.pf(["flow", "test", "--flow", "one", "--inputs", "text=abc", "zzz=1"])
    expect(ran.code).toBe(0)
    expect(ran.stderr).toMatch(
      /^\[[^\]]+ \+0000\]\[promptflow\]\[WARNING\] - Unknown input\(s\) of flow: \{'zzz': '1'\}\n$/,
    )
  })

  it("prints a node's text as it is", async () => {
    await using here = await Workspace.make(one)
    const { code, stdout } = await here.pf([
      "flow",
      "test",
      "--flow",
      "one",
      "--node",
      "up",
      "--inputs",
      "text=Ab",
    ])
    expect(code).toBe(0)
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("AB")
  })

  const failures: [string, string[], Record<string, string>, string][] = [
    [
      "a missing input",
      ["--flow", "chain"],
      chain,
      `pf.flow.test failed with UserErrorException: Required input(s) ['text'] are missing for "flow".`,
    ],
    [
      "a missing input of a node",
      ["--flow", "chain", "--node", "a"],
      chain,
      "pf.flow.node_test failed with UserErrorException: Required input(s) [",
    ],
    [
      "a tool that raises",
      ["--flow", "fail", "--inputs", "x=1"],
      fail,
      "pf.flow.test failed with UserErrorException: ValueError: Execution failure in 'f': (ValueError) odd 1.",
    ],
    [
      "a value that does not fit",
      ["--flow", "fail", "--inputs", "x=y"],
      fail,
      "pf.flow.test failed with UserErrorException: Exception: ",
    ],
    ["a flow that is not there", ["--flow", "nothing"], {}, "pf.flow.test failed with UserErrorException: "],
    [
      "a variant that is not there",
      ["--flow", "one", "--variant", "${a.b}"],
      one,
      "pf.flow.test failed with InvalidFlowError: ",
    ],
  ]
  it.each(failures)("ends with one line on stdout and code 1 after %s", async (_name, args, files, line) => {
    await using here = await Workspace.make(files)
    const { code, stdout } = await here.pf(["flow", "test", ...args])
    expect(code).toBe(1)
    expect(stdout.trimEnd().split("\n").at(-1)).toContain(line)
  })

  it("runs aggregation nodes and writes metrics beside the flow", async () => {
    await using here = await Workspace.make(agg)
    const { code, stdout } = await here.pf(["flow", "test", "--flow", "agg", "--inputs", "answer=A"])
    expect(code).toBe(0)
    expect(stdout).toContain("Node agg completes.")
    expect(JSON.parse(await here.read("agg/.promptflow/flow.metrics.json"))).toEqual({ accuracy: 1, n: 1 })
  })

  it("leaves its details in the folder that --detail names, as the original does", async () => {
    await using here = await Workspace.make({ ...agg, ...fail })
    const left = async (...args: string[]) => {
      await here.pf(["flow", "test", ...args, "--detail", `${here.folder}/deep/out`])
      const names = (await here.tree(`${here.folder}/deep/out`)).sort()
      rmSync(`${here.folder}/deep`, { recursive: true })
      return names
    }
    const files = ["flow.detail.json", "flow.log"]
    expect(await left("--flow", "agg", "--inputs", "answer=A")).toEqual([
      ...files,
      "flow.metrics.json",
      "flow.output.json",
    ])
    expect(await left("--flow", "fail", "--inputs", "x=1")).toEqual(files)
    expect(await left("--flow", "fail", "--node", "f", "--inputs", "x=2")).toEqual([
      "f.node.log",
      "flow-f.node.detail.json",
      "flow-f.node.output.json",
    ])
    expect(existsSync(`${here.folder}/fail/.promptflow`)).toBe(false)
  })
})

describe("pf flow validate (spec 1.8, surface 1.1)", () => {
  it("says Succeeded, or lists what is wrong with code 1", async () => {
    await using here = await Workspace.make({
      ...one,
      "broken/flow.dag.yaml": one["one/flow.dag.yaml"] ?? "",
    })
    expect(await here.pf(["flow", "validate", "--source", "one"])).toMatchObject({
      code: 0,
      stdout: '{\n  "result": "Succeeded"\n}\n',
    })
    const broken = await here.pf(["flow", "validate", "--source", "broken"])
    expect(broken.code).toBe(1)
    expect(JSON.parse(broken.stdout)).toMatchObject({
      result: "Failed",
      errors: [{ message: expect.stringContaining("up.py") }],
    })
  })
})
