import { lstatSync, readdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { agg, fail } from "../support/flows.ts"
import { Workspace } from "../support/workspace.ts"

/** Shapes, texts and exit codes of the original 1.18.5 (scripts/differential/findings). */
describe("pf run (spec 4.8, 8.2; surface 1.3)", () => {
  it("creates, shows, streams, lists, updates and deletes a run", async () => {
    await using here = await Workspace.make(agg)
    const created = await here.pf([
      "run",
      "create",
      "--flow",
      "agg",
      "--data",
      "agg/data.jsonl",
      "--name",
      "agg1",
    ])
    expect(created.code).toBe(0)
    const run = JSON.parse(created.stdout.slice(created.stdout.indexOf("{\n")))
    expect(Object.keys(run)).toEqual([
      "name",
      "created_on",
      "status",
      "display_name",
      "description",
      "tags",
      "properties",
      "flow_name",
      "data",
      "output",
      "error",
    ])
    expect(run).toMatchObject({
      name: "agg1",
      status: "Completed",
      display_name: "agg1",
      flow_name: "agg",
      properties: { flow_path: `${here.folder}/agg`, output_path: `${here.home}/.promptflow/.runs/agg1` },
      data: `${here.folder}/agg/data.jsonl`,
      output: `${here.home}/.promptflow/.runs/agg1/flow_outputs`,
      error: {
        message:
          "Failed to run 1/3 lines. First error message is: Execution failure in 'line': (Exception) bang",
      },
    })
    expect(created.stderr).toContain("1 out of 3 runs failed in batch run.")

    expect(JSON.parse((await here.pf(["run", "show", "-n", "agg1"])).stdout)).toMatchObject({ name: "agg1" })
    expect((await here.pf(["run", "show-metrics", "-n", "agg1"])).stdout).toBe(
      '{\n    "accuracy": 0.5,\n    "n": 2\n}\n',
    )
    const [listed] = JSON.parse((await here.pf(["run", "list"])).stdout)
    expect(listed.error).not.toHaveProperty("debugInfo")

    const streamed = await here.pf(["run", "stream", "-n", "agg1"])
    expect(streamed.code).toBe(0)
    expect(streamed.stdout).toMatch(
      /======= Run Summary =======\n\nRun name: "agg1"\nRun status: "Completed"\nStart time: "[^"]+\+00:00"\nDuration: "0:00:0\d(\.\d+)?"\nOutput path: "[^"]+agg1"\n\n\{\n/,
    )

    const updated = await here.pf([
      "run",
      "update",
      "-n",
      "agg1",
      "--set",
      "display_name=new",
      "tags.x=y",
      "description=d 2",
    ])
    expect(JSON.parse(updated.stdout)).toMatchObject({
      display_name: "new",
      tags: { x: "y" },
      description: "d 2",
    })
    const again = JSON.parse((await here.pf(["run", "update", "-n", "agg1", "--set", "tags.z=é"])).stdout)
    expect(again.tags).toEqual({ z: "é" })
    const archived = JSON.parse((await here.pf(["run", "archive", "-n", "agg1"])).stdout)
    expect(archived.error).toEqual(run.error)
    expect((await here.pf(["run", "list"])).stdout).toBe("[]\n")
    await here.pf(["run", "restore", "-n", "agg1"])
    expect(JSON.parse((await here.pf(["run", "list"])).stdout)).toHaveLength(1)

    expect(await here.pf(["run", "delete", "-n", "agg1"], { input: "what\nn\n" })).toMatchObject({
      code: 0,
      stdout:
        "Are you sure to delete run irreversibly? [y/n]Please input 'y' or 'n':The delete operation was canceled.\n",
    })
    expect(await here.pf(["run", "delete", "-n", "agg1", "-y"])).toMatchObject({ code: 0, stdout: "" })
    const gone = await here.pf(["run", "show", "-n", "agg1"])
    expect(gone.code).toBe(1)
    expect(gone.stdout).toMatch(/^pf\.run\.show failed with RunNotFoundError: .*agg1/)
  })

  it("shows details as a grid that fits", async () => {
    await using here = await Workspace.make(fail)
    await here.pf(["run", "create", "--flow", "fail", "--data", "fail/data.jsonl", "--name", "fail1"])
    expect((await here.pf(["run", "show-details", "-n", "fail1"])).stdout).toBe(
      [
        "+----+------------+----------------------+---------------+",
        "|    |   inputs.x |   inputs.line_number | outputs.out   |",
        "+====+============+======================+===============+",
        "|  0 |          0 |                    0 | 1.0           |",
        "+----+------------+----------------------+---------------+",
        "|  1 |          1 |                    1 | (Failed)      |",
        "+----+------------+----------------------+---------------+",
        "|  2 |          2 |                    2 | 3.0           |",
        "+----+------------+----------------------+---------------+",
        "|  3 |          3 |                    3 | (Failed)      |",
        "+----+------------+----------------------+---------------+",
        "",
      ].join("\n"),
    )
  })

  it("keeps runs inside the flow's folder when it is told to", async () => {
    await using here = await Workspace.make(fail)
    await here.pf(["config", "set", "run.output_path=${flow_directory}/.runs"])
    symlinkSync(".", join(here.folder, "fail", "loop"))
    symlinkSync("nowhere", join(here.folder, "fail", "broken"))
    await here.write({ "shared/words.txt": "from elsewhere" })
    symlinkSync("../shared/words.txt", join(here.folder, "fail", "linked.txt")) // as flow-with-symlinks (surface 7.1)
    const ran = await here.pf([
      "run",
      "create",
      "--flow",
      "fail",
      "--data",
      "fail/data.jsonl",
      "--name",
      "in",
    ])
    expect(ran.code).toBe(0)
    const snapshot = join(here.folder, "fail", ".runs", "in", "snapshot")
    expect(lstatSync(join(snapshot, "linked.txt")).isFile()).toBe(true)
    expect(await here.read("fail/.runs/in/snapshot/linked.txt")).toBe("from elsewhere")
    const kept = readdirSync(snapshot)
    expect(kept.sort()).toEqual(
      readdirSync(join(here.folder, "fail"))
        .filter((name) => /\./.test(name) && name !== ".runs")
        .sort(),
    )
  })

  it("reads the inputs of a run all of whose lines failed", async () => {
    await using here = await Workspace.make({ ...fail, "odd.jsonl": '{"x":1}\n{"x":3}\n' })
    await here.pf(["run", "create", "--flow", "fail", "--data", "odd.jsonl", "--name", "odd"])
    const again = ["run", "create", "--flow", "fail", "--run", "odd", "--name", "again"]
    const { stdout, code } = await here.pf([...again, "--column-mapping", "x=${run.inputs.x}"])
    expect(code).toBe(0)
    expect(JSON.parse(stdout.slice(stdout.indexOf("{\n")))).toMatchObject({
      status: "Completed",
      error: { message: expect.stringContaining("Failed to run 2/2 lines") },
    })
    const without = await here.pf([...again.slice(0, -1), "none", "--column-mapping", "x=${run.outputs.out}"])
    expect(JSON.parse(without.stdout)).toMatchObject({
      status: "Failed",
      error: { message: expect.stringContaining("${run.outputs.out}") },
    })
  })

  it("fails a run whose mapping does not fit, with code 0; streaming it ends with code 1", async () => {
    await using here = await Workspace.make(agg)
    const create = [
      "run",
      "create",
      "--flow",
      "agg",
      "--data",
      "agg/data.jsonl",
      "--column-mapping",
      "answer=${data.zzz}",
    ]
    const quiet = await here.pf([...create, "--name", "bad1"])
    expect(quiet.code).toBe(0)
    expect(JSON.parse(quiet.stdout)).toMatchObject({
      status: "Failed",
      error: { message: expect.stringContaining("${data.zzz}") },
    })
    const streamed = await here.pf([...create, "--name", "bad2", "--stream"])
    expect(streamed.code).toBe(1)
    expect(streamed.stdout).toContain('Run status: "Failed"')
    expect(streamed.stdout.trimEnd().split("\n").at(-1)).toContain(
      "pf.run.create failed with InvalidRunStatusError: ",
    )
    expect((await here.pf(["run", "show-metrics", "-n", "bad1"])).stdout).toContain("InvalidRunStatusError")
  })

  it("evaluates a run, and takes a run file", async () => {
    await using here = await Workspace.make({
      ...fail,
      ...agg,
      "run.yml":
        "flow: agg\nrun: base\ndata: fail/data.jsonl\nname: eval\ncolumn_mapping:\n  answer: ${run.outputs.out}\n  truth: ${data.x}\n",
    })
    await here.pf(["run", "create", "--flow", "fail", "--data", "fail/data.jsonl", "--name", "base"])
    const ran = await here.pf([
      "run",
      "create",
      "--file",
      "run.yml",
      "--set",
      "display_name=shown",
      "tags.a=b",
    ])
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.stdout.slice(ran.stdout.indexOf("{\n")))).toMatchObject({
      name: "eval",
      run: "base",
      display_name: "shown",
      tags: { a: "b" },
      properties: { column_mapping: { answer: "${run.outputs.out}", truth: "${data.x}" } },
    })
  })

  const refusals: [string, string[], RegExp][] = [
    ["an unknown run to evaluate", ["--run", "nope"], /pf\.run\.create failed with RunNotFoundError: /],
    ["neither data nor run", [], /pf\.run\.create failed with UserErrorException: /],
    ["data that is not there", ["--data", "agg/nope.jsonl"], /pf\.run\.create failed with .*nope\.jsonl/s],
    [
      "a mapping without a reference",
      ["--data", "agg/data.jsonl", "--column-mapping", "answer=lit"],
      /pf\.run\.create failed with ValidationException: /,
    ],
  ]
  it.each(refusals)("makes no run for %s", async (_name, args, text) => {
    await using here = await Workspace.make(agg)
    const { code, stdout } = await here.pf(["run", "create", "--flow", "agg", ...args])
    expect(code).toBe(1)
    expect(stdout).toMatch(text)
    expect((await here.pf(["run", "list"])).stdout).toBe("[]\n")
  })
})

