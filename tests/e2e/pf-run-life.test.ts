import { describe, expect, it } from "vitest"
import { agg } from "../support/flows.ts"
import { type Ran, Workspace } from "../support/workspace.ts"

const MAPPED = ["--flow", "agg", "--data", "agg/data.jsonl", "--name", "base"]

function runOf({ stdout }: Ran) {
  return JSON.parse(stdout.slice(stdout.indexOf("{\n")))
}

/** Exit codes, first words on stdout and shapes of the original 1.18.5, asked for each of these commands. */
describe("pf run, from a file, again, and put away (surface 1.3)", () => {
  it("answers as the original does", async () => {
    await using here = await Workspace.make({
      ...agg,
      "files/run.yml": `flow: ../agg
name: yml
data: ../agg/data.jsonl
display_name: "D \${variant_id} \${run}"
tags: {team: search}
properties: {p: q}
bogus: 1
`,
      "agg/one.jsonl": '{"x": 1}\n',
      "files/typed.yml": "flow: ../agg\ndata: ../agg/data.jsonl\ntags: {i: 1}\n",
    })
    const base = await here.pf(["run", "create", ...MAPPED, "--set", "description=d", "tags.x=y"])
    expect(base.code).toBe(0)

    const over = ["--set", "name=over", "data=agg/one.jsonl", "column_mapping.k=v"] // over what was typed
    const mapping = ["--column-mapping", "x=${data.x}"]
    const set1 = runOf(await here.pf(["run", "create", ...MAPPED, ...mapping, ...over]))
    expect(set1.name).toBe("over")
    expect(set1.data).toMatch(/one\.jsonl$/)
    expect(set1.properties.column_mapping).toEqual({ x: "${data.x}", k: "v" })

    const file = await here.pf([
      "run",
      "create",
      "-f",
      "files/run.yml",
      "--set",
      "tags.a=b",
      "properties.p=new",
    ])
    expect(file.stdout).not.toContain("failed with")
    expect(file.stderr).toContain("Run schema validation warnings. Unknown fields found: {'bogus'}")
    expect(runOf(file)).toMatchObject({
      name: "yml",
      display_name: "D variant_0 ${run}",
      tags: { team: "search", a: "b" },
      properties: { p: "new" },
    })

    const again = runOf(await here.pf(["run", "create", "--resume-from", "base", "--name", "again"]))
    expect(again).toMatchObject({ display_name: "again", description: "d", tags: null })
    expect(Object.keys(again.properties)).toEqual([
      "flow_path",
      "output_path",
      "resume_from",
      "system_metrics",
    ])
    const set = ["--set", "display_name=rd ${variant_id}", "tags.q=r"]
    const named = await here.pf(["run", "create", "--resume-from", "base", "--name", "named", ...set])
    expect(runOf(named)).toMatchObject({ display_name: "rd variant_0", tags: { q: "r" } })

    const refused: [words: string[], start: string][] = [
      [["create", "-f", "files/typed.yml"], "pf.run.create failed with ValidationException: "],
      [
        ["create", "--flow", "nope", "--data", "agg/data.jsonl"],
        "pf.run.create failed with ValidationException: ",
      ],
      [["create", "-f", "files/run.yml"], "pf.run.create failed with RunExistsError: "],
      [["create", "--resume-from", "nothing"], "pf.run.create failed with RunNotFoundError: "],
      [["create", "--resume-from", "base", "--name", "again"], "pf.run.create failed with RunExistsError: "],
      [
        ["show-details", "-n", "base", "-r", "0"],
        "pf.run.show-details failed with RunOperationParameterError: ",
      ],
      [["visualize", "-n", "nothing"], "pf.run.visualize failed with RunNotFoundError: "],
      [
        ["update", "-n", "nothing", "--set", "display_name=x"],
        "pf.run.update failed with RunNotFoundError: ",
      ],
    ]
    const ran = await Promise.all(refused.map(([words]) => here.pf(["run", ...words])))
    expect(ran.map(({ code, stdout }, i) => [code, stdout.slice(0, refused[i]?.[1].length)])).toEqual(
      refused.map(([, start]) => [1, start]),
    )
    const two = await here.pf(["run", "create", "--source", "x", "--resume-from", "x"])
    expect([two.code, two.stdout]).toEqual([
      1,
      "pf.run.create failed with UserErrorException: More than one is provided for exclusive options: [file, flow, source, resume-from]\n",
    ])
    expect(JSON.parse((await here.pf(["run", "list", "-r", "-1"])).stdout)).toHaveLength(5)
    const both = await here.pf(["run", "list", "--archived-only", "--include-archived"])
    expect(both.code).toBe(1)
    const cleared = await here.pf(["run", "update", "-n", "base", "--set", "description="])
    expect(runOf(cleared).description).toBeNull()
  }, 90_000)

  it("shows a run in the browser, or says where the page is", async () => {
    await using here = await Workspace.make(agg)
    await here.pf(["run", "create", ...MAPPED])
    const env = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined }
    const shown = await here.pf(["run", "visualize", "-n", "base"], { env: { ...env, TMPDIR: here.home } })
    if (process.platform === "linux") {
      expect(shown.stdout).toMatch(
        /^The HTML file is generated at '.+\.html'\.\nTrying to view the result in a web browser\.\.\.\nFailed to visualize from the web browser, the HTML file locates at '.+\.html'\.\n/,
      )
    }
    expect(await here.pf(["run", "visualize", "-n", "base", "--html-path", "page.html"])).toMatchObject({
      code: 0,
      stdout: "",
    })
    expect(await here.read("page.html")).toContain('id="data"')
  }, 60_000)
})
