import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, test } from "vitest"
import { EchoModel } from "../../scripts/differential/echo-model.ts"
import { Workspace } from "../support/workspace.ts"
import { bulkRun } from "./bulk-run.ts"

/** A flow that asks a model; `x` is the name of the model, so that rows can ask for different failures. */
const flow = {
  "flow/flow.dag.yaml": `inputs:
  x:
    type: string
outputs:
  out:
    type: string
    reference: \${ask.output}
nodes:
- name: ask
  type: llm
  source:
    type: code
    path: ask.jinja2
  inputs:
    model: \${inputs.x}
    max_tokens: 10
  connection: model
  api: chat
`,
  "flow/ask.jinja2": "user:\nhello\n",
}

const connection = (base: string, key = "sk-canary-4f1d") =>
  `name: model\ntype: open_ai\napi_key: ${key}\nbase_url: ${base}\n`

describe("a model that fails", () => {
  const failures: { status: string; says: RegExp }[] = [
    { status: "fail-400", says: /400/ },
    { status: "fail-401", says: /401/ },
    { status: "fail-403", says: /403/ },
    { status: "fail-404", says: /404/ },
  ]
  test.concurrent.each(failures)(
    "$status: that line fails with its text, the others finish",
    async ({ status, says }) => {
      const model = await EchoModel.start()
      try {
        await using workspace = await Workspace.make({
          ...flow,
          "connection.yaml": connection(`${model.base("m")}/v1`),
          "d.jsonl": `{"x": "one"}\n{"x": "${status}"}\n{"x": "three"}\n`,
        })
        await workspace.pf(["connection", "create", "--file", "connection.yaml"])
        const run = await bulkRun(workspace, "d.jsonl")
        expect([...run.outputs.keys()]).toEqual([0, 2])
        expect(run.failures.get(1)).toMatch(says)
      } finally {
        await model.stop()
      }
    },
  )

  test.concurrent.each(["fail-429-once", "fail-500-once"])(
    "%s: asked again, the line completes",
    async (status) => {
      const model = await EchoModel.start()
      try {
        await using workspace = await Workspace.make({
          ...flow,
          "connection.yaml": connection(`${model.base("m")}/v1`),
          "d.jsonl": `{"x": "${status}"}\n`,
        })
        await workspace.pf(["connection", "create", "--file", "connection.yaml"])
        const run = await bulkRun(workspace, "d.jsonl")
        expect([...run.outputs.keys()]).toEqual([0])
        expect(model.take("m")).toHaveLength(2)
      } finally {
        await model.stop()
      }
    },
  )

  test.concurrent("hangs: the line's timeout ends it", async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo // listening, so an AddressInfo
    try {
      await using workspace = await Workspace.make({
        ...flow,
        "connection.yaml": connection(`http://127.0.0.1:${port}/v1`),
        "d.jsonl": '{"x": "one"}\n',
      })
      await workspace.pf(["connection", "create", "--file", "connection.yaml"])
      const run = await bulkRun(workspace, "d.jsonl", { env: { PF_LINE_TIMEOUT_SEC: "2" } })
      expect(run.status).toBe("Completed")
      expect(run.failures.get(0)).toMatch(/timeout/i)
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  test.concurrent("is not there: the error names its address", async () => {
    await using workspace = await Workspace.make({
      ...flow,
      "connection.yaml": connection("http://127.0.0.1:1/v1"),
    })
    await workspace.pf(["connection", "create", "--file", "connection.yaml"])
    const ran = await workspace.millrace(["flow", "test", "--flow", "flow", "--inputs", "x=m"])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/127\.0\.0\.1:1|ECONNREFUSED|connection/i)
  })

  test.concurrent("has no connection: the error says how to make one", async () => {
    await using workspace = await Workspace.make(flow)
    const ran = await workspace.millrace(["flow", "test", "--flow", "flow", "--inputs", "x=m"])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/model/)
    expect(ran.stderr).toMatch(/connection create/)
  })

  test.concurrent("has a connection without a key", async () => {
    await using workspace = await Workspace.make({
      ...flow,
      "connection.yaml": "name: model\ntype: open_ai\n",
    })
    const ran = await workspace.millrace(["connection", "create", "--file", "connection.yaml"])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/api_key/)
  })
})
