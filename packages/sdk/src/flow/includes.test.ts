import { execFileSync } from "node:child_process"
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

test("NAME.zip is a zip of the folder NAME where only that is, with the folders in it", () => {
  mkdirSync(join(folder, "plain"))
  mkdirSync(join(folder, "packed", "in"), { recursive: true })
  writeFileSync(join(folder, "packed", "a.txt"), "one")
  writeFileSync(join(folder, "packed", "in", "ü.txt"), "")
  const lacking: string[] = []
  using merged = new MergedFolder(join(folder, "plain"), ["../packed.zip", "../none.zip"], (include) =>
    lacking.push(include),
  )
  expect(lacking).toEqual(["../none.zip"])
  const script =
    "import json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(json.dumps([[i.filename, z.read(i).decode()] for i in z.infolist()]))"
  const read = JSON.parse(execFileSync("python3", ["-c", script, join(merged.path, "packed.zip")]).toString())
  expect(read).toEqual([
    ["packed/", ""],
    ["packed/a.txt", "one"],
    ["packed/in/", ""],
    ["packed/in/ü.txt", ""],
  ])
})
