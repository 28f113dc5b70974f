import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { decode, encode } from "fast-png"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Millrace } from "../millrace.ts"
import { withIcons } from "./icon.ts"
import { templateMeta } from "./template-meta.ts"

let root: string
let millrace: Millrace

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "millrace-tools-"))
  millrace = await Millrace.open({ home: join(root, "home"), cwd: root, env: process.env, profile: "pf" })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

// What the original's `tool list` says of such templates.
describe("metas of templates (spec 5.2, 6.6)", () => {
  const text = { type: ["string"] }
  it.each([
    [
      "names in order of their place, not those of loops; the comment of another line is no description",
      "# system:\n{# c1 #}\n{% for i in items %}{{ i.a }}{{ q|upper }}{% endfor %}{{ a }} {{ zed }}\n",
      { type: "prompt", inputs: { items: text, a: text, q: text, zed: text }, source: "p" },
    ],
    [
      "images, as far as the notation is exact",
      "{#- desc here -#}\n![ image ]( {{ img }} ) {{img2}} ![image]({{items}})\n",
      {
        type: "prompt",
        inputs: { img: text, img2: text, items: { type: ["image"] } },
        description: "- desc here -",
        source: "p",
      },
    ],
    [
      "a comment over two lines",
      "{# one\n two #}\nx {{ y }}",
      { type: "prompt", inputs: { y: text }, source: "p" },
    ],
    ["no variables", "hi", { type: "prompt", source: "p" }],
  ])("%s", (_title, template, meta) => {
    expect(JSON.stringify(templateMeta("prompt", "p", template))).toBe(JSON.stringify(meta))
  })
})

describe("icons", () => {
  const square = (size: number) =>
    Buffer.from(
      encode({
        width: size,
        height: size,
        channels: 4,
        depth: 8,
        data: Uint8Array.from({ length: size * size * 4 }, (_, i) => (i % 4 === 1 ? 0 : 255)),
      }),
    )
  const bytesOf = (url: unknown) => Buffer.from(String(url).split(",")[1] ?? "", "base64")

  it("of 16 by 16 points stay as they are, others are scaled", async () => {
    writeFileSync(join(root, "small.png"), square(16))
    writeFileSync(join(root, "large.png"), square(40))
    const { icon } = await withIcons({ icon: { light: "small.png", dark: "large.png" } }, root)
    const { light, dark } = icon as Record<string, string>
    expect(bytesOf(light)).toEqual(square(16))
    const image = decode(bytesOf(dark))
    expect([image.width, image.height, ...image.data.slice(0, 4)]).toEqual([16, 16, 255, 0, 255, 255])
  })

  it("that are data URLs already stay", async () => {
    expect(await withIcons({ icon: "data:x" }, root)).toEqual({ icon: "data:x" })
  })
})

