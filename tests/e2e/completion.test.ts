import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { Workspace } from "../support/workspace.ts"

function has(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0
}

describe("completion", () => {
  it.skipIf(!has("bash"))("completes commands, options and choices in bash", async () => {
    await using here = await Workspace.make()
    const { stdout: script } = await here.millrace(["completion", "bash"])
    await here.write({ "completion.bash": script })
    const complete = (...words: string[]) => {
      const list = words.map((w) => `'${w}'`).join(" ")
      const ask = `. ./completion.bash; COMP_WORDS=(millrace ${list}); COMP_CWORD=${words.length}; _millrace; echo "\${COMPREPLY[@]}"`
      return spawnSync("bash", ["-c", ask], { cwd: here.folder, encoding: "utf8" }).stdout.trim().split(" ")
    }
    expect(complete("ru")).toEqual(["run", "runtime"])
    expect(complete("run", "show")).toEqual(["show", "show-details", "show-metrics"])
    expect(complete("flow", "test", "--re")).toEqual(["--record", "--replay"])
    expect(complete("flow", "init", "--type", "e")).toEqual(["evaluation"])
    expect(complete("demo", "--ro")).toEqual(["--rows"])
  })

  it.skipIf(!has("zsh"))("is a script that zsh can read", async () => {
    await using here = await Workspace.make()
    const { stdout } = await here.millrace(["completion", "zsh"])
    expect(spawnSync("zsh", ["-n"], { input: stdout, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    })
  })

  it.skipIf(!has("fish"))("is a script that fish can read", async () => {
    await using here = await Workspace.make()
    const { stdout } = await here.millrace(["completion", "fish"])
    expect(spawnSync("fish", ["--no-execute"], { input: stdout, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    })
  })

  it("knows every command in each shell", async () => {
    await using here = await Workspace.make()
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, stdout } = await here.millrace(["completion", shell])
      expect(code).toBe(0)
      for (const word of ["show-metrics", "runtime", "completion", "fail-on-regression"])
        expect(stdout).toContain(word)
    }
  })
})
