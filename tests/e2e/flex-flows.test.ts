import { expect, test } from "vitest"
import { Workspace } from "../support/workspace.ts"

/** Flex flows on the command line (spec 1.3, 3.8; surface.md 1.1). What they answer is in tests/differential. */

const PAIR = `from dataclasses import dataclass
@dataclass
class Pair:
    a: int
    b: str
def pair(x: int):
    print("pairing")
    return Pair(x, "q")
def parts(x: int):
    yield "a"
    yield x
`

test("pf prints what Python would, and logs what the entry prints", async () => {
  await using here = await Workspace.make({ "code.py": PAIR })
  const ran = await here.pf(["flow", "test", "--flow", "code:pair", "--inputs", "x=3"])
  expect(ran).toMatchObject({ code: 0 })
  const [log, ...rest] = ran.stdout.split("\n")
  expect(log).toMatch(
    / execution\.flow {5}INFO {5}\[Flex in line 0 \(index starts from 0\)\] stdout> pairing$/,
  )
  expect(rest.filter((line) => !line.includes("stdout>"))).toEqual(["Pair(a=3, b='q')", ""])
  expect(JSON.parse(await here.read(".promptflow/flow.output.json"))).toEqual({ a: 3, b: "q" })
  const refused = await here.pf(["flow", "test", "--flow", "code:parts"])
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining("failed with InputNotFound: ") })
})

const GRADER = `from promptflow.core import AzureOpenAIModelConfiguration
class Grader:
    def __init__(self, model_config: AzureOpenAIModelConfiguration, strict: str = "no"):
        self.model, self.strict = model_config, strict
    def __call__(self, x: int):
        if x == 2:
            raise ValueError(f"no {x}, key {self.model.api_key}")
        return {"who": self.model.azure_deployment, "strict": self.strict, "x": x}
    def __aggregate__(self, results):
        return {"sum": sum(r.x for r in results)}
`

test("a class with a model configuration: metrics, failures, a run that goes on, and no key anywhere", async () => {
  const key = "very-secret-key-1"
  const config = { azure_deployment: "dep", azure_endpoint: "https://a.example", api_key: key }
  await using here = await Workspace.make({
    "f/flow.flex.yaml": "entry: grading:Grader\n",
    "f/grading.py": GRADER,
    "init.json": JSON.stringify({ model_config: config, strict: "yes" }),
    "data.jsonl": '{"x": 1}\n{"x": 2}\n{"x": 3}\n',
  })
  const create = ["run", "create", "--flow", "f", "--data", "data.jsonl", "--init", "init.json"]
  const ran = await here.millrace([...create, "--name", "first", "--output", "json"])
  expect(ran.code).toBe(0)
  const run = JSON.parse(ran.stdout)
  expect(run).toMatchObject({ status: "Completed", counts: { done: 2, failed: 1 }, metrics: { sum: 4 } })
  expect(run.properties.init_kwargs).toMatchObject({ strict: "yes", model_config: { api_key: "******" } })
  const again = await here.millrace([
    "run",
    "create",
    "--resume-from",
    "first",
    "--name",
    "second",
    "--output",
    "json",
  ])
  expect(JSON.parse(again.stdout)).toMatchObject({ status: "Completed", metrics: { sum: 4 } })
  const texts = await Promise.all((await here.tree(here.home)).map((path) => here.read(`../home/${path}`)))
  expect(texts.filter((text) => text.includes(key))).toEqual([])
  expect(ran.stdout + ran.stderr + again.stdout + again.stderr).not.toContain(key)
})

const CLIENT = `from promptflow.connections import CustomConnection
from promptflow.core import OpenAIModelConfiguration
class Client:
    def __init__(self, search: CustomConnection, model: OpenAIModelConfiguration):
        self.search, self.model = search, model
    def __call__(self, x):
        return [self.search.configs["url"], self.search.secrets["token"][:4], self.model.base_url, self.model.connection]
`

test("constructor arguments that are connections, or name one", async () => {
  await using here = await Workspace.make({
    "f/flow.flex.yaml": "entry: client:Client\n",
    "f/client.py": CLIENT,
    "search.yaml":
      "name: mine\ntype: custom\nconfigs: {url: https://s.example}\nsecrets: {token: abcd-efgh-ijkl}\n",
    "model.yaml": "name: oa\ntype: open_ai\napi_key: sk-1234567890\nbase_url: https://m.example\n",
    "init.json": '{"search": "mine", "model": {"model": "small", "connection": "oa"}}',
    "missing.json": '{"search": "mine", "model": {"model": "small", "connection": "nope"}}',
  })
  for (const file of ["search.yaml", "model.yaml"]) await here.pf(["connection", "create", "-f", file])
  const ask = ["flow", "test", "--flow", "f", "--inputs", "x=1", "--init"]
  const ran = await here.pf([...ask, "init.json"])
  expect(ran.stdout).toBe("['https://s.example', 'abcd', 'https://m.example', None]\n")
  const missing = await here.pf([...ask, "missing.json"])
  expect(missing).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/FlowEntryInitializationError.*'nope'/),
  })
})

