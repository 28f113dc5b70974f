import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
  studio.write("flow/flow.dag.yaml", "nodes: []\n")
  writeFileSync(join(studio.folder, "..", "outside.txt"), "canary")
  symlinkSync(join(studio.folder, ".."), join(studio.folder, "up"))
  symlinkSync(join(studio.folder, "..", "outside.txt"), join(studio.folder, "link.txt"))
  symlinkSync(join(studio.folder, "..", "not-there"), join(studio.folder, "dangling"))
  mkdirSync(join(studio.folder, ".git", "hooks"), { recursive: true })
  writeFileSync(join(studio.folder, ".git", "config"), "canary")
})
afterAll(() => studio[Symbol.asyncDispose]())

const OUTSIDE = [
  "../outside.txt",
  "flow/../../outside.txt",
  "/etc/passwd",
  "C:\\Windows\\win.ini",
  "..\\outside.txt",
  "up/outside.txt",
  "link.txt",
  "dangling",
  "dangling/x",
  "flow\0.txt",
  ".git/config",
  ".GIT/config",
  "flow/.Git/hooks/pre-commit",
  "flow/flow.dag.yaml.",
  "flow /x",
]

describe.each(OUTSIDE)("%j is not reached", (path) => {
  const query = `path=${encodeURIComponent(path)}`
  test.each([
    ["reading", "GET", `/files/text?${query}`, undefined],
    ["its bytes", "GET", `/files/bytes?${query}`, undefined],
    ["writing", "PUT", "/files/text", { path, text: "x", base: null }],
    ["uploading", "POST", `/files/bytes?${query}`, new Uint8Array([1])],
    ["deleting", "DELETE", `/files?${query}`, undefined],
    ["moving from there", "POST", "/files/rename", { path, to: "flow/here" }],
    ["moving to there", "POST", "/files/rename", { path: "flow/flow.dag.yaml", to: path }],
    ["making a folder", "POST", "/files/folder", { path }],
    ["listing", "GET", `/files?folder=${encodeURIComponent(path)}`, undefined],
    ["a new flow", "POST", "/flows", { path, type: "standard" }],
    ["a copy", "POST", "/flows/clone", { path, from: { sample: "basic" } }],
    ["a copy from there", "POST", "/flows/clone", { path: "copy", from: { flow: path } }],
    ["a zip of it", "GET", `/flows/zip?flow=${encodeURIComponent(path)}`, undefined],
    ["a test", "POST", "/tests", { flow: path }],
    ["data", "GET", `/data/preview?${query}`, undefined],
  ])("by %s", async (_, method, at, body) => {
    const answer = await studio.ask(method, at, body)
    const { code } = (await answer.json()) as { code: string }
    expect(["PATH_OUTSIDE", "REQUEST_INVALID"]).toContain(code)
  })
})

test("nothing outside has changed", () => {
  expect(readFileSync(join(studio.folder, "..", "outside.txt"), "utf8")).toBe("canary")
  expect(readFileSync(join(studio.folder, ".git", "config"), "utf8")).toBe("canary")
  expect(existsSync(join(studio.folder, "..", "not-there"))).toBe(false)
  expect(existsSync(join(studio.folder, "copy"))).toBe(false)
})
