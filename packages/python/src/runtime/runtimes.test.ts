import { execFileSync } from "node:child_process"
import { chmodSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { afterEach, expect, test, vi } from "vitest"
import { code, folderWith, Play, textOf } from "../testing/play.ts"
import { findVenv } from "./find-venv.ts"
import { readRequirements } from "./read-requirements.ts"
import { createRuntime, deleteRuntime, listRuntimes, resolveRuntime, showRuntime } from "./runtimes.ts"
import { systemPython } from "./system-python.ts"
import { withLock } from "./with-lock.ts"

const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).trim()

afterEach(() => vi.unstubAllEnvs())

function fakeVenv(folder: string): string {
  mkdirSync(join(folder, "bin"), { recursive: true })
  symlinkSync(python, join(folder, "bin/python"))
  return join(folder, "bin/python")
}

test("the nearest .venv or venv up to the repository's root is taken", async () => {
  using root = folderWith({ "repo/flows/one/flow.dag.yaml": "", "repo/.git/HEAD": "" })
  const flow = join(root.path, "repo/flows/one")
  fakeVenv(join(root.path, ".venv"))
  expect(findVenv(flow)).toBeUndefined()
  const upper = fakeVenv(join(root.path, "repo/venv"))
  expect(await resolveRuntime({ folder: flow, home: root.path })).toMatchObject({
    kind: "venv",
    interpreter: upper,
  })
  const near = fakeVenv(join(flow, ".venv"))
  expect(await resolveRuntime({ folder: flow, home: root.path })).toMatchObject({
    kind: "venv",
    interpreter: near,
  })
})

test("the search stops at the home folder", () => {
  using root = folderWith({ "home/flow/x": "" })
  fakeVenv(join(root.path, ".venv"))
  expect(findVenv(join(root.path, "home/flow"), join(root.path, "home"))).toBeUndefined()
  expect(findVenv(join(root.path, "home/flow"), root.path)).toBe(join(root.path, ".venv"))
})

test("a launcher that is a script is asked once", async () => {
  using root = folderWith({
    "bin/python3": `#!/bin/sh\necho asked >> "$0.log"\nexec '${python}' "$@"\n`,
    "flow/x": "",
  })
  chmodSync(join(root.path, "bin/python3"), 0o755)
  vi.stubEnv("PATH", `${join(root.path, "bin")}${delimiter}${process.env.PATH}`)
  for (let time = 0; time < 3; time++) {
    expect(await systemPython(join(root.path, "flow"), root.path)).toBe(python)
  }
  expect(execFileSync("cat", [join(root.path, "bin/python3.log")], { encoding: "utf8" })).toBe("asked\n")
  writeFileSync(join(root.path, "flow/.python-version"), "other\n")
  await systemPython(join(root.path, "flow"), root.path)
  expect(execFileSync("cat", [join(root.path, "bin/python3.log")], { encoding: "utf8" })).toBe(
    "asked\nasked\n",
  )
})

test("a command names the interpreter that it starts, also where it is a script", async () => {
  using root = folderWith({ "bin/python3.88": `#!/bin/sh\nexec '${python}' "$@"\n` })
  chmodSync(join(root.path, "bin/python3.88"), 0o755)
  vi.stubEnv("PATH", `${join(root.path, "bin")}${delimiter}${process.env.PATH}`)
  const options = { folder: root.path, home: root.path }
  for (const runtime of ["python3", "python3.88"])
    expect((await resolveRuntime({ ...options, runtime })).interpreter).toBe(python)
  await expect(resolveRuntime({ ...options, runtime: "python3.77" })).rejects.toMatchObject({
    code: "RUNTIME_NOT_FOUND",
  })
})

test("no Python is one clear error", async () => {
  using root = folderWith({})
  vi.stubEnv("PATH", root.path)
  await expect(resolveRuntime({ folder: root.path, home: root.path })).rejects.toMatchObject({
    code: "RUNTIME_FAILED",
    message: expect.stringContaining("no python3 on PATH"),
  })
})

