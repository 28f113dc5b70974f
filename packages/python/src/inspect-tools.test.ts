import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { MillraceError } from "@internal/schema"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import cases from "./__fixtures__/tool-metas.json" with { type: "json" }
import { inspectTools, type ToolQuestion } from "./inspect-tools.ts"

const fixtures = fileURLToPath(new URL("./__fixtures__/", import.meta.url))
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-tools-"))
  copyFileSync(join(fixtures, "icon.png"), join(folder, "icon.png"))
  for (const { name, text } of cases)
    writeFileSync(join(folder, `${name}.py`), text.replaceAll("<folder>", folder))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function ask<Value>(question: ToolQuestion, timeoutMs?: number): Promise<Value> {
  const environment = { PATH: process.env.PATH ?? "", PYTHONPATH: join(fixtures, "tool-package") }
  return inspectTools<Value>(question, {
    interpreter: "python3",
    folder,
    environment,
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
}

interface Metas {
  metas: Record<string, Record<string, unknown>>
  errors: Record<string, string>
}

/** Paths as the data writes them; icons are read later, so here they are paths. */
function plain(meta: Record<string, unknown> | undefined): unknown {
  const text = JSON.stringify(meta ?? null).replaceAll(folder, "<folder>")
  return JSON.parse(text.replaceAll('"<folder>/icon.png"', '"icon"'))
}

describe("metas of scripts, as the original writes them (spec 6.2, 6.4, 6.6)", () => {
  const sources = cases.map(({ name }) => `${name}.py`)
  let live: Metas
  let text: Metas
  beforeAll(async () => {
    live = await ask({ operation: "metas", sources, live: true })
    text = await ask({ operation: "metas", sources, live: false })
  })

  it.each(cases.filter((given) => given.meta))("$name", ({ name, meta }) => {
    expect(JSON.stringify(plain(live.metas[`${name}.py`]))).toBe(JSON.stringify(meta))
  })

  it.each(cases.filter((given) => given.meta))("$name, from its text alone", ({ name, meta }) => {
    const found = JSON.stringify(plain(text.metas[`${name}.py`]))
    const asksFunctions = JSON.stringify(meta).includes("func_path")
    if (asksFunctions) expect(Object.keys(JSON.parse(found))).toEqual(Object.keys(meta ?? {}))
    else expect(found).toBe(JSON.stringify(meta))
  })

  // the first sentence of each says what is wrong; a schema's own words follow in the original
  it.each(cases.filter((given) => given.error))("$name is refused", ({ name, error }) => {
    const told = live.errors[`${name}.py`]?.replaceAll(folder, "<folder>") ?? ""
    if (name === "two") expect(told).toContain("a, b")
    else if (name === "dup") expect(told).toContain("z is a parameter of both __init__ and m")
    else if (name === "t10") expect(told).toContain("is not of type")
    else expect(told).toContain(error?.split("\n")[0])
  })
})

describe("package tools (spec 6.5)", () => {
  it("are found by their entry point, and a package that fails is left out", async () => {
    const found = await ask<Record<string, Record<string, unknown>>>({ operation: "package-tools" })
    expect(Object.keys(found).filter((id) => id.startsWith("fake"))).toHaveLength(6)
    expect(found["fake_tools.tools.ask"]).toMatchObject({
      package: "fake-tools",
      package_version: "0.3",
      inputs: { connection: { ui_hints: { index: 0 } }, name: { ui_hints: { index: 1 } } },
    })
    const editor = { enabled_by_type: ["OpenAIConnection"], filter_by: "text", advanced: true, groups: ["a"] }
    expect(found["fake_tools.tools.repeat"]).toMatchObject({ inputs: { n: { default: "4", ...editor } } })
    expect(found["promptflow.tools.llm.llm"]?.inputs).toHaveProperty("connection.ui_hints.index", 0)
  })

  it("holds every tool of the table, without promptflow-tools", async () => {
    const found = await ask<Record<string, Record<string, unknown>>>({ operation: "package-tools" })
    for (const id of [
      "llm.llm",
      "llm_vision.llm_vision",
      "aoai_gpt4v.AzureOpenAI.chat",
      "openai_gpt4v.OpenAI.chat",
      "embedding.embedding",
      "azure_content_safety.analyze_text",
      "serpapi.SerpAPI.search",
      "open_model_llm.OpenModelLLM.call",
    ])
      expect(found[`promptflow.tools.${id}`], id).toMatchObject({ package: "promptflow-tools" })
  })
})

describe("validating", () => {
  const validate = (source: string) =>
    ask<{ total: number; invalid: number; errors: object[] }>({ operation: "validate", source })

  it("a package, one function, and a script", async () => {
    const errors = [
      {
        message: "Cannot find nope in tool inputs.",
        function_name: "two",
        location: expect.stringMatching(/tools\.py$/),
      },
    ]
    expect(await validate("fake_tools")).toEqual({ total: 6, invalid: 1, errors })
    expect(await validate("fake_tools.tools.repeat")).toEqual({ total: 1, invalid: 0, errors: [] })
    expect(await validate(join(folder, "k.py"))).toEqual({ total: 1, invalid: 0, errors: [] })
  })

  it.each([
    ["fake_tools.tools", "UserErrorException", "Invalid package tool."],
    ["no_such_package", "UserErrorException", "Invalid source to validate tools."],
    ["fake_tools.tools.nope", "UserErrorException", "Invalid source to validate tools."],
    ["fake_tools.tools.Greeter.greet", "UserErrorException", "Invalid source to validate tools."],
    ["json.dumps", "UserErrorException", "no tool"],
    ["dup.py", "BadFunctionInterface", "z is a parameter of both"],
  ])("refuses %s", async (source, name, message) => {
    const failure = await validate(source).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(MillraceError)
    const { original, message: told } = failure as MillraceError // just checked
    expect(original.at(-1)).toBe(name)
    expect(told).toContain(message)
  })
})

describe("functions that fill inputs (spec 6.4)", () => {
  const call = (scenario: string, name: string, inputs: Record<string, unknown> = {}, timeoutMs?: number) =>
    ask(
      {
        operation: "call",
        scenario,
        function: name.includes(":") ? name : `fake_tools.tools.${name}`,
        inputs,
        connections: {},
        workspace: { subscription_id: "s", resource_group_name: "g", workspace_name: "w" },
      },
      timeoutMs,
    )

  it.each([
    ["dynamic_list", "choices", { prefix: "a", size: 1 }, [{ value: "a_0", display_value: "d0" }]],
    ["dynamic_list", "choices", { size: 0, unknown: 1 }, []],
    ["dynamic_list", "dyn.py:my_list", { prefix: "x", size: 1 }, [expect.objectContaining({ value: "x_0" })]],
    ["generated_by", "generate", { kind: "a" }, "a/i"],
    ["reverse_generated_by", "reverse", { text: "a/b" }, { kind: "a", index: "b" }],
  ])("%s %s", async (scenario, name, inputs, answer) => {
    expect(await call(scenario, name, inputs)).toEqual(answer)
  })

  it.each([
    ["dynamic_list", "wrong", "ListFunctionResponseError", "a is not a dict"],
    ["dynamic_list", "nothing", "ListFunctionResponseError", "can not be None"],
    ["dynamic_list", "unserializable", "ListFunctionResponseError", "is not json serializable"],
    ["dynamic_list", "without_value", "ListFunctionResponseError", "must have 'value' key"],
    ["dynamic_list", "fails", "RetrieveToolFuncResultError", "division by zero"],
    ["generated_by", "generate", "RetrieveToolFuncResultError", "'kind'"],
    ["dynamic_list", "nope", "FunctionPathValidationError", "nope"],
    ["dynamic_list", "gone.py:f", "FunctionPathValidationError", "gone.py"],
    ["nope", "choices", "RetrieveToolFuncResultValidationError", "generated_by, reverse_generated_by"],
    ["reverse_generated_by", "nothing", "RetrieveToolFuncResultValidationError", "must answer a dict"],
  ])("%s %s fails as %s", async (scenario, name, original, message) => {
    const failure = await call(scenario, name).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(MillraceError)
    expect((failure as MillraceError).original.at(-1)).toBe(original)
    expect((failure as MillraceError).message).toContain(message)
  })

  it("ends one that hangs", async () => {
    await expect(call("dynamic_list", "sleeps", {}, 700)).rejects.toMatchObject({
      code: "TOOL_QUESTION_TIMEOUT",
    })
  })
})
