import { expect, it } from "vitest"
import { EchoModel } from "../../packages/sdk/src/prompty/testing/echo-model.ts"
import { Workspace } from "../support/workspace.ts"

const KEY = "canary-of-the-prompty"
const prompty = (url: string, more = "", body = "user:\nHello {{name}}\n") =>
  `---\nname: Greeting\nmodel:\n  configuration:\n    type: openai\n    model: json\n    base_url: ${url}/v1\n    api_key: ${KEY}\n  parameters:\n    temperature: 0\n${more}inputs:\n  name:\n    type: string\n---\n${body}`
const ANSWER = '{"answer": "x", "score": 3, "list": [1, 2.50]}'

it("a prompty is tested, its details as the original leaves them (spec 3.10)", async () => {
  await using echo = await EchoModel.start()
  await using here = await Workspace.make({ "x.prompty": prompty(echo.url) })
  const { stdout, code } = await here.pf(["flow", "test", "--flow", "x.prompty", "--inputs", 'name="B q"'])
  expect({ stdout, code }).toEqual({ stdout: `${ANSWER}\n`, code: 0 })
  expect(echo.take()).toMatchObject([{ body: { messages: [{ role: "user", content: "Hello B q" }] } }])
  const made = [1, 2, 3].map((_, i) => `.promptflow/x/flow.${["detail.json", "log", "output.json"][i]}`)
  expect(await here.tree()).toEqual([...made, "x.prompty"])
  expect(await here.read(".promptflow/x/flow.log")).toBe("")
  const detail = await here.read(".promptflow/x/flow.detail.json")
  expect(JSON.parse(detail)).toMatchObject({
    flow_runs: [
      {
        ...{ status: "Completed", inputs: { name: "B q" }, output: { output: ANSWER } },
        ...{ result: { output: ANSWER }, flow_id: "default_flow_id", api_calls: [], name: "" },
      },
    ],
    node_runs: [],
  })
  expect(detail).not.toContain(KEY)

  const missing = await here.pf(["flow", "test", "--flow", "x.prompty"])
  expect(missing.code).toBe(1)
  expect(missing.stdout).toContain("pf.flow.test failed with InputNotFound:")
  const bad = prompty(echo.url, "", "hello\nuser:\n{{name}}\n")
  await here.write({ "bad.prompty": bad })
  const failed = await here.pf(["flow", "test", "--flow", "bad.prompty", "--inputs", "name=B"])
  expect(failed.stdout).toContain(
    "failed with UserErrorException: ChatAPIInvalidRoleError: Execution failure in",
  )
  const record = JSON.parse(await here.read(".promptflow/bad/flow.detail.json")).flow_runs[0]
  expect(record.error).toMatchObject({
    ...{ code: "UserError", innerError: { code: "ScriptExecutionError", innerError: null } },
    messageFormat: "Execution failure in '{func_name}': {error_type_and_message}",
    additionalInfo: [{ type: "FlexFlowExecutionErrorDetails", info: { type: "ChatAPIInvalidRoleError" } }],
  })
})

it("a prompty runs over rows, its run as the original keeps it (spec 4)", async () => {
  await using echo = await EchoModel.start()
  const json = "    response_format:\n      type: json_object\noutputs:\n  score:\n    type: int\n"
  await using here = await Workspace.make({
    "app/x.prompty": prompty(echo.url, json),
    "rows.jsonl": '{"name":"A"}\n{"name":"B"}\n',
  })
  const args = ["run", "create", "--flow", "app/x.prompty", "--data", "rows.jsonl", "--name", "r"]
  const { stdout, code } = await here.pf(args)
  expect(code, stdout).toBe(0)
  const run = JSON.parse(stdout.slice(stdout.indexOf("\n{") + 1))
  expect(run).toMatchObject({ status: "Completed", display_name: "r", flow_name: "x" })
  expect(run.properties.flow_path).toMatch(/app\/x\.prompty$/)
  expect(run.properties).not.toHaveProperty("node_variant")
  const home = `${here.home}/.promptflow/.runs/r`
  const files = (await here.tree(home)).filter((file) => !file.startsWith("flow_logs"))
  expect(files).toEqual([
    ...["flow_artifacts/000000000_000000000.jsonl", "flow_artifacts/000000001_000000001.jsonl"],
    ...["flow_outputs/output.jsonl", "inputs.jsonl", "logs.txt", "meta.json", "metrics.json"],
    ...["outputs.jsonl", "snapshot/x.prompty"],
  ])
})

