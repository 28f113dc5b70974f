import { join } from "node:path"
import { PlanError } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { Lab } from "./lab.ts"
import { pythonFlow } from "./python-flow.ts"

/** What a tool does on its row, as Python; and what its line then says. */
const misdeeds: { name: string; body: string; code: string; says: RegExp }[] = [
  {
    name: "raises",
    body: 'raise ValueError("no such luck")',
    code: "TOOL_FAILED",
    says: /'work': \(ValueError\) no such luck/,
  },
  {
    name: "raises without text",
    body: "raise KeyError()",
    code: "TOOL_FAILED",
    says: /'work': \(KeyError\)/,
  },
  { name: "raises what has no text", body: "raise Mute()", code: "TOOL_FAILED", says: /'work': \(Mute\)/ },
  { name: "raises past Exception", body: "raise KeyboardInterrupt()", code: "TOOL_CANCELED", says: /work/ },
  { name: "recurses", body: "return work(x)", code: "TOOL_FAILED", says: /RecursionError/ },
  { name: "calls sys.exit", body: 'sys.exit("bye")', code: "TOOL_FAILED", says: /SystemExit\) bye/ },
  { name: "ends its process", body: "os._exit(4)", code: "WORKER_DIED", says: /exit code 4/ },
  {
    name: "is killed",
    body: "os.kill(os.getpid(), signal.SIGKILL)",
    code: "WORKER_KILLED",
    says: /signal 9/,
  },
  { name: "crashes Python", body: "ctypes.string_at(0)", code: "WORKER_DIED", says: /signal 11.*work\.py/s },
  { name: "closes all files", body: "os.closerange(3, 4096)", code: "WORKER_DIED", says: /exit code 72/ },
  { name: "never returns", body: "time.sleep(600)", code: "LINE_TIMEOUT", says: /exceeding 3 seconds/ },
  {
    name: "holds the interpreter lock",
    body: 're.match(r"(a+)+$", "a" * 40 + "b")',
    code: "LINE_TIMEOUT",
    says: /exceeding 3 seconds/,
  },
  {
    name: "breaks the worker",
    body: "os.getpid = None\nreturn x",
    code: "WORKER_DIED",
    says: /'NoneType' object is not callable/,
  },
  { name: "ignores signals", body: "deaf()", code: "LINE_TIMEOUT", says: /exceeding 3 seconds/ },
  { name: "returns a set", body: "return {1, 2}", code: "OUTPUT_UNSERIALIZABLE", says: /out is a set/ },
  { name: "returns bytes", body: 'return b"x"', code: "OUTPUT_UNSERIALIZABLE", says: /out is a bytes/ },
  {
    name: "returns itself",
    body: "a = []\na.append(a)\nreturn a",
    code: "OUTPUT_UNSERIALIZABLE",
    says: /out is a list/,
  },
  {
    name: "yields and raises",
    body: "return falters()",
    code: "TOOL_FAILED",
    says: /^half way$/, // the original wraps nothing that ends a flow output half way
  },
]

const head = `
import ctypes, json, re, time

class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no text")

def deaf():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    while True:
        try:
            time.sleep(600)
        except BaseException:
            pass

def falters():
    yield "a"
    raise RuntimeError("half way")
`

const body = misdeeds
  .map(
    ({ name, body }) =>
      `if x == "${name}":\n${body
        .split("\n")
        .map((line) => `    ${line}\n`)
        .join("")}`,
  )
  .join("")

test("each misdeed is the error of its line, the others finish, and all of it is kept (spec 4.4, 11.5)", async () => {
  await using lab = await Lab.make(pythonFlow(`${body}return x + "!"`, "string", head), {
    env: { PF_LINE_TIMEOUT_SEC: "3" },
  })
  const rows = misdeeds.flatMap(({ name }, i) => [{ x: name }, { x: `good ${i}` }])
  const run = await lab.run(rows, { concurrency: 6 })

  expect(run.info).toMatchObject({
    state: "done",
    // nobody can tell who sent the signal
    counts: { done: misdeeds.length, failed: misdeeds.length - 1, crashed: 1 },
  })
  for (const [i, { name, code, says }] of misdeeds.entries()) {
    const error = run.errors.get(2 * i)
    expect.soft(error?.message, name).toMatch(says)
    expect.soft(error?.millrace?.code, name).toBe(code)
    if (code === "TOOL_FAILED") expect.soft(error?.millrace?.place?.file, name).toMatch(/work\.py$/)
    else if (code !== "TOOL_CANCELED") expect.soft(error?.millrace?.hint, name).not.toBe("")
  }
  const good = misdeeds.map((_, i): [number, unknown] => [2 * i + 1, { out: `good ${i}!` }])
  expect([...run.outputs]).toEqual(good)

  const again = await lab.elsewhere((other) =>
    other.runs.get(run.info.name).then((info) => lab.kept(info, other)),
  )
  expect(again).toMatchObject({ statuses: run.statuses, errors: run.errors, outputs: run.outputs })
  expect(run.info.error?.message).toContain(`Failed to run ${misdeeds.length}/${rows.length} lines`)
})

