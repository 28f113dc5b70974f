import { describe, expect, test } from "vitest"
import { Workspace } from "../support/workspace.ts"
import { bulkRun } from "./bulk-run.ts"
import { jsonLines, pythonFlow } from "./python-flow.ts"

/** Three rows; the tool misbehaves on the one in the middle. */
const rows = jsonLines([{ x: "one" }, { x: "bad" }, { x: "three" }])

const misdeeds: { name: string; body: string; says: RegExp; env?: Record<string, string> }[] = [
  { name: "raises", body: 'raise ValueError("no such luck")', says: /work.*ValueError.*no such luck/ },
  { name: "raises an exception without text", body: "raise KeyError()", says: /work.*KeyError/ },
  { name: "calls sys.exit()", body: "sys.exit(3)", says: /work|exit|ended/i },
  { name: "ends its process", body: "os._exit(4)", says: /ended|exit|4/i },
  {
    name: "dies by signal",
    body: "os.kill(os.getpid(), signal.SIGKILL)",
    says: /SIGKILL|signal|killed|ended/i,
  },
  {
    name: "crashes its interpreter",
    body: "import ctypes\nctypes.string_at(0)",
    says: /SIGSEGV|signal|ended/i,
  },
  {
    name: "never returns",
    body: "time.sleep(600)",
    says: /timeout|2 seconds/i,
    env: { PF_LINE_TIMEOUT_SEC: "2" },
  },
  {
    name: "holds the interpreter lock",
    body: 're.match(r"(a+)+$", "a" * 40 + "b")',
    says: /timeout|2 seconds/i,
    env: { PF_LINE_TIMEOUT_SEC: "2" },
  },
  { name: "returns what JSON cannot hold", body: "return {1, 2}", says: /out.*(set|JSON)/ },
  {
    name: "closes its standard output",
    body: "os.close(1)\nraise OSError('closed')",
    says: /OSError.*closed/,
  },
]

describe("a tool that misbehaves on one row", () => {
  test.concurrent.each(misdeeds)("$name: that line fails, the others finish", async ({ body, says, env }) => {
    const indented = body
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n")
    await using workspace = await Workspace.make({
      ...pythonFlow(`if x == "bad":\n${indented}\nreturn x + "!"`),
      "data.jsonl": rows,
    })
    const run = await bulkRun(workspace, "data.jsonl", env ? { env } : {})
    expect(run.status).toBe("Completed")
    expect([...run.outputs]).toEqual([
      [0, { out: "one!" }],
      [2, { out: "three!" }],
    ])
    expect([...run.failures.keys()]).toEqual([1])
    expect(run.failures.get(1)).toMatch(says)
    expect(run.error).toMatch(/1\/3 lines/)
  })

  test.concurrent("prints, also from a subprocess: nothing is lost or mixed up", async () => {
    await using workspace = await Workspace.make({
      ...pythonFlow(
        'print(\'{"type": "result"}\')\nos.system("echo from a shell")\nsubprocess.run([sys.executable, "-c", "print(1)"])\nos.write(1, b"raw\\n")\nos.write(2, b"\\xff\\xfe\\n")\nprint("x" * 200000)\nreturn x + "!"',
      ),
      "data.jsonl": rows,
    })
    const run = await bulkRun(workspace, "data.jsonl")
    expect(run.status).toBe("Completed")
    expect([...run.outputs.values()]).toEqual([{ out: "one!" }, { out: "bad!" }, { out: "three!" }])
  })

  test.concurrent("reads standard input: it is empty, the line does not wait", async () => {
    await using workspace = await Workspace.make({ ...pythonFlow("return repr(sys.stdin.read())") })
    const ran = await workspace.pf(["flow", "test", "--flow", "flow", "--inputs", "x=a"], {
      input: "typed\n",
    })
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain(`"out": "''"`)
  })
})

describe("a tool file that cannot be used", () => {
  const files: { name: string; text: string; says: RegExp }[] = [
    {
      name: "a syntax error",
      text: "from promptflow.core import tool\n\n@tool\ndef work(x)\n    return x\n",
      says: /work\.py.*(4|expected|syntax)/is,
    },
    {
      name: "a missing module",
      text: "import no_such_module_xyz\nfrom promptflow.core import tool\n\n@tool\ndef work(x):\n    return x\n",
      says: /no_such_module_xyz/,
    },
    { name: "no tool", text: "def work(x):\n    return x\n", says: /work\.py.*no tool|@tool/is },
    {
      name: "two tools",
      text: "from promptflow.core import tool\n\n@tool\ndef work(x):\n    return x\n\n@tool\ndef more(x):\n    return x\n",
      says: /work\.py.*(2 tools|work, more)/is,
    },
    {
      name: "an import that raises",
      text: "from promptflow.core import tool\nraise RuntimeError('at import')\n",
      says: /RuntimeError.*at import/,
    },
    { name: "an import that exits", text: "import sys\nsys.exit(5)\n", says: /work\.py|exit/i },
  ]
  test.concurrent.each(files)("$name", async ({ text, says }) => {
    await using workspace = await Workspace.make({ ...pythonFlow("return x"), "flow/work.py": text })
    const ran = await workspace.millrace(["flow", "test", "--flow", "flow", "--inputs", "x=a"])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(says)
    expect(ran.stderr).not.toMatch(/INTERNAL|\n {4}at /)
  })
})
