import { spawn, spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { MillraceError } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { platformOf } from "./platform.ts"
import { code, json, Play, Recorder, textOf, tool } from "./testing/play.ts"

const isLinux = process.platform === "linux"

const DEADLY = {
  "exit3.py": tool("x", "import os, sys", "print('last words', file=sys.stderr)", "os._exit(3)"),
  "kill.py": tool("x", "import os, signal", "os.kill(os.getpid(), signal.SIGKILL)"),
  "segv.py": tool("x", "import ctypes", "ctypes.string_at(0)"),
  "exit.py": tool("x", "import sys", "sys.exit(2)"),
  "builtin.py": tool("x", "exit()"),
  "fds.py": tool("x", "import os", "os.closerange(3, 4096)", "return x"),
  "stdio.py": tool("x", "import os", "os.close(1)", "os.close(2)", "return x"),
  "same.py": tool("x", "return x"),
  "fork.py": tool("x", "import os", "os.fork()", "return x"),
  "global.py": `seen = []\n${tool("x", "seen.append(x)", "return len(seen)")}`,
}

describe.each(isLinux ? (["fork", "spawn"] as const) : (["spawn"] as const))("workers by %s", (method) => {
  test("a process that ends takes only its own calls with it, and says why", async () => {
    await using play = await Play.of(DEADLY, { method, lines: 2 })
    await play.pool.prepare(Object.keys(DEADLY).map(code))
    await using other = await play.line(1)
    await play.callIn(other, "global.py", { x: json("1") })
    const ends: [string, string][] = [
      ["exit3.py", "exit code 3"],
      ["kill.py", "signal 9"],
      ["segv.py", "signal 11"],
    ]
    for (const [path, cause] of ends) {
      const error = await play.call(path, { x: json("1") }).catch((e) => e)
      const dead = path === "kill.py" ? "WORKER_KILLED" : "WORKER_DIED"
      expect(error).toMatchObject({ code: dead, data: { line_number: 0, cause } })
      if (path === "exit3.py")
        expect(error.message).toMatch(/ended \(exit code 3\)\. Its last words:\n.*last words$/)
      if (path === "segv.py") expect(error.message).toMatch(/segv\.py", line 6 in t/)
    }
    expect(textOf((await play.callIn(other, "global.py", { x: json("1") })).value)).toBe("2")
  })

  test("many lines that all end their process each get their own error", async () => {
    await using play = await Play.of(DEADLY, { method, lines: 2 })
    await play.pool.prepare([code("exit3.py")])
    const count = method === "fork" ? 20 : 6
    const ends = Array.from({ length: count }, () =>
      play.call("exit3.py", { x: json("1") }).catch((e) => e.code),
    )
    expect(await Promise.all(ends)).toEqual(Array.from({ length: count }, () => "WORKER_DIED"))
  })

  test("exit() is an error of the call, closed descriptors and a fork do no harm", async () => {
    await using play = await Play.of(DEADLY, { method })
    for (const path of ["exit.py", "builtin.py"]) {
      await expect(play.call(path, { x: json("1") })).rejects.toMatchObject({
        code: "TOOL_FAILED",
        data: { type: "SystemExit" },
      })
    }
    expect(textOf((await play.call("stdio.py", { x: json("1") })).value)).toBe("1")
    expect(textOf((await play.call("fork.py", { x: json("1") })).value)).toBe("1")
    await expect(play.call("fds.py", { x: json("1") })).rejects.toMatchObject({ code: "WORKER_DIED" })
    expect(textOf((await play.call("same.py", { x: json("5") })).value)).toBe("5")
  })

  test("a stop ends what sleeps, what spins and what holds the interpreter", async () => {
    await using play = await Play.of(
      {
        "sleep.py": tool("x", "import time", "print('on')", "time.sleep(60)"),
        "spin.py": tool("x", "print('on')", "while True: pass"),
        "regex.py": tool("x", "import re", "print('on')", "re.match('(a+)+$', 'a' * 60 + 'b')"),
        "asleep.py":
          "import asyncio\nfrom promptflow.core import tool\n@tool\nasync def t(x):\n    print('on')\n    await asyncio.sleep(60)\n",
        "same.py": tool("x", "return x"),
      },
      { method, lines: 4 },
    )
    await Promise.all(
      ["sleep.py", "spin.py", "regex.py", "asleep.py"].map(async (path) => {
        const stop = new AbortController()
        const sink = new Recorder()
        await using line = await play.line()
        const call = play.callIn(line, path, { x: json("1") }, sink, stop.signal)
        call.catch(() => undefined)
        await sink.started
        stop.abort(new Error("enough"))
        await expect(call).rejects.toMatchObject({
          code: "TOOL_CANCELED",
          data: { node_name: path.slice(0, -3) },
        })
      }),
    )
    expect(textOf((await play.call("same.py", { x: json("5") })).value)).toBe("5")
  })
})

describe("preparing (spec 6.1)", () => {
  test("answers signatures in order; equal sources are instances of their own", async () => {
    await using play = await Play.of({
      "n.py": `seen = []\n${tool("x: int, y: str = 'q'", "seen.append(x)", "return len(seen)")}`,
    })
    const [first] = await play.pool.prepare([code("n.py"), code("n.py")])
    expect(first).toMatchObject({
      function: "t",
      parameters: [
        { name: "x", type: ["int"] },
        { name: "y", type: ["string"], default: { shown: "q" } },
      ],
    })
    await using line = await play.line()
    const call = (node: string) =>
      line.call(
        { node, source: code("n.py"), line: 0, init: new Map(), args: new Map([["x", json("1")]]) },
        new Recorder(),
        new AbortController().signal,
      )
    const counts = [await call("a"), await call("b"), await call("a")].map((result) => textOf(result.value))
    expect(counts).toEqual(["1", "1", "2"])
  })

  test("each failure is an error at its place", async () => {
    await using play = await Play.of({
      "none.py": "def t(x):\n    return x\n",
      "two.py": `${tool("x", "return x")}@tool\ndef u(x):\n    return x\n`,
      "missing.py": `import no_such_module.deep\n${tool("x", "return x")}`,
      "raises.py": "def f():\n    raise ValueError('at import')\nf()\n",
      "syntax.py": "def t(x)\n    return x\n",
      "exits.py": "import sys\nsys.exit(3)\n",
      "dies.py": "import os, sys\nsys.stderr.write('dying\\n')\nos._exit(4)\n",
      "good.py": tool("x", "return x"),
    })
    const paths = [
      "none.py",
      "two.py",
      "missing.py",
      "raises.py",
      "syntax.py",
      "exits.py",
      "dies.py",
      "absent.py",
      "good.py",
    ]
    const [none, two, missing, raises, syntax, exits, dies, absent, good] = await play.pool.prepare(
      paths.map(code),
    )
    expect(none).toMatchObject({ code: "TOOL_NOT_DEFINED", data: { path: "none.py" } })
    expect(two).toMatchObject({ code: "TOOL_AMBIGUOUS", data: { count: 2, names: "t, u" } })
    expect(missing).toMatchObject({
      code: "TOOL_LOAD_FAILED",
      message: "missing.py could not be imported: (ModuleNotFoundError) No module named 'no_such_module'",
      hint: expect.stringMatching(/ -m pip install no_such_module$/),
    })
    expect(raises).toMatchObject({
      code: "TOOL_LOAD_FAILED",
      data: { type: "ValueError", detail: "at import" },
      additionalInfo: [{ type: "UserCodeStackTrace", info: { lineno: 2, name: "f" } }],
    })
    expect((raises as MillraceError).trace).toMatch(/raises.py", line 3, in <module>\n {4}f\(\)\n/)
    expect(syntax).toMatchObject({ code: "TOOL_LOAD_FAILED", data: { type: "SyntaxError" } })
    expect(exits).toMatchObject({ code: "TOOL_LOAD_FAILED", data: { type: "SystemExit" } })
    expect(dies).toMatchObject({
      code: "TOOL_LOAD_FAILED",
      message: expect.stringContaining("exit code 4): dying"),
    })
    expect(absent).toMatchObject({ code: "TOOL_LOAD_FAILED", data: { type: "FileNotFoundError" } })
    expect(good).toMatchObject({ function: "t" })
    expect(textOf((await play.call("good.py", { x: json("1") })).value)).toBe("1")
  })

  test("describing reads the same from the source and runs nothing", async () => {
    const source =
      "import enum\nfrom typing import Optional, Union, List\nfrom promptflow.core import tool\n" +
      "from promptflow.connections import AzureOpenAIConnection, OpenAIConnection, CustomStrongTypeConnection, Secret\n" +
      "from promptflow.contracts.types import PromptTemplate\nprint('imported')\n" +
      "class E(str, enum.Enum):\n    A = 'a'\n    B = 'b'\nclass Mine(CustomStrongTypeConnection):\n    key: Secret\n" +
      "@tool(streaming_option_parameter='stream', name='N', icon='x.png')\n" +
      "async def t(a: int, b: 'float', c: Optional[str] = None, d: E = E.A, e=3, f=None, g: List[str] = [],\n" +
      "            h: list = [1], i: dict = None, j: PromptTemplate = '', k=E.B, m: Mine = None,\n" +
      "            n: Union[AzureOpenAIConnection, OpenAIConnection] = None, o: Union[int, str] = 1.5, *args, p: bool = True, **kw):\n" +
      "    yield a\n"
    const provider =
      "from promptflow._core.tool import tool as pf_tool, ToolProvider\nclass P(ToolProvider):\n" +
      "    def __init__(self, k: int, l='z'):\n        pass\n    @pf_tool\n    def t(self, x: str):\n        return x\n"
    const output: string[] = []
    const onOutput = (_: string, text: string) => void output.push(text)
    await using play = await Play.of(
      { "t.py": source, "p.py": provider, "none.py": "", "bad.py": "def" },
      { onOutput },
    )
    const sources = ["t.py", "p.py", "none.py", "bad.py"].map(code)
    const described = await play.pool.describe(sources)
    expect(output).toEqual([])
    const prepared = await play.pool.prepare(sources)
    expect(described.slice(0, 2)).toEqual(prepared.slice(0, 2))
    expect(described.slice(2)).toMatchObject([{ code: "TOOL_NOT_DEFINED" }, { code: "TOOL_LOAD_FAILED" }])
    expect(output.join("")).toBe("imported\n")
    expect(described[0]).toMatchObject({
      async: true,
      generator: true,
      kwargs: true,
      promptParameter: "j",
      streamingOption: "stream",
    })
    expect(described[1]).toMatchObject({
      className: "P",
      init: [{ name: "k" }, { name: "l", type: ["string"] }],
    })
  })

  test("a Python that cannot be started is an error of every source", async () => {
    await using play = await Play.of({ "t.py": tool("x", "return x") }, { interpreter: "/nowhere/python3" })
    const [error] = await play.pool.prepare([code("t.py")])
    expect(error).toMatchObject({ code: "WORKER_START_FAILED", message: expect.stringContaining("ENOENT") })
    await expect(play.line()).rejects.toMatchObject({ code: "WORKER_START_FAILED" })
  })
})

describe("workers (spec 4.4)", () => {
  test("threads left by an import mean new processes instead of forks", async () => {
    const start =
      "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    await using play = await Play.of({ "t.py": `${start}${tool("x", "import os", "return os.getppid()")}` })
    await play.pool.prepare([code("t.py")])
    expect(textOf((await play.call("t.py", { x: json("1") })).value)).toBe(String(process.pid))
  })

  test("so many at most as were asked for, and a line keeps its own", async () => {
    await using play = await Play.of(
      { "t.py": tool("x", "import os", "return os.getpid()") },
      { workers: 2, lines: 8 },
    )
    const pids = new Set<string>()
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await using line = await play.line()
        const one = textOf((await play.callIn(line, "t.py", { x: json("1") })).value)
        expect(textOf((await play.callIn(line, "t.py", { x: json("1") })).value)).toBe(one)
        pids.add(one)
      }),
    )
    expect(pids.size).toBeLessThanOrEqual(2)
  })

  test("a line that is not needed any more leaves the queue", async () => {
    await using play = await Play.of({ "t.py": tool("x", "return x") })
    await using _first = await play.line()
    const stop = new AbortController()
    const second = play.pool.open(1, stop.signal)
    stop.abort()
    await expect(second).rejects.toMatchObject({ code: "CANCELED" })
  })

  test("the environment is the caller's, without MILLRACE_ variables of ours", async () => {
    process.env.MILLRACE_CANARY = "x"
    const body = tool("x", "import os", "return [os.environ.get('PLAY'), os.environ.get('MILLRACE_CANARY')]")
    await using play = await Play.of(
      { "t.py": `import os\nassert os.environ['PLAY'] == '1'\n${body}` },
      { environment: { PLAY: "1" } },
    )
    expect(textOf((await play.call("t.py", { x: json("1") })).value)).toBe('["1",null]')
    delete process.env.MILLRACE_CANARY
  })
})

