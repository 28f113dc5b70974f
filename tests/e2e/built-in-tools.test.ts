import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { modelServer } from "../../packages/providers/testing/model-server.ts"
import { Workspace } from "../support/workspace.ts"

const FLOW = `inputs:
  q: {type: string}
outputs:
  said: {type: object, reference: "\${say.output}"}
  vector: {type: object, reference: "\${embed.output}"}
nodes:
- name: say
  type: python
  source: {type: code, path: say.py}
  inputs: {conn: az, q: "\${inputs.q}"}
- name: embed
  type: python
  source: {type: package, tool: promptflow.tools.embedding.embedding}
  inputs: {connection: az, deployment_name: ada, input: "\${say.output.answer}"}
`
const SAY = `from promptflow.core import tool
from promptflow.connections import AzureOpenAIConnection
from promptflow.tools.aoai import chat
from promptflow.tools.common import parse_chat, render_jinja_template
from promptflow.tools.exception import InvalidConnectionType, WrappedOpenAIError
from promptflow.tools.llm import llm


@tool
def say(conn: AzureOpenAIConnection, q: str):
    answer = chat(conn, prompt="system:\\nshort\\nuser:\\n{{ q }}", deployment_name="gpt", q=q, max_tokens=5)
    try:
        chat(conn, prompt="user:\\nagain", deployment_name="gpt")
    except WrappedOpenAIError as error:
        try:
            raise AssertionError(llm("az", "user:\\nhi", model="m"))
        except InvalidConnectionType:
            pass
        rendered = render_jinja_template("<{{ x }}>", x=[1, "a"])
        return {"answer": answer, "error": str(error), "rendered": rendered, "parsed": parse_chat("user:\\nhi")}
`

it("runs the tools of promptflow-tools for Python code", async () => {
  await using server = await modelServer()
  const key = "canary-of-the-tools"
  server.reply(
    {
      json: {
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hm." } }],
      },
    },
    { status: 401, json: { error: { message: `no such key ${key}` } } },
    { json: { data: [{ index: 0, embedding: [0.1, 0.25] }], usage: { prompt_tokens: 1, total_tokens: 1 } } },
  )
  await using here = await Workspace.make({ "flow/flow.dag.yaml": FLOW, "flow/say.py": SAY })
  const connection = `name: az\ntype: azure_open_ai\napi_key: ${key}\napi_base: ${server.url}\n`
  writeFileSync(join(here.folder, "az.yaml"), connection)
  expect((await here.pf(["connection", "create", "--file", "az.yaml"])).code).toBe(0)
  const { stdout, code } = await here.pf(["flow", "test", "--flow", "flow", "--inputs", "q=why?"])
  expect(stdout).not.toContain(key)
  expect(code, stdout).toBe(0)
  expect(JSON.parse(stdout.slice(stdout.indexOf("{\n")))).toEqual({
    said: {
      answer: "Hm.",
      error: expect.stringContaining("401"),
      rendered: "<[1, 'a']>",
      parsed: [{ role: "user", content: "hi" }],
    },
    vector: [0.1, 0.25],
  })
  const [first, , third] = server.received
  expect(first?.path).toMatch(/^\/openai\/deployments\/gpt\/chat\/completions\?/)
  expect(JSON.parse(first?.text ?? "")).toMatchObject({
    messages: [
      { role: "system", content: "short" },
      { role: "user", content: "why?" },
    ],
    max_tokens: 5,
    n: 1,
  })
  expect(JSON.parse(third?.text ?? "")).toMatchObject({ input: "Hm.", model: "ada" })
  const callers = server.received.map(({ headers }) => headers["ms-azure-ai-promptflow-called-from"])
  expect(callers).toEqual(["aoai-tool", "aoai-tool", "aoai-tool"])
})