const SCRIPT = `export class Counter {
  private seen = 0
  constructor(readonly step: number = 1) { if (step > 9) throw new RangeError("too far") }
  async call(text: string) { if (text === "boom") throw new TypeError(text); return { n: (this.seen += this.step), text } }
  aggregate(results: { n: number }[]) { return { most: Math.max(...results.map((r) => r.n)) } }
}
`

test("a class in TypeScript", async () => {
  await using here = await Workspace.make({
    "f/flow.flex.yaml": "entry: counter.ts:Counter\n",
    "f/counter.ts": SCRIPT,
    "data.jsonl": '{"text": "a"}\n{"text": "boom"}\n{"text": "c"}\n',
  })
  const create = [
    "run",
    "create",
    "--flow",
    "f",
    "--data",
    "data.jsonl",
    "--init",
    "step=2",
    "--output",
    "json",
  ]
  const run = JSON.parse((await here.millrace(create)).stdout)
  expect(run).toMatchObject({ counts: { done: 2, failed: 1 }, metrics: { most: 4 } })
  expect(run.error.additionalInfo[0].info.errors[0].error).toMatchObject({
    message: "Execution failure in 'Counter': (TypeError) boom",
    innerError: { code: "ScriptExecutionError" },
  })
  const refused = await here.millrace([
    "flow",
    "test",
    "--flow",
    "f",
    "--inputs",
    "text=a",
    "--init",
    "step=99",
  ])
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("ENTRY_INIT_FAILED") })
})

test("flow save and flow init --entry make flows of code that is there", async () => {
  await using here = await Workspace.make({
    "src/code.py":
      "def ask(prompt: str, who: str = 'you', times: int = 2):\n    return prompt * times + who\n",
    "src/ask.jinja2": "Hello {{ name }}.",
  })
  const saved = await here.pf(["flow", "save", "--entry", "code:ask", "--code", "src", "--path", "flow"])
  expect(saved.stdout).toMatch(/^Saved flow to .*flow\.\n$/)
  expect(await here.read("flow/flow.flex.yaml")).toBe(
    "inputs:\n  prompt:\n    type: string\n  who:\n    type: string\n    default: you\n  times:\n    type: int\n    default: '2'\nentry: code:ask\n",
  )
  expect(here.exists("flow/code.py")).toBe(true)
  const wrap = ["flow", "init", "--flow", "src", "--entry", "code.py", "--function", "ask"]
  const wrapped = await here.millrace([...wrap, "--prompt-template", "prompt=ask.jinja2"])
  expect(wrapped.code).toBe(0)
  const tested = await here.millrace(["flow", "test", "--flow", "src", "--inputs", "name=Ada", "who=!"])
  expect(JSON.parse(tested.stdout)).toEqual({ output: "Hello Ada.Hello Ada.!" })
})

test("doctor, validate and the welcome read a flex flow without running it", async () => {
  await using here = await Workspace.make({
    "flow.flex.yaml": "entry: code:fn\n",
    "code.py": "open('ran', 'w')\ndef fn(question: str, k: int = 3) -> str: return question\n",
  })
  const doctor = await here.millrace(["doctor", "--flow", "."])
  expect(doctor.stdout).toContain("a flex flow, function fn")
  expect((await here.millrace([])).stdout).toContain("millrace flow test --flow . --inputs question=…")
  await here.write({ "code.py": "def fn(question: set): return question\n" })
  const validated = await here.millrace(["flow", "validate", "--flow", "."])
  expect(validated).toMatchObject({ code: 1 })
  expect(validated.stdout + validated.stderr).toContain("'question' is of a complex")
  expect(here.exists("ran")).toBe(false)
})

const TRACED = `from promptflow.tracing import trace
@trace
def inner(a):
    return a + 1
def plain(x: int):
    return inner(x)
@trace
def marked(x: int):
    return inner(x)
class Adder:
    async def __call__(self, x: int):
        return inner(x)
    def __init__(self): pass
`

test.each([
  ["plain", "plain"],
  ["marked", "marked"],
  ["Adder", "Adder"],
])("while tracing is on, the call of %s is the flow's, marked or not (spec 9.2)", async (entry, name) => {
  await using here = await Workspace.make({ "code.py": TRACED })
  const words = ["flow", "test", "--flow", `code:${entry}`, "--inputs", "x=1"]
  const ran = await here.pf(words, { env: { PF_DISABLE_TRACING: "false" } })
  expect(ran).toMatchObject({ code: 0 })
  const { flow_runs } = JSON.parse(await here.read(".promptflow/flow.detail.json"))
  expect(flow_runs[0].api_calls).toMatchObject([
    {
      ...{ name, function: name, type: "Flow", node_name: null, inputs: { x: 1 }, output: 2, parent_id: "" },
      children: [{ name: "inner", type: "Function", inputs: { a: 1 }, output: 2, node_name: null }],
    },
  ])
})
