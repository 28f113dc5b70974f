import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { json, Play, Recorder, textOf, tool } from "./testing/play.ts"

let play: Play
beforeAll(async () => {
  play = await Play.of(
    {
      "fail.py": tool("x", "inner = {}", "return inner['zz']"),
      "chain.py": tool(
        "x",
        "try:",
        "    1 / 0",
        "except Exception as e:",
        "    raise ValueError('a') from e",
      ),
      "own.py":
        "from promptflow.exceptions import UserErrorException, ErrorTarget\nclass My(UserErrorException):\n    pass\n" +
        tool("x", "raise My(message_format='bad {v} and {w}', v=3, target=ErrorTarget.TOOL)"),
      "interrupt.py": tool("x", "raise KeyboardInterrupt()"),
      "print.py": tool(
        "x",
        "import os, sys, subprocess, threading",
        "print('a b', 1)",
        "print('error', file=sys.stderr)",
        "os.system('echo sub')",
        "thread = threading.Thread(target=lambda: print('thread'))",
        "thread.start()",
        "thread.join()",
        "sys.stdout.buffer.write(b'raw\\n')",
        "subprocess.run(['sh', '-c', 'echo oops >&2'])",
        "return [__name__, __file__, os.getcwd(), sys.path[0]]",
      ),
      "metric.py":
        "from promptflow.core import log_metric\n" +
        tool("x", "log_metric('m', 0.5)", "log_metric('n', 10**20, 'v0')", "return x"),
      "setenv.py": tool("x", "import os", "os.environ['PLAY_X'] = x", "return x"),
      "plain.py": tool("x='d', *, y=2", "return [x, y]"),
      "meet.py":
        "import threading\nbarrier = threading.Barrier(2, timeout=20)\n" +
        tool("x", "barrier.wait()", "return x"),
      "ameet.py":
        "import asyncio\nwaiting = []\nfrom promptflow.core import tool\n@tool\nasync def t(x):\n" +
        "    waiting.append(x)\n    while len(waiting) < 2:\n        await asyncio.sleep(0.001)\n    return x\n",
      "provider.py":
        "from promptflow.core import tool, ToolProvider\nclass P(ToolProvider):\n    def __init__(self, k: int):\n" +
        "        if k < 0:\n            raise ValueError('no')\n        self.k = k\n        self.n = 0\n" +
        "    @tool\n    def t(self, x: str):\n        self.n += 1\n        return [self.k, x, self.n]\n",
      "connection.py":
        "from promptflow.connections import CustomStrongTypeConnection, Secret\n" +
        "class Mine(CustomStrongTypeConnection):\n    key: Secret\n    url: str\n" +
        tool(
          "c, m: Mine",
          "return [c['api_key'], c.api_base, repr(c), type(m).__name__, m.key, m.url, dict(**c)]",
        ),
      "ask.py": `from promptflow.core import Prompty\n${tool("x", "return Prompty(__file__)(question=x)")}`,
    },
    {
      ask: async (kind, payload) => {
        const { inputs } = payload as { inputs: unknown }
        return { value: { whole: false, result: JSON.stringify({ kind, inputs }) } }
      },
    },
  )
})
afterAll(() => play[Symbol.asyncDispose]())

describe("errors of tools (spec 3.5, 11.4)", () => {
  test("carry type, message, traceback and place, without frames of ours", async () => {
    const error = await play.call("fail.py", { x: json("1") }).catch((e) => e)
    expect(error).toMatchObject({
      code: "TOOL_FAILED",
      message: "Execution failure in 'fail': (KeyError) 'zz'",
      data: { node_name: "fail", type: "KeyError", detail: "'zz'" },
      format: "Execution failure in '{node_name}'.",
      target: "Tool/__pf_main__",
      additionalInfo: [{ type: "ToolExecutionErrorDetails" }],
    })
    const { info } = error.additionalInfo[0]
    expect(info).toMatchObject({ type: "KeyError", message: "'zz'", lineno: 6, name: "t" })
    expect(info.filename).toBe(`${play.folder}/fail.py`)
    expect(info.traceback).toMatch(
      /^Traceback \(most recent call last\):\n {2}File ".*fail.py", line 6, in t\n {4}return inner\['zz'\]\n/,
    )
    expect(error.trace).toBe(info.traceback)
  })

  test("keep their cause", async () => {
    const error = await play.call("chain.py", { x: json("1") }).catch((e) => e)
    expect(error.trace).toContain(
      "ZeroDivisionError: division by zero\n\nThe above exception was the direct cause",
    )
  })

  test("of promptflow's classes keep their own name and message", async () => {
    await expect(play.call("own.py", { x: json("1") })).rejects.toMatchObject({
      code: "TOOL_RAISED",
      message: "bad 3 and <w>",
      format: "bad {v} and {w}",
      data: { v: "3", w: "<w>" },
      original: ["UserError", "My"],
      target: "Tool/__pf_main__",
    })
  })

  test("for arguments name the tool", async () => {
    const error = await play.call("plain.py", { nope: json("1") }).catch((e) => e)
    expect(error.message).toBe(
      "Execution failure in 'plain': (TypeError) t() got an unexpected keyword argument 'nope'",
    )
    expect(error.additionalInfo[0].info).toMatchObject({ filename: `${play.folder}/plain.py`, name: "t" })
  })

  test("KeyboardInterrupt counts as stopped", async () => {
    await expect(play.call("interrupt.py", { x: json("1") })).rejects.toMatchObject({ code: "TOOL_CANCELED" })
  })
})

