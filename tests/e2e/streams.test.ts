// Spec 3.2 (6), 3.11, 2.6: generators, and models that stream, through nodes and out of the flow. What the original
// answered (1.18.5, tracing off) is in the fixture, addresses cut.
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ChatServer, chatServer } from "../support/chat-server.ts"
import { writeFiles } from "../support/write-files.ts"
import cases from "./__fixtures__/streams.json" with { type: "json" }

interface Case {
  files: Record<string, string>
  answer: {
    status: string
    output: unknown
    nodes: Record<string, [status: string, output: unknown]>
    error?: string[]
  }
}
interface ErrorShape {
  code: string
  innerError?: ErrorShape
}

let root: string
let millrace: Millrace
let server: ChatServer
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "millrace-streams-"))
  server = await chatServer()
  const env = { ...process.env, MILLRACE_HOME: undefined, PF_DISABLE_TRACING: undefined }
  millrace = await Millrace.open({ home: join(root, "home"), env })
  const connection = { name: "conn", type: "open_ai", api_key: "canary-of-streams", base_url: server.url }
  await millrace.connections.create(connection)
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await rm(root, { recursive: true })
})

describe("as the original answers (spec 3.11)", () => {
  it.concurrent.each(Object.entries(cases as unknown as Record<string, Case>))(
    "%s",
    async (name, { files, answer }) => {
      const flow = folder(name, files)
      await millrace.flows.test({ flow, output: join(flow, "details") }).result
      const details = JSON.parse(await readFile(join(flow, "details", "flow.detail.json"), "utf8"))
      const [line] = details.flow_runs
      const nodes = details.node_runs.map(({ node, status, output }: Record<string, unknown>) => [
        node,
        [status, cut(output)],
      ])
      expect({
        status: line.status,
        output: cut(line.output),
        nodes: Object.fromEntries(nodes),
        ...(line.error && { error: chain(line.error) }),
      }).toEqual(answer)
    },
  )
})

const LLM = (q: string) => `- name: l
  type: llm
  source: {type: code, path: l.jinja2}
  connection: conn
  api: chat
  inputs: {model: m, stream: true, q: "${q}"}
`

it("a node reads a model's text while the model still writes it", async () => {
  const flow = folder("gate", {
    "flow.dag.yaml": `inputs: {}\noutputs: {r: {type: string, reference: "\${read.output}"}}\nnodes:\n${LLM("GATE")}- name: read
  type: python
  source: {type: code, path: read.py}
  inputs: {g: "\${l.output}"}
`,
    "l.jinja2": "user:\n{{q}}",
    "read.py": `from urllib.request import urlopen
from promptflow.core import tool

@tool
def read(g):
    first = next(g)
    urlopen("${server.url}/release", data=b"{}").close()
    return [first, "".join(g)]
`,
  })
  const texts: string[] = []
  const handle = millrace.flows.test({ flow, output: false })
  for await (const progress of handle.events()) if (progress.type === "node-delta") texts.push(progress.text)
  const { output, usage } = await handle.result
  expect(output).toEqual(new Map([["r", ["Hello", " world! GATE"]]]))
  expect(texts.join("")).toBe("Hello world! GATE")
  expect(usage).toMatchObject({ estimated: true, completion_tokens: expect.any(Number) })
})

it("rows of a batch are joined, and their tokens counted", async () => {
  const flow = folder("batch", {
    "flow.dag.yaml": `inputs: {q: {type: string}}\noutputs: {r: {type: string, reference: "\${l.output}"}}\nnodes:\n${LLM("${inputs.q}")}`,
    "l.jinja2": "user:\n{{q}}",
    "data.jsonl": '{"q": "one"}\n{"q": "two"}\n',
  })
  const handle = await millrace.runs.create({ flow, data: join(flow, "data.jsonl") })
  const run = await handle.result
  const { columns, rows } = await millrace.runs.details(run.name)
  expect(rows.map((row) => row[columns.indexOf("outputs.r")])).toEqual([
    "Hello world! one",
    "Hello world! two",
  ])
  expect(run.usage.total_tokens).toBeGreaterThan(10)
  const text = await readFile(join(run.output, "..", "node_artifacts", "l", "000000000.jsonl"), "utf8")
  expect(JSON.parse(text).run_info.output).toMatch(
    /^<generator object post_process_chat_api_response\.<locals>\.generator at 0x/,
  )
})

function folder(name: string, files: Record<string, string>): string {
  const path = join(root, name.replaceAll(" ", "-"))
  writeFiles(path, files)
  return path
}

function cut(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/0x[0-9a-f]+/g, "0x"))
}

function chain({ code, innerError }: ErrorShape): string[] {
  return innerError ? [code, ...chain(innerError)] : [code]
}