test.runIf(isLinux)("work that comes in does not take the processor from the engine", async () => {
  const policy = tool("x", "import os", "return os.sched_getscheduler(0) == os.SCHED_BATCH")
  await using play = await Play.of({ "t.py": policy })
  expect(textOf((await play.call("t.py", { x: json("1") })).value)).toBe("true")
})

describe.runIf(isLinux)("nothing is left behind", () => {
  const BACKGROUND = tool("x", "import subprocess", "return subprocess.Popen(['sleep', '300']).pid")

  test("when the pool closes", async () => {
    let pid = ""
    {
      await using play = await Play.of({ "t.py": BACKGROUND })
      pid = textOf((await play.call("t.py", { x: json("1") })).value)
      expect(existsSync(`/proc/${pid}`)).toBe(true)
    }
    await gone([pid])
  })

  test("when the engine is killed", async () => {
    const script = fileURLToPath(new URL("./testing/leave-running.ts", import.meta.url))
    const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] })
    const line = await new Promise<string>((resolve) =>
      child.stdout.once("data", (data) => resolve(String(data))),
    )
    const pids = line.trim().split(" ")
    expect(pids.every((pid) => existsSync(`/proc/${pid}`))).toBe(true)
    child.kill("SIGKILL")
    await gone(pids)
  })

  async function gone(pids: string[]): Promise<void> {
    await expect
      .poll(
        () =>
          pids.filter(
            (pid) =>
              existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8")),
          ),
        { timeout: 5000 },
      )
      .toEqual([])
  }
})

test("platforms", () => {
  expect(platformOf("linux")).toMatchObject({ fork: true, detached: true, executable: "python3" })
  expect(platformOf("darwin", `/var/folders/${"x".repeat(80)}`)).toMatchObject({
    fork: false,
    temporary: "/tmp",
  })
  expect(platformOf("win32", `C:\\${"x".repeat(80)}`)).toMatchObject({
    fork: false,
    detached: false,
    executable: "python",
  })
})

test("the shim's and the worker's own tests pass on every Python of this machine", {
  timeout: 60_000,
}, () => {
  const runner = fileURLToPath(new URL("../python-tests/run.py", import.meta.url))
  const { stdout } = spawnSync("python3", [runner], { encoding: "utf8" })
  expect(stdout).toMatch(/^passed on \d+ Python/)
})
