import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { folderWith } from "../testing/play.ts"
import { checkRuntime, installedPackages } from "./check-runtime.ts"
import { writeRecord } from "./make-environment.ts"
import type { RuntimeRecord } from "./runtime.ts"
import { brokenRuntimes, createRuntime, deleteRuntime, listRuntimes, updateRuntime } from "./runtimes.ts"

const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).trim()

/** A runtime as the record says, in the Python of this machine: making one takes half a minute. */
function record(home: string, change: Partial<RuntimeRecord> = {}): RuntimeRecord {
  const path = join(home, "runtimes", change.name ?? "nlp")
  mkdirSync(path, { recursive: true })
  const requirements = change.requirements ?? []
  if (requirements.length > 0)
    writeFileSync(join(path, "millrace-requirements.txt"), `${requirements.join("\n")}\n`)
  const created = "2026-01-01T00:00:00.000Z"
  return writeRecord({
    name: "nlp",
    path,
    interpreter: python,
    python: "3.11.0",
    requirements,
    managed: false,
    created,
    ...change,
  })
}

test("a check names what is installed and what is lacking, whatever lies in the working folder", async () => {
  using root = folderWith({ "home/x": "", "json.py": "raise SystemExit('not this one')\n" })
  const home = join(root.path, "home")
  const found = await checkRuntime(record(home, { requirements: ["pip", "no-such-distribution-here>=2"] }), {
    home,
  })
  expect(found.python).toMatch(/^3\.\d+\.\d+/)
  expect(found.packages.map(({ name }) => name)).toContain("pip")
  expect(found).toMatchObject({
    missing: ["no-such-distribution-here>=2"],
    changed: false,
    newer: null,
  })
  await expect(installedPackages(join(root.path, "json.py"))).rejects.toMatchObject({
    code: "RUNTIME_FAILED",
  })
})

test("a requirements file that has changed is noticed, and an update follows it", async () => {
  using root = folderWith({ "home/x": "", "requirements.txt": "# nothing any more\n" })
  const home = join(root.path, "home")
  const requirementsFile = join(root.path, "requirements.txt")
  const before = record(home, { requirements: ["pip"], requirementsFile })
  expect(await checkRuntime(before, { home })).toMatchObject({ changed: true })
  const after = await updateRuntime("nlp", { home })
  expect(after).toMatchObject({ requirements: [], created: before.created, updated: expect.any(String) })
  expect(await checkRuntime(after, { home })).toMatchObject({ changed: false, missing: [] })
})

test("one whose Python is gone is listed as broken, and can be deleted", async () => {
  using root = folderWith({})
  record(root.path, { name: "gone", interpreter: join(root.path, "no-python") })
  expect(listRuntimes(root.path)).toEqual([])
  expect(brokenRuntimes(root.path)).toMatchObject([{ name: "gone" }])
  deleteRuntime("gone", root.path)
  expect(brokenRuntimes(root.path)).toEqual([])
})

test("making one that is cancelled leaves nothing", async () => {
  using root = folderWith({})
  const signal = AbortSignal.abort()
  await expect(createRuntime({ name: "never", home: root.path, python, signal })).rejects.toMatchObject({
    code: "RUNTIME_FAILED",
  })
  expect(existsSync(join(root.path, "runtimes", "never"))).toBe(false)
})