describe("a flow's tools", () => {
  const FLOW = {
    inputs: { x: { type: "string", default: "a" } },
    outputs: { o: { type: "string", reference: "${n1.output}" } },
    nodes: [
      { name: "n1", type: "python", source: { type: "code", path: "one.py" }, inputs: { x: "${inputs.x}" } },
      {
        name: "n2",
        type: "llm",
        source: { type: "code", path: "l.jinja2" },
        inputs: { model: "m", q: "${inputs.x}" },
        connection: "local_model",
        api: "chat",
      },
      {
        name: "n3",
        type: "custom_llm",
        source: { type: "package_with_prompt", tool: "promptflow.tools.llm.llm", path: "c.jinja2" },
        inputs: { connection: "local_model", q: "${inputs.x}" },
      },
      { name: "n4", use_variants: true },
    ],
    node_variants: {
      n4: {
        default_variant_id: "a",
        variants: {
          a: { node: { type: "prompt", source: { type: "code", path: "p.jinja2" }, inputs: {} } },
          b: { node: { type: "python", source: { type: "code", path: "two.py" }, inputs: { x: "y" } } },
          c: { node: { type: "python", source: { type: "code", path: "gone.py" }, inputs: {} } },
        },
      },
    },
  }
  const TOOL = `from promptflow.core import tool\n\n\n@tool\ndef f(x: str) -> str:\n    "doc"\n    return x\n`
  const script = (path: string) => ({
    type: "python",
    inputs: { x: { type: ["string"] } },
    description: "doc",
    source: path,
    function: "f",
  })
  const q = { q: { type: ["string"] } }
  const code = {
    "one.py": script("one.py"),
    "l.jinja2": { type: "llm", inputs: q, source: "l.jinja2" },
    "c.jinja2": { type: "prompt", inputs: q, source: "c.jinja2" },
    "p.jinja2": { type: "prompt", source: "p.jinja2" },
    "two.py": script("two.py"),
  }
  const flow = "flow"
  beforeAll(() => {
    mkdirSync(join(root, flow))
    const files = {
      "one.py": TOOL,
      "two.py": TOOL,
      "l.jinja2": "{{q}}",
      "c.jinja2": "{{q}}",
      "p.jinja2": "hi",
    }
    for (const [path, text] of Object.entries({ ...files, "flow.dag.yaml": JSON.stringify(FLOW) }))
      writeFileSync(join(root, flow, path), text)
  })

  it("are listed with those of all variants; what has no meta is left out", async () => {
    const listed = await millrace.tools.list({ flow })
    expect(JSON.stringify(listed.code)).toBe(JSON.stringify(code))
    expect(Object.keys(listed.package)[0]).toBe("promptflow.tools.llm.llm")
    expect(existsSync(join(root, flow, ".promptflow"))).toBe(false)
  })

  it("are written into flow.tools.json by pf flow validate", async () => {
    await millrace.flows.validate({ flow })
    const text = readFileSync(join(root, flow, ".promptflow/flow.tools.json"), "utf8")
    const written = JSON.parse(text)
    expect(JSON.stringify(written.code)).toBe(JSON.stringify(code))
    expect(Object.keys(written.package)).toEqual(["promptflow.tools.llm.llm"])
    expect(text).toMatch(/^\{\n {4}"package": \{\n {8}"promptflow\.tools\.llm\.llm"/)
    expect(text.endsWith("}")).toBe(true)
  })

  it("and a flow that is not there", async () => {
    await expect(millrace.tools.list({ flow: "nowhere" })).rejects.toThrow("does not exist")
  })
})

describe("new tools", () => {
  it("a tool that is valid, with category, tags and an icon", async () => {
    writeFileSync(
      join(root, "icon.png"),
      encode({ width: 1, height: 1, data: new Uint8Array(3), channels: 3 }),
    )
    const options = { tool: "my_tool", icon: "icon.png", category: "text", tags: { team: "a" } }
    const { files } = await millrace.tools.init(options)
    expect(files.map(({ path, overwritten }) => [path.slice(root.length + 1), overwritten])).toEqual([
      ["my_tool.py", false],
      ["__init__.py", false],
    ])
    expect(await millrace.tools.validate({ source: join(root, "my_tool.py") })).toMatchObject({
      total: 1,
      invalid: 0,
    })
  })

  it("a package whose tools are found, and which says what it overwrites", async () => {
    const options = { tool: "my_tool", package: "my_package" }
    const first = await millrace.tools.init({ ...options, icon: "icon.png" })
    expect(first.folder).toBe(join(root, "my_package/my_package"))
    expect(first.files.map(({ path }) => path.slice(root.length + 12))).toEqual([
      "setup.py",
      "my_package/utils.py",
      "README.md",
      "my_package/my_tool.py",
      "my_package/__init__.py",
    ])
    expect(readFileSync(join(root, "my_package/MANIFEST.in"), "utf8")).toContain("include icons")
    expect(existsSync(join(root, "my_package/icons/icon.png"))).toBe(true)
    const info = join(root, "my_package/my_package-0.0.1.dist-info")
    mkdirSync(info)
    writeFileSync(join(info, "METADATA"), "Metadata-Version: 2.1\nName: my-package\nVersion: 0.0.1\n")
    const setup = readFileSync(join(root, "my_package/setup.py"), "utf8")
    const point = /"package_tools": \["([^"]+)"\]/.exec(setup)?.[1]
    writeFileSync(join(info, "entry_points.txt"), `[package_tools]\n${point}\n`)
    await using installed = await Millrace.open({
      home: join(root, "home"),
      cwd: root,
      env: { ...process.env, PYTHONPATH: join(root, "my_package") },
    })
    const { package: tools } = await installed.tools.list()
    expect(tools["my_package.my_tool.my_tool"]).toMatchObject({
      type: "python",
      inputs: { connection: { type: ["CustomConnection"] }, input_text: { type: ["string"] } },
      package: "my-package",
    })
    expect(await installed.tools.validate({ source: "my_package" })).toMatchObject({ total: 1, invalid: 0 })
    const again = await millrace.tools.init(options)
    expect(again.files.every(({ overwritten }) => overwritten)).toBe(true)
  })

  it.each([
    [{ tool: "9bad" }, "The tool name 9bad is a invalid identifier."],
    [{ tool: "x", package: "a-b" }, "The package name a-b is a invalid identifier."],
    [{ tool: "x", icon: "none.png" }, "Cannot find the icon path none.png."],
  ])("%o is refused", async (options, message) => {
    await expect(millrace.tools.init(options)).rejects.toThrow(message)
  })
})

describe("functions that fill inputs", () => {
  it("get the connection that they ask for, and never tell its secret", async () => {
    await millrace.connections.create({ name: "c", type: "open_ai", api_key: "key-of-the-list" })
    writeFileSync(
      join(root, "lists.py"),
      `from promptflow.connections import OpenAIConnection


def names(connection: OpenAIConnection, prefix: str = ""):
    return [{"value": prefix + type(connection).__name__ + str(len(connection.api_key))}]


def leaks(connection: OpenAIConnection):
    raise ValueError(connection.api_key)
`,
    )
    const call = (name: string, inputs: Record<string, unknown>) =>
      millrace.tools.call({ scenario: "dynamic_list", function: `lists.${name}`, inputs })
    expect(await call("names", { connection: "c", prefix: "c" })).toEqual([{ value: "cOpenAIConnection15" }])
    const failure = await call("leaks", { connection: "c" }).catch((error: unknown) => error)
    expect(String(failure)).toContain("Error when calling function")
    expect(String(failure)).not.toContain("key-of-the-list")
  })
})