test("requirements that are met, promptflow's among them, need no environment", async () => {
  using root = folderWith({
    "flow/requirements.txt": "promptflow>=1.0\npromptflow-tools[x]\npip\n# comment\n",
  })
  const folder = join(root.path, "flow")
  expect(await resolveRuntime({ folder, home: root.path })).toEqual({
    name: python,
    interpreter: python,
    kind: "system",
  })
})

test("requirements that are not met are named where nothing may be installed", async () => {
  using root = folderWith({ "flow/requirements.txt": "no-such-distribution-here>=2\npip\n" })
  const runtime = await resolveRuntime({ folder: join(root.path, "flow"), home: root.path, install: false })
  expect(runtime).toMatchObject({
    kind: "system",
    warning: expect.stringContaining("no-such-distribution-here>=2"),
  })
})

test("an environment is made for requirements once, with promptflow's names in it", {
  timeout: 120_000,
}, async () => {
  using root = folderWith({
    "flow/requirements.txt": "promptflow\n./dist/play_needs_pf-1-py3-none-any.whl\n",
  })
  const folder = join(root.path, "flow")
  writeWheel(join(folder, "dist"))
  const lines: string[] = []
  const options = { folder, home: root.path, onProgress: (line: string) => void lines.push(line) }
  const first = await resolveRuntime(options)
  expect(first).toMatchObject({ kind: "managed" })
  expect(first.warning).toBeUndefined()
  expect(lines.length).toBeGreaterThan(1)
  const count = lines.length
  expect(await resolveRuntime(options)).toEqual(first)
  expect(lines.length).toBe(count)
  expect(listRuntimes(root.path)).toMatchObject([{ name: first.name, managed: true }])
  await using play = await Play.of(
    {
      "t.py": "import played\nfrom promptflow.core import tool\n@tool\ndef t():\n    return played.answer\n",
    },
    { interpreter: first.interpreter },
  )
  await play.pool.prepare([code("t.py")])
  expect(textOf((await play.call("t.py", {})).value)).toBe("42")
})

/** A wheel that requires promptflow, written by hand: nothing is fetched. */
function writeWheel(folder: string): void {
  const script = `
import os, sys, zipfile
os.makedirs(sys.argv[1], exist_ok=True)
with zipfile.ZipFile(os.path.join(sys.argv[1], "play_needs_pf-1-py3-none-any.whl"), "w") as wheel:
    wheel.writestr("played.py", "answer = 42\\n")
    wheel.writestr("play_needs_pf-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: play-needs-pf\\nVersion: 1\\nRequires-Dist: promptflow>=1.8\\nRequires-Dist: promptflow-tools\\n")
    wheel.writestr("play_needs_pf-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: play\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("play_needs_pf-1.dist-info/RECORD", "")
`
  execFileSync(python, ["-c", script, folder])
}

