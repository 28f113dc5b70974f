import { createHash } from "node:crypto"
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { toPlain, type Value } from "@internal/value"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { type Loopback, loopback } from "../../../../tests/support/loopback.ts"
import { BLUE, echoFlow, RED } from "../../testing/image-rows.ts"
import { writeCase } from "../../testing/write-case.ts"
import { Millrace } from "../index.ts"

const red = { "data:image/png;path": "red.png" }
const AGGREGATE = `- name: gather
  type: python
  aggregation: true
  source: {type: code, path: gather.py}
  inputs: {x: "\${back.output}", y: "\${inputs.x}"}
`
const GATHER = `from promptflow.core import tool, log_metric


@tool
def gather(x: list, y: list):
    log_metric("images", sum(str(a) == str(b) for a, b in zip(x, y)))
    return [str(a) for a in x]
`
const JAVASCRIPT = `inputs:
  x: {type: image}
outputs:
  size: {type: int, reference: "\${look.output.size}"}
  show: {type: string, reference: "\${show.output}"}
nodes:
- name: look
  type: javascript
  source: {type: code, path: look.mjs}
  inputs: {x: "\${inputs.x}"}
- name: show
  type: python
  source: {type: code, path: show.py}
  inputs: {x: "\${look.output.image}"}
`
const LOOK = `import { statSync } from "node:fs"

export default function look(x) {
  const [[key, path]] = Object.entries(x)
  return { size: statSync(path).size, image: { [key]: path } }
}
`

let folder: string
let flow: string
let millrace: Millrace
let server: Loopback
let base: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-image-files-"))
  flow = join(folder, "flow")
  await mkdir(join(folder, "tmp"))
  vi.stubEnv("TMPDIR", join(folder, "tmp"))
  const echo = echoFlow("image")
  const files = {
    ...echo,
    "flow/flow.dag.yaml": `${echo["flow/flow.dag.yaml"]}${AGGREGATE}`,
    "flow/gather.py": GATHER,
    "script/flow.dag.yaml": JAVASCRIPT,
    "script/look.mjs": LOOK,
    "script/show.py": echo["flow/show.py"] ?? "",
    "data/rows.jsonl": [{ "data:image/png;path": "blue.png" }, red, { "data:image/png;base64": RED }]
      .map((x) => `${JSON.stringify({ x })}\n`)
      .join(""),
  }
  writeCase(folder, files)
  writeCase(folder, {}, { "data/red.png": RED, "script/red.png": RED })
  server = await loopback((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost")
    if (pathname === "/red") response.end(Buffer.from(RED, "base64"))
    else if (pathname === "/near") response.writeHead(302, { location: "/red" }).end()
    else if (pathname === "/far") response.writeHead(302, { location: "http://127.0.0.2:1/red" }).end()
    else response.writeHead(404).end("nothing")
  })
  base = server.url
  millrace = await open()
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

function open(env: Record<string, string> = {}): Promise<Millrace> {
  const clean = { ...process.env, MILLRACE_HOME: undefined, NO_PROXY: "127.0.0.1,127.0.0.2", ...env }
  return Millrace.open({ home: join(folder, "home"), profile: "pf", env: clean })
}

/** The file that an image dict names, as the hash that `str(image)` shows. */
async function hashOf(value: unknown, at = ""): Promise<string> {
  const [path = ""] = Object.values(value as Record<string, string>)
  const bytes = await readFile(join(at, path))
  return createHash("sha1").update(bytes).digest("hex").slice(0, 8)
}

