import { spawnSync } from "node:child_process"
import { cp, mkdir, readFile } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { describe, expect, it } from "vitest"
import { repository, Workspace } from "../support/workspace.ts"

/** A Node of this machine that is too old to run the bundle itself, if there is one. */
const older = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .map((folder) => join(folder, "node"))
  .find((node) => {
    const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" })
    return /^v(\d+)/.test(stdout ?? "") && Number(/^v(\d+)/.exec(stdout)?.[1]) < 24
  })

describe("the launcher", () => {
  it("prints the version and nothing else", async () => {
    await using here = await Workspace.make()
    const { version } = JSON.parse(await readFile(join(repository, "packages/cli/package.json"), "utf8"))
    expect(await here.millrace(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" })
  })

  it.skipIf(older === undefined)(
    "finds a newer Node beside the package when started under an older one",
    async () => {
      await using here = await Workspace.make()
      const ran = await here.millrace(["flow", "tst"], { node: older as string })
      expect(ran).toMatchObject({ code: 2, stdout: "" })
      expect(ran.stderr).toContain("did you mean millrace flow test?")
    },
  )

  it.skipIf(older === undefined)(
    "passes signals on to the Node it started, and ends as that one ended",
    async () => {
      await using here = await Workspace.make()
      const ran = await here.millrace(["run", "delete", "--name", "x"], {
        node: older as string,
        watch: (_printed, child) => child.kill("SIGTERM"),
      })
      expect(ran.code === null ? ran.signal : ran.code).not.toBe(0)
    },
  )

  it.skipIf(older === undefined)("says in one line what is needed when there is no newer Node", async () => {
    await using here = await Workspace.make()
    await mkdir(join(here.folder, "bin"))
    await cp(join(repository, "packages/cli/bin"), join(here.folder, "bin"), { recursive: true })
    await cp(join(repository, "packages/cli/package.json"), join(here.folder, "package.json"))
    const { status, stderr } = spawnSync(older as string, ["bin/millrace.cjs", "demo"], {
      cwd: here.folder,
      encoding: "utf8",
    })
    expect(status).toBe(1)
    expect(stderr.trim().split("\n")).toHaveLength(1)
    expect(stderr).toContain("needs Node 24 or newer")
  })

  it("is written so that every Node can at least read it", async () => {
    for (const file of [
      "packages/cli/bin/launch.cjs",
      "packages/cli/bin/millrace.cjs",
      "packages/pf/bin/pf.cjs",
    ]) {
      const text = await readFile(join(repository, file), "utf8")
      const code = text.replace(/\/\*.*?\*\/|^\s*\/\/.*$/gms, "")
      expect(code).not.toMatch(/=>|\b(const|let|class|async|await)\b|`|\.\.\.|,\s*\)|\?\.|\?\?/)
    }
  })
})