test("what a tool prints, also past Python, neither mixes with results nor is lost", async () => {
  const loud = `print('{"type": "result"}')
os.system("echo from a shell")
subprocess.run([sys.executable, "-c", "print('from a child')"])
os.write(1, b"raw\\n")
os.write(2, b"\\xff\\xfe\\n")
print("x" * 2_000_000)
sys.stdout.buffer.write(b"\\0")
return [x, sys.stdin.read()]`
  await using lab = await Lab.make(pythonFlow(loud))
  const run = await lab.run([{ x: "a" }, { x: "b" }, { x: "c" }])
  expect([...run.outputs.values()]).toEqual([{ out: ["a", ""] }, { out: ["b", ""] }, { out: ["c", ""] }])
  const logged = run.events.flatMap((event) =>
    event.type === "node-log" && event.line === 0 ? [event.text] : [],
  )
  const text = logged.join("")
  for (const word of ['{"type": "result"}', "from a shell", "from a child", "raw"])
    expect(text).toContain(word)
})

test("a tool that spoils a worker for others spoils it for nobody", async () => {
  const spoils = `if x == "spoil":
    sys.stdout.close()
    sys.stderr = None
    os.chdir("/")
    threading.Thread(target=lambda: [time.sleep(0.01) for _ in range(100)]).start()
return x`
  await using lab = await Lab.make(pythonFlow(spoils, "string", "import threading"))
  const rows = Array.from({ length: 8 }, (_, i) => ({ x: i === 2 ? "spoil" : `${i}` }))
  const run = await lab.run(rows, { concurrency: 1 })
  expect([...run.outputs]).toEqual(rows.map(({ x }, line) => [line, { out: x }]))
})

describe("tool files that cannot be used (spec 6.1)", () => {
  const imports = "from promptflow.core import tool\n"
  const good = `${imports}\n@tool\ndef work(x):\n    return x\n`
  const load = "TOOL_LOAD_FAILED"
  /** `at`: the line of the file itself; without it the place is that of the node. */
  const files: { name: string; text?: string; code: string; says: RegExp; at?: number }[] = [
    {
      name: "syntax",
      text: `${imports}\n@tool\ndef work(x)\n    pass\n`,
      code: load,
      says: /syntax\.py.*line 4/s,
      at: 4,
    },
    {
      name: "module",
      text: `import no_such_module_xyz\n${good}`,
      code: load,
      says: /no_such_module_xyz/,
      at: 1,
    },
    { name: "none", text: "def work(x):\n    return x\n", code: "TOOL_NOT_DEFINED", says: /none\.py/ },
    {
      name: "two",
      text: `${good}\n@tool\ndef more(x):\n    return x\n`,
      code: "TOOL_AMBIGUOUS",
      says: /2 tools \(work, more\)/,
    },
    {
      name: "raises",
      text: `${good}\nraise RuntimeError("oh")\n`,
      code: load,
      says: /RuntimeError\) oh/,
      at: 7,
    },
    { name: "exits", text: "import sys\nsys.exit(5)\n", code: load, says: /SystemExit\) 5/, at: 2 },
    { name: "dies", text: "import os\nos._exit(6)\n", code: load, says: /exit code 6/ },
    { name: "binary", text: "\0\0", code: load, says: /binary\.py/ },
    { name: "absent", code: "NODE_SOURCE_MISSING", says: /absent\.py/ },
  ]

  test("each is named, all at once, before anything runs", async () => {
    const nodes = files.map(
      ({ name }) =>
        `- {name: ${name}, type: python, source: {type: code, path: ${name}.py}, inputs: {x: "\${inputs.x}"}}\n`,
    )
    const sources = files.flatMap(({ name, text }) => (text === undefined ? [] : [[`flow/${name}.py`, text]]))
    await using lab = await Lab.make({
      "flow/flow.dag.yaml": `inputs: {x: {type: string}}\noutputs: {}\nnodes:\n${nodes.join("")}`,
      ...Object.fromEntries(sources),
    })
    const refused = await lab.refusal(() => lab.test({ inputs: { x: "a" } }))
    expect(refused).toBeInstanceOf(PlanError)
    const { diagnostics } = refused as PlanError // just checked
    expect(diagnostics).toHaveLength(files.length)
    for (const [i, { name, code, says, at }] of files.entries()) {
      const found = diagnostics[i]
      expect.soft(found, name).toMatchObject({ code, line: at ?? 4 + i })
      expect.soft(found?.message, name).toMatch(says)
      const file = at === undefined ? "flow.dag.yaml" : `${name}.py`
      expect.soft(found?.file, name).toBe(join(lab.workspace.folder, "flow", file))
    }
    expect(refused.message).toBe(diagnostics[0]?.message)
  })
})
