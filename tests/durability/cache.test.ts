import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { CountingModel } from "./counting-model.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-cache-"))
let model: CountingModel
let other: CountingModel
beforeAll(async () => {
  model = await CountingModel.start(() => 1)
  other = await CountingModel.start(() => 1)
})
afterAll(async () => {
  await model[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

const FILES = {
  "flow.dag.yaml": `inputs:
  text: {type: string}
outputs:
  out: {type: string, reference: "\${finish.output}"}
nodes:
- name: clean
  type: python
  source: {type: code, path: clean.py}
  inputs: {text: "\${inputs.text}"}
  x-millrace: {pure: true}
- name: first
  type: llm
  source: {type: code, path: first.jinja2}
  inputs: {model: m, temperature: 0, text: "\${clean.output}"}
  connection: c
  api: chat
- name: second
  type: llm
  source: {type: code, path: second.jinja2}
  inputs: {model: m, temperature: 0, text: "\${first.output}"}
  connection: c
  api: chat
- name: finish
  type: python
  source: {type: code, path: finish.py}
  inputs: {text: "\${second.output}"}
  x-millrace: {pure: true}
`,
  "clean.py": `from promptflow.core import tool
from words import tidy


@tool
def clean(text: str) -> str:
    with open("../ran", "a") as file:
        file.write("clean ")
    return tidy(text)
`,
  "words.py": "def tidy(text):\n    return text.strip()\n",
  "first.jinja2": "# user:\nOne: {{ text }}\n",
  "second.jinja2": "# user:\nTwo: {{ text }}\n",
  "finish.py": `from promptflow.core import tool


@tool
def finish(text: str) -> str:
    with open("../ran", "a") as file:
        file.write("finish ")
    return text + "!"
`,
}

/** A folder with the flow, a home of its own, and what of it runs. */
class Bench implements AsyncDisposable {
  readonly folder = mkdtempSync(join(root, "bench-"))
  readonly millrace: Millrace

  constructor(millrace: (home: string) => Millrace) {
    mkdirSync(join(this.folder, "flow"))
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(this.folder, "flow", name), text)
    this.millrace = millrace(join(this.folder, "home"))
  }

  edit(file: keyof typeof FILES, from: string, to: string): void {
    const path = join(this.folder, "flow", file)
    const text = readFileSync(path, "utf8")
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
  }

  /** Names of the nodes that run in a test of the flow. */
  async ran(
    more: { text?: string; environment?: Record<string, string>; cache?: "use" | "refresh" | "off" } = {},
  ) {
    const { text = "hello", ...options } = more
    writeFileSync(join(this.folder, "ran"), "")
    const asked = [model.total + other.total]
    const nodes: string[] = []
    const handle = this.millrace.flows.test({
      flow: join(this.folder, "flow"),
      inputs: { text },
      output: false,
      ...options,
    })
    for await (const event of handle.events()) {
      if (event.type === "node-end" && event.cache !== "hit") nodes.push(event.node)
    }
    const { status, error } = await handle.result
    expect(status, error?.message).toBe("done")
    asked.push(model.total + other.total)
    // what the events say is what happened
    const models = nodes.filter((node) => node === "first" || node === "second")
    expect((asked[1] as number) - (asked[0] as number)).toBe(models.length)
    expect(readFileSync(join(this.folder, "ran"), "utf8").split(" ").filter(Boolean)).toEqual(
      nodes.filter((node) => node === "clean" || node === "finish"),
    )
    return nodes
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.millrace[Symbol.asyncDispose]()
  }
}

async function bench(): Promise<Bench> {
  const opened: Millrace[] = []
  const home = mkdtempSync(join(root, "home-"))
  opened.push(await Millrace.open({ home }))
  const made = new Bench(() => opened[0] as Millrace)
  await connect(made.millrace, model.base, "one-secret-key")
  return made
}

async function connect(millrace: Millrace, base: string, key: string): Promise<void> {
  await millrace.connections.create({ name: "c", type: "open_ai", api_key: key, base_url: `${base}/v1` })
}

const ALL = ["clean", "first", "second", "finish"]

describe("a flow whose answers are all there", () => {
  const changes: [string, string[], (b: Bench) => void | Promise<void> | Parameters<Bench["ran"]>[0]][] = [
    ["nothing", [], () => {}],
    [
      "the name of the first call's model",
      ["first"],
      (b) => {
        b.edit("flow.dag.yaml", "model: m,", "model: n,")
      },
    ],
    [
      "a parameter of the last call",
      ["second"],
      (b) => {
        b.edit(
          "flow.dag.yaml",
          'temperature: 0, text: "${first.output}"',
          'temperature: 0, max_tokens: 9, text: "${first.output}"',
        )
      },
    ],
    [
      "the template of the first call",
      ["first", "second", "finish"],
      (b) => {
        b.edit("first.jinja2", "One", "Uno")
      },
    ],
    [
      "the template of the second call",
      ["second", "finish"],
      (b) => {
        b.edit("second.jinja2", "Two", "Due")
      },
    ],
    [
      "a comment in a template",
      [],
      (b) => {
        b.edit("second.jinja2", "# user:", "{# a remark #}# user:")
      },
    ],
    [
      "code that answers otherwise",
      ["finish"],
      (b) => {
        b.edit("finish.py", '"!"', '"?"')
      },
    ],
    [
      "code that answers the same",
      ["finish"],
      (b) => {
        b.edit("finish.py", "return text", "return '' + text")
      },
    ],
    [
      "a module that code imports",
      ["clean"],
      (b) => {
        b.edit("words.py", "text.strip()", "text.strip(' ')")
      },
    ],
    ["a variable of the environment", ["clean", "finish"], () => ({ environment: { MODE: "x" } })],
    ["an input", ALL, () => ({ text: "bye" })],
    ["an input that is tidied to the same", ["clean"], () => ({ text: " hello " })],
    ["the key of the connection", [], (b) => connect(b.millrace, model.base, "another-secret")],
    [
      "the address of the connection",
      ["first", "second"],
      (b) => connect(b.millrace, other.base, "one-secret-key"),
    ],
    ["nothing, but none is to be taken", ALL, () => ({ cache: "off" })],
    ["nothing, but new ones are to be made", ALL, () => ({ cache: "refresh" })],
    [
      "that a node is to be left out",
      ["first"],
      (b) => {
        b.edit(
          "flow.dag.yaml",
          "  connection: c\n  api: chat\n",
          "  connection: c\n  api: chat\n  x-millrace: {cache: false}\n",
        )
      },
    ],
  ]
  test.for(changes)("runs again, of its nodes, after a change of %s: %j", async ([, expected, change]) => {
    await using flow = await bench()
    expect(await flow.ran()).toEqual(ALL)
    const more = (await change(flow)) ?? {}
    // a second call gives the model's answer again, which may be the one that the next node has had before
    expect(await flow.ran(more)).toEqual(expected)
  })
})

test("sampled answers are taken only by who asks for them, and a cleared cache has none", async () => {
  await using flow = await bench()
  flow.edit("flow.dag.yaml", 'temperature: 0, text: "${clean.output}"', 'text: "${clean.output}"')
  expect(await flow.ran()).toEqual(ALL)
  expect(await flow.ran()).toEqual(["first"])
  expect(await flow.ran({ cache: "use" })).toEqual([])
  expect(await flow.millrace.cache.show()).toMatchObject({ entries: 4 })
  expect(await flow.millrace.cache.clear()).toBe(4)
  expect(await flow.ran({ cache: "use" })).toEqual(ALL)
})