/** Stands for `uv`: makes environments without pip, installs nothing. */
function stubUv(folder: string, script: string): void {
  writeFileSync(join(folder, "uv"), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`)
}

test("an environment that cannot be made leaves a warning and nothing else", async () => {
  using root = folderWith({ "flow/requirements.txt": "./absent.whl\n" })
  stubUv(root.path, "echo 'no absent.whl here' >&2; exit 1")
  const runtime = await resolveRuntime({ folder: join(root.path, "flow"), home: root.path })
  expect(runtime).toMatchObject({
    kind: "system",
    interpreter: python,
    warning: expect.stringContaining("absent.whl"),
  })
  expect(listRuntimes(root.path)).toEqual([])
})

test("an environment that could not be made is not tried again until its requirements change, or it is forgotten", async () => {
  using root = folderWith({ "flow/requirements.txt": "./absent.whl\n" })
  const tries = join(root.path, "tries")
  stubUv(root.path, `echo try >> '${tries}'; echo 'no absent.whl here' >&2; exit 1`)
  const resolved = async () =>
    (await resolveRuntime({ folder: join(root.path, "flow"), home: root.path })).warning
  const count = () => readFileSync(tries, "utf8").split("\n").length - 1
  await resolved()
  const warning = await resolved()
  expect(count()).toBe(1)
  expect(warning).toContain("no absent.whl here")
  const [, name = ""] = /millrace runtime delete --name (\w+) --yes/.exec(warning ?? "") ?? []
  deleteRuntime(name, root.path)
  await resolved()
  expect(count()).toBe(2)
  writeFileSync(join(root.path, "flow/requirements.txt"), "./other.whl\n")
  await resolved()
  expect(count()).toBe(3)
})

test("runtimes by name, made by uv where it is", async () => {
  using root = folderWith({ "flow/x": "" })
  stubUv(root.path, `[ "$1" = venv ] && exec "$4" -m venv --without-pip "$5"; exit 0`)
  const home = root.path
  const made = await createRuntime({ name: "mine", home })
  expect(made).toMatchObject({ name: "mine", managed: false, requirements: [] })
  expect(showRuntime("mine", home)).toEqual(made)
  expect(await resolveRuntime({ folder: join(home, "flow"), runtime: "mine", home })).toEqual({
    name: "mine",
    interpreter: made.interpreter,
    kind: "named",
  })
  await expect(createRuntime({ name: "mine", home })).rejects.toMatchObject({ code: "USAGE" })
  await expect(createRuntime({ name: "../x", home })).rejects.toMatchObject({ code: "USAGE" })
  for (const requirements of [join(home, "none.txt"), join(home, "flow")])
    await expect(createRuntime({ name: "new", home, requirements })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    })
  deleteRuntime("mine", home)
  expect(listRuntimes(home)).toEqual([])
  await expect(resolveRuntime({ folder: home, runtime: "mine", home })).rejects.toMatchObject({
    code: "RUNTIME_NOT_FOUND",
  })
})

test("an interpreter or an environment may be named by its path", async () => {
  using root = folderWith({})
  const inside = fakeVenv(join(root.path, "env"))
  const options = { folder: root.path, home: root.path }
  expect(await resolveRuntime({ ...options, runtime: python })).toMatchObject({
    interpreter: python,
    kind: "named",
  })
  expect(await resolveRuntime({ ...options, runtime: join(root.path, "env") })).toMatchObject({
    interpreter: inside,
  })
})

test("requirement files are read with what they include", () => {
  using root = folderWith({
    "requirements.txt":
      "\ufeffpromptflow==1.1\npromptflow_tools\npromptflow-vectordb\r\n-r more.txt\n-e .\n./lib\na \\\n >=1 # why\n--pre\n",
    "more.txt": "b==2\n",
  })
  const { path } = root
  expect(readRequirements(join(path, "requirements.txt"))).toEqual([
    "promptflow-vectordb",
    "b==2",
    `-e ${path}`,
    `${path}/lib`,
    "a   >=1",
    "--pre",
  ])
})

test("a lock is held by one, and that of a process that is gone is taken over", async () => {
  using root = folderWith({ "stale.lock": "999999999" })
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(`${name} in`)
    await new Promise((resolve) => setTimeout(resolve, 20))
    order.push(`${name} out`)
  }
  const file = join(realpathSync(root.path), "stale.lock")
  await Promise.all([withLock(file, undefined, work("a")), withLock(file, undefined, work("b"))])
  expect(order).toEqual(["a in", "a out", "b in", "b out"])
})

test("a lock that nobody can take is not waited for", async () => {
  using root = folderWith({})
  const file = join(root.path, "n".repeat(300))
  await expect(withLock(file, undefined, async () => {})).rejects.toMatchObject({
    code: "RUNTIME_FAILED",
    message: expect.stringContaining("ENAMETOOLONG"),
  })
})