describe("what a tool writes (spec 3.5)", () => {
  test("is tagged with its call, from Python, threads, subprocesses and raw descriptors, in order", async () => {
    const sink = new Recorder()
    const { value } = await play.call("print.py", { x: json("1") }, sink)
    expect(sink.plain("stdout")).toBe("a b 1\nsub\nthread\nraw\n")
    expect(sink.plain("stderr")).toBe("error\noops\n")
    expect(sink.stdout.join("")).toMatch(/^\[\S+\+0000\] a b\[\S+\] {2}\[\S+\] 1\n\[\S+\] sub\n/)
    expect(textOf(value)).toBe(
      JSON.stringify(["__pf_main__", `${play.folder}/print.py`, play.folder, play.folder]),
    )
  })

  test("metrics count in the aggregation stage only", async () => {
    const sink = new Recorder()
    await using line = await play.line(null)
    await play.callIn(line, "metric.py", { x: json("1") }, sink, undefined, null)
    await play.callIn(line, "metric.py", { x: json("1") }, sink, undefined, 3)
    expect(sink.metrics).toEqual([
      ["m", "0.5", undefined],
      ["n", "100000000000000000000", "v0"],
    ])
  })
})

test("absent parameters take their default", async () => {
  expect(textOf((await play.call("plain.py")).value)).toBe('["d",2]')
  expect(textOf((await play.call("plain.py", { y: json("null") })).value)).toBe('["d",null]')
})

test("portable: plain output, and the surroundings as they were", async () => {
  expect(await play.call("plain.py")).toMatchObject({ portable: true, calls: [] })
  expect(await play.call("setenv.py", { x: json('"1"') })).toMatchObject({ portable: false })
})

test("calls of one line overlap: functions in threads, coroutines on the loop", async () => {
  for (const path of ["meet.py", "ameet.py"]) {
    await using line = await play.line()
    const both = await Promise.all(["1", "2"].map((x) => play.callIn(line, path, { x: json(x) })))
    expect(both.map((result) => textOf(result.value))).toEqual(["1", "2"])
  }
})

test("a ToolProvider is made once per node (spec 6.1)", async () => {
  const call = (k: string, node: string) => ({
    node,
    source: { type: "code", path: "provider.py" } as const,
    line: 0,
    init: new Map([["k", json(k)]]),
    args: new Map([["x", json('"q"')]]),
  })
  const signal = new AbortController().signal
  await using line = await play.line()
  await line.call(call("3", "one"), new Recorder(), signal)
  const second = await line.call(call("3", "one"), new Recorder(), signal)
  const other = await line.call(call("4", "two"), new Recorder(), signal)
  expect(textOf(second.value)).toBe('[3,"q",2]')
  expect(textOf(other.value)).toBe('[4,"q",1]')
  await expect(line.call(call("-1", "three"), new Recorder(), signal)).rejects.toMatchObject({
    code: "TOOL_LOAD_FAILED",
    message:
      "Tool load failed in 'three': (ToolLoadError) Failed to load package tool 'P.t': (ValueError) no",
    original: ["UserError", "ToolLoadError"],
  })
})

test("connections arrive as objects that show no secret", async () => {
  const common = { createdDate: "", module: "promptflow.connections" }
  const { value } = await play.call("connection.py", {
    c: {
      kind: "connection",
      connection: {
        ...common,
        name: "azure",
        type: "AzureOpenAIConnection",
        configs: { api_base: "http://b", api_type: "azure" },
        secrets: { api_key: "canary" },
      },
    },
    m: {
      kind: "connection",
      connection: {
        ...common,
        name: "mine",
        type: "CustomConnection",
        configs: { url: "u" },
        secrets: { key: "k" },
      },
      customType: ["Mine"],
    },
  })
  const [key, base, repr, ...rest] = JSON.parse(textOf(value))
  expect([key, base, repr]).toEqual(["canary", "http://b", "<AzureOpenAIConnection azure>"])
  expect(rest.slice(0, 3)).toEqual(["Mine", "k", "u"])
  expect(rest[3]).toMatchObject({ api_key: "canary", api_version: "2024-02-01" })
})

test("the shim asks the engine", async () => {
  const { value } = await play.call("ask.py", { x: json('"why"') })
  expect(textOf(value)).toBe('{"kind":"prompty","inputs":"{\\"question\\": \\"why\\"}"}')
})
