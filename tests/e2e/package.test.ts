import { spawnSync } from "node:child_process"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { writeDeclarations } from "../../scripts/declarations.mjs"
import { one } from "../support/flows.ts"
import { repository, Workspace } from "../support/workspace.ts"

function npm(
  args: string[],
  cwd: string,
  home: string,
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync("npm", args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, HOME: home, npm_config_cache: join(home, "npm") },
  })
}

/** What `npm pack` makes works where it is installed, without the repository and without the network. */
describe("the published packages", { timeout: 180_000 }, () => {
  it("install into an empty folder and run a flow there, from the command line and from code", async () => {
    await using here = await Workspace.make({ ...one, "package.json": '{"private":true,"type":"module"}' })
    const pack = [
      "pack",
      "-w",
      "millrace",
      "-w",
      "millrace-pf",
      "--ignore-scripts",
      "--pack-destination",
      here.folder,
    ]
    expect(npm(pack, repository, here.home)).toMatchObject({ status: 0 })
    const archives = (await readdir(here.folder))
      .filter((name) => name.endsWith(".tgz"))
      .map((name) => `./${name}`)
    expect(archives.sort()).toEqual(["./millrace-0.1.0.tgz", "./millrace-pf-0.1.0.tgz"])
    // Node itself is an optional dependency of 121 MB, for machines that only have an older one.
    const install = ["install", "--offline", "--omit=optional", "--no-audit", "--no-fund", ...archives]
    expect(npm(install, here.folder, here.home)).toMatchObject({ status: 0 })

    const start = { cwd: here.folder, encoding: "utf8", env: { ...process.env, HOME: here.home } } as const
    const bin = (name: string) => join(here.folder, "node_modules", ".bin", name)
    const ran = spawnSync(process.execPath, [bin("millrace"), "flow", "test", "--flow", "one"], start)
    expect(ran).toMatchObject({ status: 0, stdout: '{\n  "out": "HELLO"\n}\n' })
    const pf = spawnSync(process.execPath, [bin("pf"), "flow", "test", "--flow", "one"], start)
    expect(pf.stdout).toMatch(/\{\n {4}"out": "HELLO"\n\}\n$/)

    const program = `import { Millrace } from "millrace"
await using millrace = await Millrace.open()
const { output } = await millrace.flows.test({ flow: "one", inputs: { text: "hi" } }).result
console.log(output.get("out"))`
    const code = spawnSync(process.execPath, ["--input-type=module", "--eval", program], start)
    expect(code).toMatchObject({ status: 0, stdout: "HI\n" })
  })

  it("declare types that name no package which cannot be installed", async () => {
    await using here = await Workspace.make({
      "use.ts": `import { Millrace, type RunInfo } from "./types/sdk/index.js"
export async function names(): Promise<string[]> {
  await using millrace = await Millrace.open({ home: "x" })
  const runs: RunInfo[] = await millrace.runs.list({ limit: 3 })
  return runs.map((run) => run.name)
}
`,
    })
    await writeDeclarations(repository, join(here.folder, "types"))
    const tsc = join(repository, "node_modules/typescript/bin/tsc")
    const options = [
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "false",
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--lib",
      "es2024,esnext.disposable,dom",
    ]
    expect(
      spawnSync(process.execPath, [tsc, ...options, "--types", "", "use.ts"], {
        cwd: here.folder,
        encoding: "utf8",
      }).stdout,
    ).toBe("")
  })
})