describe("pf connection and config (surface 1.2, 1.4)", () => {
  const secret = "sk-canary-4711"
  const file = `name: c1\ntype: custom\nconfigs:\n  a: b\nsecrets:\n  k: ${secret}\n`

  it("stores, shows, updates and deletes, never printing a secret", async () => {
    await using here = await Workspace.make({ "c.yaml": file })
    const created = await here.pf(["connection", "create", "--file", "c.yaml"])
    expect(created.code).toBe(0)
    expect(JSON.parse(created.stdout)).toMatchObject({
      name: "c1",
      module: "promptflow.connections",
      type: "custom",
      configs: { a: "b" },
      secrets: { k: "******" },
    })
    const updated = await here.pf(["connection", "update", "--name", "c1", "--set", "configs.a=z"])
    expect(JSON.parse(updated.stdout)).toMatchObject({ configs: { a: "z" }, secrets: { k: "******" } })
    const listed = await here.pf(["connection", "list"])
    expect(JSON.parse(listed.stdout)).toHaveLength(1)
    for (const ran of [created, updated, listed]) expect(ran.stdout + ran.stderr).not.toContain(secret)
    for (const path of await here.tree(here.home))
      expect(await here.read(`../home/${path}`)).not.toContain(secret)
    expect(await here.pf(["connection", "delete", "--name", "c1", "-y"])).toMatchObject({
      code: 0,
      stdout: "",
    })
    expect(await here.pf(["connection", "delete", "--name", "c1", "-y"])).toMatchObject({
      code: 0,
      stdout: "",
    })
    const gone = await here.pf(["connection", "show", "--name", "c1"])
    expect(gone).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^pf\.connection\.show failed with ConnectionNotFoundError: /),
    })
  })

  it("keeps settings", async () => {
    await using here = await Workspace.make()
    expect(await here.pf(["config", "set", "run.output_path=/some/folder"])).toMatchObject({
      code: 0,
      stdout: "Set config [{'run.output_path': '/some/folder'}] successfully.\n",
    })
    expect(JSON.parse((await here.pf(["config", "show"])).stdout)).toMatchObject({
      run: { output_path: "/some/folder" },
    })
  })
})
