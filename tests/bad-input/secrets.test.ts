import { mkdir, readdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Progress } from "@internal/sdk"
import { Json } from "@internal/value"
import { afterEach, describe, expect, test, vi } from "vitest"
import { BadModel } from "./bad-model.ts"
import { Lab } from "./lab.ts"

/** Values that must be nowhere; the second looks different in JSON, in Python's repr and on a screen. */
const CANARY = "canary-9c1f77e2b0"
const ODD = 'kän"ary\\9c1f\n77e2'
const KEY = "canary-of-the-store-5d02"
const forms = [CANARY, KEY, ODD, "9c1f\n77e2", "9c1f\\n77e2", "9c1f\\\\n77e2"]

/** One node that leaks in every way that row asks for, and nodes that get what it leaked. */
const leaky = {
  "flow/flow.dag.yaml": `inputs: {x: {type: string}}
outputs:
  out: {type: object, reference: "\${pass.output}"}
  text: {type: string, reference: "\${render.output}"}
  stream: {type: string, reference: "\${stream.output}"}
environment_variables:
  FROM_CONNECTION: "\${canary.odd}"
  PLAIN: "\${canary.k}"
nodes:
- {name: leak, type: python, source: {type: code, path: leak.py}, inputs: {x: "\${inputs.x}", key: canary}}
- {name: pass, type: python, source: {type: code, path: pass.py}, inputs: {value: "\${leak.output}"}}
- {name: render, type: prompt, source: {type: code, path: render.jinja2}, inputs: {value: "\${leak.output}"}}
- {name: stream, type: python, source: {type: code, path: stream.py}, inputs: {value: "\${leak.output.k}"}}
- {name: total, type: python, source: {type: code, path: total.py}, inputs: {values: "\${leak.output}"}, aggregation: true}
`,
  "flow/leak.py": `import json, os, sys
from promptflow.core import tool
from promptflow.connections import CustomConnection

@tool
def leak(x: str, key: CustomConnection):
    secret, odd = key.secrets["k"], os.environ["FROM_CONNECTION"]
    assert os.environ["PLAIN"] == secret and not [name for name in os.environ if name.startswith("MILLRACE_")]
    print("the key is", secret, odd, repr(odd), json.dumps(odd), dict(os.environ))
    print(secret, odd, file=sys.stderr)
    os.system('echo "$PLAIN $FROM_CONNECTION"; env')
    os.write(2, secret.encode() + b"\\n")
    if x == "raise":
        try:
            raise KeyError(secret)
        except KeyError as cause:
            raise ValueError("with " + secret + repr(odd)) from cause
    if x == "exit":
        sys.exit(secret)
    if x == "die":
        os._exit(7)
    if x == "bytes":
        return {"k": secret.encode(), "set": {secret}}
    return {"k": secret, secret: [odd], "nested": {"text": f"<{secret}> {odd}"}}
`,
  "flow/pass.py": `from promptflow.core import tool

@tool
def passing(value: dict):
    print(value)
    return {"seen": value, "same": "${CANARY}"[:6] in str(value)}
`,
  "flow/stream.py": `from promptflow.core import tool

@tool
def stream(value):
    for letter in f"key: {value}.":
        yield letter
`,
  "flow/total.py": `from promptflow.core import tool, log_metric

@tool
def total(values: list):
    log_metric(values[0]["k"], 1)
    log_metric("secret", values[0]["k"])
    print(values)
    return values
`,
  "flow/render.jinja2": "{{ value }} {{ value.k }} {{ value.nested }}",
}
const connection = { name: "canary", type: "custom", configs: { a: "b" }, secrets: { k: CANARY, odd: ODD } }

/** Where a canary is: of the files below the workspace, home and temporary folder included, and of the texts given. */
async function leaks(lab: Lab, texts: Record<string, string>): Promise<string[]> {
  const root = dirname(lab.workspace.home)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries.filter((e) => e.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    if (forms.some((form) => bytes.includes(form)) && !path.endsWith("pass.py")) found.push(path)
  }
  for (const [name, text] of Object.entries(texts)) {
    for (const form of forms) if (text.includes(form)) found.push(`${name}: ${around(text, form)}`)
  }
  return found
}

function around(text: string, form: string): string {
  const at = text.indexOf(form)
  return text.slice(Math.max(0, at - 100), at + form.length + 20)
}

/** Everything that can be seen of it, as text. */
function seen(value: unknown): string {
  const texts: string[] = []
  const known = new Set<unknown>()
  const walk = (...all: unknown[]): void => all.forEach(look)
  const look = (at: unknown): void => {
    if (typeof at === "string") texts.push(at)
    if (typeof at !== "object" || at === null || known.has(at)) return
    known.add(at)
    if (at instanceof Map) for (const [key, item] of at) walk(key, item)
    for (const [key, item] of own(at)) walk(key, item)
    if (at instanceof Json) walk(at.text)
  }
  walk(value)
  return texts.join("\n")
}

/** Hidden ones, such as the stack of an error, too. */
function own(at: object): [string, unknown][] {
  return Object.getOwnPropertyNames(at).map((name) => [name, Reflect.get(at, name)])
}

async function leakyLab(files: Record<string, string>, profile: "millrace" | "pf"): Promise<Lab> {
  const lab = await Lab.make(files, { profile, env: { MILLRACE_SECRET_KEY: KEY } })
  const temporary = join(dirname(lab.workspace.home), "tmp")
  await mkdir(temporary)
  // Of this file's process only: where captured output lies while a flow runs.
  vi.stubEnv("TMPDIR", temporary)
  await lab.millrace.connections.create(connection)
  return lab
}

