import { execFileSync } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { pythonCommand } from "./python-command.ts"

let both: string
let three: string
const put = (folder: string, name: string) => {
  writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} "$@"\n`)
  chmodSync(join(folder, name), 0o755)
}
beforeAll(() => {
  both = mkdtempSync(join(tmpdir(), "millrace-python-"))
  three = mkdtempSync(join(tmpdir(), "millrace-python-"))
  for (const name of ["python", "python3"]) put(both, name)
  put(three, "python3")
})
afterAll(() => {
  for (const folder of [both, three]) rmSync(folder, { recursive: true })
})

it.skipIf(process.platform === "win32")("takes python3 for python where there is only that", () => {
  const run = (command: string, PATH: string) =>
    execFileSync("/bin/sh", ["-c", pythonCommand(command, PATH)], { env: { PATH }, encoding: "utf8" })
  expect(run("python a.py 'x y'", three)).toBe("python3 a.py x y\n")
  expect(run("python a.py", both)).toBe("python a.py\n")
  expect(pythonCommand("python a.py", both)).toBe("python a.py")
  expect(pythonCommand("echo pythonic", three)).toBe("echo pythonic")
  expect(pythonCommand("python a.py", "/nowhere")).toBe("python a.py")
})
