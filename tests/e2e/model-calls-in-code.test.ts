// Spec 9.2, 9.3: model calls that a flow's own code makes through `openai`. Outputs and the trees of traced calls are what
// the original answered (1.18.5); tokens are counted without tracing too (differences.md, `tokens`).
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { toPlain } from "@internal/value"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ChatServer, chatServer } from "../support/chat-server.ts"
import { repository } from "../support/workspace.ts"

const KEY = "canary-of-code-calls"
/** The stand-in with the machine's Python, and real packages by interpreter. */
const RUNTIMES = [
  undefined,
  ...(process.env.MILLRACE_TEST_OPENAI ?? "").split(":").filter((path) => path !== ""),
]

const ASK = `client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": q}], temperature=0)`
const STREAM = ASK.replace("temperature=0", "stream=True")
const TEXT = "(c.choices[0].delta.content or '' if hasattr(c.choices[0].delta, 'content') else '')"

/** The tool's body, the original's output, and the tokens that the server says or that are counted. */
const CASES: Record<
  string,
  { body: string; output: unknown; tokens: number; calls: unknown; isAsync?: true }
> = {
  chat: {
    body: `return ${ASK}.choices[0].message.content`,
    output: "Hello world! hi",
    tokens: 10,
    calls: [["openai_chat", "LLM", null, 10]],
  },
  "a stream read inside": {
    body: `return "".join(${TEXT} for c in ${STREAM})`,
    output: "Hello world! hi",
    tokens: 12,
    calls: [["openai_chat", "LLM", null, 0]],
  },
  "a stream handed out": {
    body: `for c in ${STREAM}:\n        yield ${TEXT}`,
    output: "Hello world! hi",
    tokens: 12,
    calls: [],
  },
  "async: chat, stream, embeddings": {
    isAsync: true,
    body: [
      `x = await ${ASK}`,
      "t = ''",
      `async for c in await ${STREAM}:`,
      `    t += ${TEXT}`,
      "e = await client.embeddings.create(model='ada', input=['a', 'b'])",
      "return x.choices[0].message.content + t + str(len(e.data))",
    ].join("\n    "),
    output: "Hello world! hiHello world! hi2",
    tokens: 26,
    calls: [
      ["openai_chat_async", "LLM", null, 10],
      ["openai_chat_async", "LLM", null, 0],
      ["openai_embeddings_async", "Embedding", null, 0],
    ],
  },
  "embeddings and completions": {
    body: [
      "e = client.embeddings.create(model='ada', input=q)",
      "c = client.completions.create(model='davinci-002', prompt=q)",
      "return [len(e.data), c.choices[0].text]",
    ].join("\n    "),
    output: [1, "One two"],
    tokens: 14,
    calls: [
      ["openai_embeddings", "Embedding", null, 0],
      ["openai_completion", "LLM", null, 10],
    ],
  },
  "a call that fails": {
    body: `q = "FAIL400"\n    return ${ASK}`,
    output: null,
    tokens: 0,
    calls: [["openai_chat", "LLM", "BadRequestError", 0]],
  },
}

let root: string
let millrace: Millrace
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "millrace-code-calls-"))
  const env = { ...process.env, MILLRACE_HOME: undefined, PF_DISABLE_TRACING: undefined }
  millrace = await Millrace.open({ home: join(root, "home"), env })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await rm(root, { recursive: true })
})

describe.each(RUNTIMES)("with openai of %s", (runtime) => {
  it.concurrent.each(Object.keys(CASES))("%s: counted, recorded, replayed, traced", async (name) => {
    const { body, output, tokens, calls, isAsync } = CASES[name] as (typeof CASES)[string]
    await using lab = await Lab.make(name, runtime)
    const flow = await lab.flow(body, isAsync)
    const recordings = join(lab.folder, "recordings")

    const recorded = await lab.test(flow, { record: recordings })
    expect(recorded.output).toEqual(output)
    expect(recorded.usage.total_tokens).toBe(tokens)
    const kept = await Promise.all(
      (await readdir(recordings)).map((file) => readFile(join(recordings, file), "utf8")),
    )
    expect(kept.join("")).not.toContain(KEY)

    const details = await lab.traced(flow)
    const [traced] = details.node_runs[0].api_calls
    expect(traced.children.map(outline)).toEqual(calls)

    await lab.server[Symbol.asyncDispose]()
    expect(await lab.test(flow, { replay: recordings })).toEqual(recorded)
  })

  it("an answer that was not recorded fails the node, whatever its code catches", async () => {
    await using lab = await Lab.make("miss", runtime)
    const recordings = join(lab.folder, "recordings")
    await lab.test(await lab.flow(`return ${ASK}.choices[0].message.content`), { record: recordings })
    const swallows = `q = "other"\n    try:\n        return ${ASK}\n    except BaseException:\n        return "nothing"`
    const { error } = await lab.test(await lab.flow(swallows), { replay: recordings })
    expect(error).toContain('messages[0].content is "other" here and "hi" there')
  })

  it("a call of an aggregation node that a cap leaves no room for is not made, whatever its code catches", async () => {
    await using lab = await Lab.make("cap", runtime)
    const flow = await lab.flow(
      `try:\n        return ${ASK}.choices[0].message.content\n    except BaseException:\n        return "nothing"`,
    )
    const file = join(flow, "flow.dag.yaml")
    const sum =
      '- {name: s, type: python, aggregation: true, source: {type: code, path: a.py}, inputs: {q: "${a.output}"}}'
    await writeFile(file, `${await readFile(file, "utf8")}${sum}\n`)
    const capped = await lab.batch(flow, { maxTokens: 12 })
    expect(capped).toMatchObject({ state: "cancelled", counts: { done: 1 }, usage: { total_tokens: 10 } })
    expect(capped.error?.millrace?.code).toBe("RUN_CAP_REACHED")
    expect(lab.server.received).toHaveLength(1)
  })

  it("an LLM node's calls are traced as the original's tool", async () => {
    await using lab = await Lab.make("llm", runtime)
    await lab.connect()
    const [call] = (await lab.traced(await lab.llmFlow())).node_runs[0].api_calls
    expect([outline(call), ...call.children.map(outline)]).toEqual([
      ["OpenAI.chat", "Function", null, 10],
      ["openai_chat", "LLM", null, 10],
    ])
    expect(call.inputs).toEqual({
      prompt: "user:\n{{q}}",
      model: "gpt-4o",
      temperature: 0,
      q: "hi",
      _inputs_to_escape: ["q"],
      stream: false,
    })
  })

  it("an LLM node's recording answers the same call of code, and the other way round", async () => {
    await using lab = await Lab.make("both", runtime)
    await lab.connect()
    const llm = await lab.llmFlow()
    const same = ASK.replace("temperature=0", "temperature=0, top_p=1, stream=False")
    const code = await lab.flow(`return ${same}.choices[0].message.content`)
    for (const [first, second, folder] of [
      [llm, code, "by-node"],
      [code, llm, "by-code"],
    ] as const) {
      const recordings = join(lab.folder, folder)
      await lab.test(first, { record: recordings })
      const before = lab.server.received.length
      expect((await lab.test(second, { replay: recordings })).output).toBe("Hello world! hi")
      expect(lab.server.received.length).toBe(before)
    }
  })
})