it("prompties are called from Python, and a failure is of the original's class", async () => {
  await using echo = await EchoModel.start()
  const flow = `inputs:\n  q: {type: string}\noutputs:\n  o: {type: object, reference: "\${ask.output}"}\nnodes:\n- name: ask\n  type: python\n  source: {type: code, path: ask.py}\n  inputs: {q: "\${inputs.q}"}\n`
  const code = `import asyncio
from promptflow.client import load_flow
from promptflow.core import AsyncPrompty, Flow, OpenAIModelConfiguration, Prompty, tool
from promptflow.core._errors import InvalidOutputKeyError, MissingRequiredInputError, WrappedOpenAIError


@tool
def ask(q: str):
    prompty = Prompty.load(source="x.prompty", model={"configuration": {"model": "m1"}})
    streaming = {"configuration": {"model": "m1"}, "parameters": {"stream": True}}
    stream = Prompty.load("x.prompty", model=streaming)(name=q)
    other = OpenAIModelConfiguration(model="m2", base_url="${echo.url}/v2", api_key="k2")
    as_json = {"parameters": {"response_format": {"type": "json_object"}}, "configuration": {"model": "json:[1.0]"}}
    errors = []
    for call in (
        lambda: prompty(),
        lambda: prompty("positional"),
        lambda: Prompty.load("x.prompty", model={"configuration": {"model": "fail-401"}})(name=q),
        lambda: Prompty.load("none.prompty"),
        lambda: Prompty.load(
            "x.prompty",
            model={"parameters": {"response_format": {"type": "json_object"}}},
            outputs={"absent": {}},
        )(name=q),
    ):
        try:
            call()
        except Exception as error:
            errors.append([type(error).__name__, error.error_codes])
    whole = Prompty.load("x.prompty", model={"response": "all", "configuration": {"model": "m1"}})(name=q)

    async def awaited():
        parts = await AsyncPrompty.load("x.prompty", model=streaming)(name=q)
        return [await AsyncPrompty.load("x.prompty")(name=q), [part async for part in parts]]

    return {
        "text": prompty(name=q),
        "exact": [prompty.render(name=[1.0, 1, 2**70, None]), Prompty.load("x.prompty", model=as_json)(name=q)],
        "render": prompty.render(name=q),
        "tokens": prompty.estimate_token_count(name=q),
        "stream": list(stream),
        "object": Prompty.load("x.prompty", model={"configuration": other})(name=q),
        "flow": [type(Flow.load("x.prompty")).__name__, load_flow("x.prompty")(name=q)],
        "whole": [whole.choices[0].message.content, whole.usage.total_tokens, whole.absent],
        "awaited": asyncio.run(awaited()),
        "errors": errors,
    }
`
  await using here = await Workspace.make({
    "flow/flow.dag.yaml": flow,
    "flow/ask.py": code,
    "flow/x.prompty": prompty(echo.url),
  })
  const {
    stdout,
    stderr,
    code: exit,
  } = await here.millrace(["flow", "test", "--flow", "flow", "--inputs", "q=Z"])
  expect(exit, stderr).toBe(0)
  const said = '1 messages; user: "Hello Z"'
  const parts = ["1 ", "messages; ", "user: ", '"Hello ', 'Z" ']
  expect(JSON.parse(stdout).o).toEqual({
    ...{ text: said, render: "[{'role': 'user', 'content': 'Hello Z'}]", tokens: 9, stream: parts },
    ...{ object: said, flow: ["Prompty", ANSWER], whole: [said, 18, null], awaited: [ANSWER, parts] },
    exact: ["[{'role': 'user', 'content': 'Hello [1.0, 1, 1180591620717411303424, None]'}]", [1]],
    errors: [
      ["MissingRequiredInputError", ["UserError", "CoreError", "MissingRequiredInputError"]],
      ["UserErrorException", ["UserError"]],
      ["WrappedOpenAIError", ["UserError", "OpenAIError", "AuthenticationError"]],
      ["UserErrorException", ["UserError"]],
      ["InvalidOutputKeyError", ["UserError", "CoreError", "InvalidOutputKeyError"]],
    ],
  })
  expect(stdout).toMatch(/\[\s*1\.0\s*\]/)
  expect(echo.take().filter(({ path }) => path.startsWith("/v2"))).toMatchObject([
    { headers: { authorization: "Bearer k2" }, body: { model: "m2" } },
  ])
  expect(stdout + stderr).not.toContain(KEY)
})

it("a prompty is loaded with the module of a tool, before there is an engine; what is wrong with it is told by the call", async () => {
  await using echo = await EchoModel.start()
  const flow = `inputs:\n  q: {type: string}\noutputs:\n  o: {type: string, reference: "\${ask.output}"}\nnodes:\n- name: ask\n  type: python\n  source: {type: code, path: ask.py}\n  inputs: {q: "\${inputs.q}"}\n`
  const code = `from promptflow.core import Prompty, tool\n\nprompty = Prompty.load("x.prompty", model={"configuration": {"model": "m1"}})\n\n\n@tool\ndef ask(q: str) -> str:\n    return prompty(name=q)\n`
  await using here = await Workspace.make({
    "flow/flow.dag.yaml": flow,
    "flow/ask.py": code,
    "flow/x.prompty": prompty(echo.url),
  })
  const words = ["flow", "test", "--flow", "flow", "--inputs", "q=Z"]
  const ran = await here.millrace(words)
  expect(JSON.parse(ran.stdout), ran.stderr).toEqual({ o: '1 messages; user: "Hello Z"' })
  await here.write({ "flow/x.prompty": "---\nmodel: [\n---\nuser:\nHello\n" })
  const failed = await here.millrace(words)
  expect(failed).toMatchObject({ code: 1 })
  expect(failed.stderr).toContain("x.prompty is not valid YAML")
})
