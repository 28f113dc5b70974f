import { describe, expect, it } from "vitest"
import { Workspace } from "../support/workspace.ts"

describe("millrace demo", () => {
  it("shows the whole job on recorded answers, and says so first", async () => {
    await using here = await Workspace.make()
    const ran = await here.millrace(["demo", "--replay", "--rows", "4"])
    expect(ran.code).toBe(0)
    expect(ran.stdout.split("\n")[0]).toContain("replayed")
    for (const heading of [
      "1  Test one line",
      "2  Run 2 variants",
      "3  Evaluate both",
      "4  Compare",
      "5  Where it is",
    ]) {
      expect(ran.stdout).toContain(heading)
    }
    // Each row has its own address: with the flow's default for all of them, one of four would be right.
    expect(ran.stdout).toMatch(/^demo1_variant_0 +1 +1 +1 +1$/m)
    expect(ran.stdout).toMatch(/^class +precision +recall +f1$/m)
    expect(ran.stdout).toMatch(/^accuracy +/m)
    expect(ran.stdout).toContain("millrace flow test --flow path/to/your/flow")
    expect(ran.stderr.match(/4 lines done/g)).toHaveLength(4)
    const again = await here.millrace(["run", "list"])
    expect(again.stdout).toMatch(/^demo1_variant_1 +/m)
    const forPrograms = await here.millrace(["demo", "--replay", "--rows", "1", "--output", "json"])
    const { runs, comparison } = JSON.parse(forPrograms.stdout)
    expect(runs).toMatchObject([{ name: "demo2_variant_0" }, { name: "demo2_variant_1" }])
    expect(comparison.verdict).toContain("accuracy")
    expect(forPrograms.stderr).toContain("4  Compare")
  })
})