interface Traced {
  name: string
  type: string
  error: { type: string } | null
  system_metrics: { total_tokens?: number }
}

function outline({ name, type, error, system_metrics }: Traced): unknown {
  return [name, type, error?.type ?? null, system_metrics.total_tokens ?? 0]
}

/** A folder with flows, and the model that they ask. */
class Lab implements AsyncDisposable {
  readonly folder: string
  readonly server: ChatServer
  readonly #runtime: string | undefined
  #flows = 0

  private constructor(folder: string, server: ChatServer, runtime: string | undefined) {
    this.folder = folder
    this.server = server
    this.#runtime = runtime
  }

  static async make(name: string, runtime: string | undefined): Promise<Lab> {
    return new Lab(await mkdtemp(join(root, `${name.replaceAll(/\W/g, "-")}-`)), await chatServer(), runtime)
  }

  async flow(body: string, isAsync = false): Promise<string> {
    const kind = isAsync ? "AsyncOpenAI" : "OpenAI"
    const files = {
      "flow.dag.yaml": `inputs: {q: {type: string, default: hi}}
outputs: {r: {type: string, reference: "\${a.output}"}}
nodes:
- {name: a, type: python, source: {type: code, path: a.py}, inputs: {q: "\${inputs.q}"}}
`,
      "a.py": `from openai import ${kind}
from promptflow.core import tool

@tool
${isAsync ? "async " : ""}def a(q: str):
    client = ${kind}(api_key="${KEY}", base_url="${this.server.url}", max_retries=0)
    ${body}
`,
    }
    const path = await this.#write(files)
    if (this.#runtime === undefined)
      await cp(join(repository, "tests/support/openai-stand-in"), path, { recursive: true })
    return path
  }

  llmFlow(): Promise<string> {
    return this.#write({
      "flow.dag.yaml": `inputs: {q: {type: string, default: hi}}
outputs: {r: {type: string, reference: "\${l.output}"}}
nodes:
- name: l
  type: llm
  source: {type: code, path: l.jinja2}
  connection: conn
  api: chat
  inputs: {model: gpt-4o, temperature: 0, q: "\${inputs.q}"}
`,
      "l.jinja2": "user:\n{{q}}",
    })
  }

  async #write(files: Record<string, string>): Promise<string> {
    const path = join(this.folder, `flow-${this.#flows++}`)
    await mkdir(path)
    for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text)
    return path
  }

  async connect(): Promise<void> {
    await millrace.connections.create({
      name: "conn",
      type: "open_ai",
      api_key: KEY,
      base_url: this.server.url,
    })
  }

  async test(flow: string, options: { record?: string; replay?: string }) {
    const result = await millrace.flows.test({ flow, output: false, ...this.#chosen(), ...options }).result
    const output = result.output as Map<string, never> | null
    const plain = output ? toPlain(output.get("r") ?? null) : null
    return { output: plain, usage: result.usage, ...(result.error && { error: result.error.message }) }
  }

  async batch(flow: string, options: { maxTokens: number }) {
    const data = join(this.folder, "rows.jsonl")
    await writeFile(data, '{"q":"hi"}\n')
    return (await millrace.runs.create({ flow, data, ...this.#chosen(), ...options })).result
  }

  async traced(flow: string) {
    const environment = { PF_DISABLE_TRACING: "false" }
    const output = join(this.folder, "details")
    await millrace.flows.test({ flow, output, environment, ...this.#chosen() }).result
    return JSON.parse(await readFile(join(output, "flow.detail.json"), "utf8"))
  }

  #chosen() {
    return this.#runtime === undefined ? {} : { runtime: this.#runtime }
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}