describe("a test (spec 3.10)", () => {
  test("names files of output in what it answers, and of intermediate in its records", async () => {
    const { output } = await millrace.flows.test({ flow, inputs: { x: red } }).result
    const { back, show } = toPlain(output as Value) as { back: Record<string, string>; show: string }
    expect(show).toBe("Image(2732f12a) image/png None")
    const shown = join(flow, ".promptflow", "output")
    expect(back["data:image/png;path"]?.startsWith(shown)).toBe(true)
    expect(await hashOf(back)).toBe("2732f12a")
    const detail = JSON.parse(await readFile(join(flow, ".promptflow", "flow.detail.json"), "utf8"))
    const [{ inputs, output: kept }] = detail.flow_runs
    expect(inputs.x["data:image/png;path"]).toMatch(/^\.promptflow\/intermediate\/[0-9a-f-]{36}\.png$/)
    expect(await hashOf(kept.back, flow)).toBe("2732f12a")
    const written = JSON.parse(await readFile(join(flow, ".promptflow", "flow.output.json"), "utf8"))
    expect(written).toEqual(kept)
  })

  test("of a node answers what its record has", async () => {
    const given = { flow, node: "back", inputs: { "inputs.x": red }, output: join(folder, "node") }
    const { output } = await millrace.flows.test(given).result
    expect(toPlain(output as Value)).toEqual({
      "data:image/png;path": expect.stringMatching(/^intermediate\//),
    })
    const file = join(folder, "node", "flow-back.node.output.json")
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(toPlain(output as Value))
  })

  test("that writes nothing answers data", async () => {
    const { output } = await millrace.flows.test({ flow, inputs: { x: red }, output: false }).result
    expect(toPlain(output as Value)).toMatchObject({ back: { "data:image/png;base64": RED } })
  })

  test("hands images to JavaScript by path, and back to Python", async () => {
    const given = { flow: join(folder, "script"), inputs: { x: red }, output: false as const }
    const { output } = await millrace.flows.test(given).result
    expect(toPlain(output as Value)).toEqual({ size: 69, show: "Image(2732f12a) image/png None" })
  })
})

describe("a run (spec 4.10)", () => {
  test("keeps images beside its records, aggregates them, and feeds a run over it", async () => {
    const data = join(folder, "data", "rows.jsonl")
    const create = async (options: object) => (await millrace.runs.create({ flow, ...options })).result
    const run = await create({ name: "first", data, columnMapping: { x: "${data.x}" } })
    expect(toPlain(run.metrics.images as Value)).toBe(3)
    const details = await millrace.runs.details("first")
    const [row = []] = details.rows
    const cell = toPlain(row[details.columns.indexOf("outputs.back")] as Value) as Record<string, string>
    expect(cell["data:image/png;path"]?.startsWith(join(run.output, "..", "flow_artifacts"))).toBe(true)
    expect((await readdir(join(run.output, "..", "node_artifacts", "gather"))).length).toBeGreaterThan(6)
    const outputs = (await readFile(join(run.output, "output.jsonl"), "utf8")).trim().split("\n")
    const hashes = await Promise.all(outputs.map((text) => hashOf(JSON.parse(text).back, run.output)))
    expect(hashes).toEqual(["3b37538e", "2732f12a", "2732f12a"])
    const over = await create({ name: "over", run: "first", columnMapping: { x: "${run.outputs.back}" } })
    const shown = (await readFile(join(over.output, "output.jsonl"), "utf8")).trim().split("\n")
    expect(shown.map((text) => JSON.parse(text).show)).toEqual(
      hashes.map((hash) => `Image(${hash}) image/png None`),
    )
    expect(toPlain(over.metrics.images as Value)).toBe(3)
  })

  test("leaves nothing in the machine's temporary folder", async () => {
    const left = await readdir(join(folder, "tmp"))
    expect(left.filter((name) => name.startsWith("millrace-images-"))).toEqual([])
  })
})

describe("images at addresses (spec 2.5)", () => {
  const show = async (x: unknown, opened = millrace) => {
    const { output, error } = await opened.flows.test({ flow, inputs: { x }, output: false }).result
    return error ? error.message : toPlain(output as Value)
  }

  test.for(["/red", "/near"])("%s stays an address", async (path) => {
    await using trusting = await open({ MILLRACE_IMAGE_HOSTS: "127.0.0.1" })
    const at = `${base}${path}`
    expect(await show(at, trusting)).toEqual({
      show: `Image(2732f12a) image/png ${at}`,
      back: { "data:image/png;url": at },
    })
  })

  test("a private network is not looked into, redirects included", async () => {
    expect(await show(`${base}/red`)).toMatch(
      /127\.0\.0\.1 leads to 127\.0\.0\.1, which is no public address/,
    )
    expect(await show("http://[::1]:1/red")).toMatch(/no public address/)
    await using trusting = await open({ MILLRACE_IMAGE_HOSTS: new URL(base).host })
    expect(await show(`${base}/far`, trusting)).toMatch(/127\.0\.0\.2, which is no public address/)
    expect(await show(`${base}/none`, trusting)).toMatch(/answered 404/)
    expect(await show({ "data:image/png;url": BLUE.slice(0, 9) }, trusting)).toMatch(/it is no URL/)
  })
})

test("records of a test hold texts as dicts, those of a run their words (seen on the original)", async () => {
  const echo = echoFlow("list")
  const words = { type: "text", text: "hello" }
  const path = join(folder, "texts")
  writeCase(
    folder,
    {
      "texts/flow.dag.yaml": `message_format: openai-vision\n${echo["flow/flow.dag.yaml"]}`,
      "texts/show.py": echo["flow/show.py"] ?? "",
      "texts/back.py": echo["flow/back.py"] ?? "",
      "texts.jsonl": `${JSON.stringify({ x: [words] })}\n`,
    },
    {},
  )
  await millrace.flows.test({ flow: path, inputs: { x: [words] } }).result
  const detail = await readFile(join(path, ".promptflow", "flow.detail.json"), "utf8")
  expect(JSON.parse(detail).flow_runs[0].inputs).toEqual({ x: [words] })

  const run = await millrace.runs.create({
    flow: path,
    data: join(folder, "texts.jsonl"),
    columnMapping: { x: "${data.x}" },
  })
  const { output } = await run.result
  const file = join(output, "..", "flow_artifacts", "000000000_000000000.jsonl")
  expect(JSON.parse(await readFile(file, "utf8")).run_info.inputs.x).toEqual(["hello"])
})