afterEach(() => vi.unstubAllEnvs())

describe.each(["millrace", "pf"] as const)(
  "under %s no secret is in any event, result, log or file",
  (profile) => {
    test("of a flow that prints, raises, returns, passes on, renders and streams it", async () => {
      await using lab = await leakyLab(leaky, profile)
      const rows = ["return", "raise", "exit", "die", "bytes"].map((x) => ({ x }))
      const run = await lab.run(rows)
      const tests = []
      for (const { x } of rows) {
        const handle = lab.millrace.flows.test({ flow: "flow", inputs: { x } })
        const events: Progress[] = []
        for await (const event of handle.events()) events.push(event)
        tests.push({ events, result: await handle.result })
      }
      const one = await lab.millrace.flows.test({ flow: "flow", inputs: { x: "return" }, node: "leak" })
        .result
      const shown = {
        run: seen(run),
        tests: seen(tests),
        node: seen(one),
        log: await lab.millrace.runs.log(run.info.name),
        metrics: seen(await lab.millrace.runs.metrics(run.info.name)),
        connection: seen(await lab.millrace.connections.get("canary")),
      }
      expect(await leaks(lab, shown)).toEqual([])
      // It did get through to where it belongs.
      expect(run.outputs.get(0)).toMatchObject({ out: { same: true } })
      expect(shown.log).toContain("data_scrubbed")
    })

    test("of a file that raises, prints and exits while it is imported", async () => {
      const files = {
        ...leaky,
        "flow/leak.py": `import os\nprint(os.environ["PLAIN"])\nraise RuntimeError(os.environ["PLAIN"] + repr(os.environ["FROM_CONNECTION"]))\n`,
        "flow/stream.py": `import os, sys\nprint(os.environ["PLAIN"], file=sys.stderr)\nos._exit(3)\n`,
        "flow/total.py": `import os, sys\nsys.exit(os.environ["FROM_CONNECTION"])\n`,
      }
      await using lab = await leakyLab(files, profile)
      const tested = await lab.refusal(() => lab.test({ inputs: { x: "a" } }))
      const ran = await lab.refusal(() => lab.run([{ x: "a" }]))
      expect(tested).toMatchObject({ code: "TOOL_LOAD_FAILED" })
      expect(await leaks(lab, { tested: seen(tested), ran: seen(ran) })).toEqual([])
    })

    test("of a model that quotes its key, and what is recorded of it", async () => {
      await using model = await BadModel.start()
      const flow = {
        "flow/flow.dag.yaml": `inputs: {x: {type: string}}
outputs: {out: {type: string, reference: "\${again.output}"}}
nodes:
- {name: ask, type: llm, source: {type: code, path: ask.jinja2}, inputs: {model: "\${inputs.x}", max_tokens: 9, text: hi}, connection: m, api: chat}
- {name: again, type: llm, source: {type: code, path: ask.jinja2}, inputs: {model: echo, text: "\${ask.output}"}, connection: m, api: chat}
`,
        "flow/ask.jinja2": "user:\n{{ text }}\n",
      }
      await using lab = await leakyLab(flow, profile)
      await lab.millrace.connections.create({
        name: "m",
        type: "open_ai",
        api_key: CANARY,
        base_url: model.url,
      })
      const rows = ["echo", "401", "html"].map((x) => ({ x }))
      const run = await lab.run(rows, { record: "recorded" })
      const replayed = await lab.run(rows.slice(0, 1), { replay: "recorded" })
      expect(run.errors.get(1)?.message).toMatch(/Incorrect API key provided/)
      expect(run.info.counts).toMatchObject({ done: 1, failed: 2 })
      expect(await leaks(lab, { run: seen(run), replayed: seen(replayed) })).toEqual([])
    })

    test("that a command prints, with --debug and when it fails", async () => {
      await using lab = await leakyLab(leaky, profile)
      const { workspace } = lab
      await workspace.write({ "rows.jsonl": '{"x": "return"}\n{"x": "raise"}\n' })
      const env = { MILLRACE_SECRET_KEY: KEY, TMPDIR: process.env.TMPDIR }
      vi.unstubAllEnvs() // what Node compiled is kept beside the temporary folder of all tests
      const mapping = ["--column-mapping", "x=${data.x}"]
      const commands = [
        ["connection", "show", "--name", "canary"],
        ["flow", "test", "--flow", "flow", "--inputs", "x=return", "--debug"],
        ["flow", "test", "--flow", "flow", "--inputs", "x=raise", "--debug"],
        [
          "run",
          "create",
          "--flow",
          "flow",
          "--data",
          "rows.jsonl",
          "--name",
          "leaky",
          "--stream",
          "--debug",
          ...mapping,
        ],
        ["run", "show-details", "--name", "leaky"],
        ["run", "show-metrics", "--name", "leaky"],
      ]
      const printed: Record<string, string> = {}
      for (const words of commands) {
        const ran = await workspace[profile](words, { env })
        printed[words.join(" ")] = ran.stdout + ran.stderr
      }
      expect(await leaks(lab, printed)).toEqual([])
      expect(Object.values(printed).join("")).toContain("data_scrubbed")
    })
  },
)
