import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { includesStamp, MergedFolder } from "./includes.ts"

const folder = mkdtempSync(join(tmpdir(), "millrace-includes-"))
afterAll(() => rmSync(folder, { recursive: true }))

test("a stamp of includes is another one after a change, and links in a circle do not keep it from being made", () => {
  mkdirSync(join(folder, "lib"))
  writeFileSync(join(folder, "lib", "a.py"), "x = 1\n")
  symlinkSync(".", join(folder, "lib", "round"))
  const before = includesStamp(folder, ["lib"])
  expect(includesStamp(folder, ["lib"])).toBe(before)
  writeFileSync(join(folder, "lib", "a.py"), "x = 1000\n")
  expect(includesStamp(folder, ["lib"])).not.toBe(before)
})

test("a folder that cannot be copied says so", () => {
  mkdirSync(join(folder, "flow"))
  writeFileSync(join(folder, "flow", "flow.dag.yaml"), "nodes: []\n")
  symlinkSync("..", join(folder, "flow", "up"))
  expect(() => new MergedFolder(join(folder, "flow"), ["../lib"], () => {})).toThrow(
    expect.objectContaining({ code: "FILE_UNREADABLE" }),
  )
})
