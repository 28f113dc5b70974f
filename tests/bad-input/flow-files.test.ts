import { type Diagnostic, PlanError } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { Lab } from "./lab.ts"
import { promptFlow } from "./prompt-flow.ts"

/** Two nodes; the mistakes below are made in it by replacing a text. */
const dag = `inputs:
  x: {type: string}
outputs:
  out: {type: string, reference: "\${show.output}"}
nodes:
- name: show
  type: prompt
  source: {type: code, path: show.jinja2}
  inputs:
    x: "\${first.output}"
- name: first
  type: prompt
  source: {type: code, path: show.jinja2}
  inputs:
    x: "\${inputs.x}"
`
const folder = { ...promptFlow("{{ x }}"), "flow/flow.dag.yaml": dag }

/** `from` → `to` in the flow file, or the whole of it; what must be said, and in which line and column. */
const mistakes: {
  name: string
  from?: string
  to: string
  code: string
  says: RegExp
  at?: [number, number]
  hint?: RegExp
}[] = [
  {
    name: "broken YAML",
    to: "inputs:\n  x: [1\nnodes:\n",
    code: "YAML_SYNTAX",
    says: /flow\.dag\.yaml/,
    at: [2, 7],
  },
  { name: "a tab", to: "inputs:\n\tx: {}\n", code: "YAML_SYNTAX", says: /tab/i, at: [2, 1] },
  { name: "two documents", to: "a: 1\n---\nb: 2\n", code: "YAML_SYNTAX", says: /document/, at: [2, 1] },
  {
    name: "a key given twice",
    from: "  type: prompt",
    to: "  type: prompt\n  type: llm",
    code: "YAML_SYNTAX",
    says: /./,
  },
  { name: "a list", to: "- a\n- b\n", code: "FLOW_FIELD_INVALID", says: /a flow is a mapping/, at: [1, 1] },
  { name: "an empty file", to: "", code: "YAML_SYNTAX", says: /it is empty/ },
  {
    name: "binary content",
    to: "\0\u0001\u0002",
    code: "FLOW_FIELD_INVALID",
    says: /x00.x01.x02/,
    at: [1, 1],
  },
  { name: "an unknown alias", to: "inputs: *nothing\n", code: "YAML_SYNTAX", says: /nothing/, at: [1, 9] },
  {
    name: "an unknown node",
    from: "first.output",
    to: "frist.output",
    code: "FLOW_REFERENCE_UNKNOWN",
    says: /show refers to \$\{frist\.output\}, but there is no node frist/,
    at: [10, 8],
    hint: /did you mean .*first/i,
  },
  {
    name: "an unknown input",
    from: "inputs.x",
    to: "inputs.xx",
    code: "FLOW_INPUT_UNKNOWN",
    says: /first refers to \$\{inputs\.xx\}.*no input xx/,
    at: [15, 8],
  },
  {
    name: "nodes that wait for each other",
    from: "${inputs.x}",
    to: "${show.output}",
    code: "FLOW_CYCLE",
    says: /wait for each other: .*first.*show|show.*first/,
    hint: /first|show/,
  },
  {
    name: "an unknown type",
    from: "{type: string}",
    to: "{type: strnig}",
    code: "FLOW_INPUT_TYPE_UNKNOWN",
    says: /x has the type strnig/,
    at: [2, 13],
    hint: /string/,
  },
  {
    name: "an output of an unknown node",
    from: "show.output",
    to: "shwo.output",
    code: "FLOW_OUTPUT_UNKNOWN",
    says: /out refers to \$\{shwo\.output\}/,
    at: [4, 34],
    hint: /did you mean .*show/i,
  },
  {
    name: "a file that is not there",
    from: "show.jinja2",
    to: "shwo.jinja2",
    code: "NODE_SOURCE_MISSING",
    says: /show names the file shwo\.jinja2/,
    at: [8, 30],
    hint: /did you mean .*show\.jinja2/i,
  },
  {
    name: "a file outside that is not there",
    from: "show.jinja2",
    to: "../../shwo.jinja2",
    code: "NODE_SOURCE_MISSING",
    says: /shwo\.jinja2/,
  },
  {
    name: "two nodes of one name",
    from: "name: first",
    to: "name: show",
    code: "NODE_DUPLICATE",
    says: /Two nodes are called show/,
  },
  {
    name: "a type that no node has",
    from: "type: prompt",
    to: "type: promtp",
    code: "NODE_TYPE_INVALID",
    says: /promtp/,
    at: [7, 9],
  },
  {
    name: "nodes that are no list",
    from: "nodes:\n",
    to: "nodes: {a: 1}\nmore:\n",
    code: "FLOW_FIELD_INVALID",
    says: /nodes.*must be a list/,
    at: [5, 8],
  },
  {
    name: "a node that is text",
    from: "- name: first\n",
    to: "- text\n- name: first\n",
    code: "FLOW_FIELD_INVALID",
    says: /text/,
    at: [11, 3],
  },
  {
    name: "a node without a source",
    from: "  source: {type: code, path: show.jinja2}\n",
    to: "",
    code: "NODE_SOURCE_INVALID",
    says: /show cannot be run: it has no source/,
  },
  {
    name: "an activation without a condition",
    from: "- name: first\n",
    to: "- name: first\n  activate: {when: 1}\n",
    code: "ACTIVATE_INVALID",
    says: /first/,
  },
]

describe("a mistake in a flow file is named with its place, the same by validate, test and run (spec 1.2)", () => {
  test.concurrent.each(mistakes)("$name", async ({ from, to, code, says, at, hint }) => {
    const yaml = from === undefined ? to : dag.replace(from, () => to)
    await using lab = await Lab.make({ ...folder, "flow/flow.dag.yaml": yaml })
    const { passed, diagnostics } = await lab.millrace.flows.validate({ flow: "flow" })
    expect(passed).toBe(false)
    const refused = await lab.refusal(() => lab.test({ inputs: { x: "a" } }))
    expect(refused.code).toBe(code)
    expect(refused.message).toMatch(says)
    if (at) expect([refused.place?.line, refused.place?.column]).toEqual(at)
    if (hint) expect(refused.hint).toMatch(hint)
    expect(texts(diagnostics)).toEqual(expect.arrayContaining(texts(errorsOf(refused))))
    expect(await lab.refusal(() => lab.run([{ x: "a" }]))).toMatchObject({ code, message: refused.message })
    for (const kept of await lab.millrace.runs.list()) {
      expect(kept).toMatchObject({ state: "failed", error: { millrace: { code } } })
    }
  })

  test("an unknown section fails the line, as in the original, and validate says so before", async () => {
    const yaml = dag.replace("first.output", "first.outputs")
    await using lab = await Lab.make({ ...folder, "flow/flow.dag.yaml": yaml })
    const { passed, diagnostics } = await lab.millrace.flows.validate({ flow: "flow" })
    expect({ passed, diagnostics }).toMatchObject({
      passed: false,
      diagnostics: [{ code: "REFERENCE_SECTION" }],
    })
    const { error } = await lab.test({ inputs: { x: "a" } })
    expect(error).toMatchObject({ millrace: { code: "REFERENCE_SECTION" }, message: diagnostics[0]?.message })
  })

  test("all of them are named at once", async () => {
    const yaml = dag
      .replace("${inputs.x}", "${inputs.y}")
      .replace("show.jinja2", "nowhere.jinja2")
      .replace("${show.output}", "${wrok.output}")
      .replace("{type: string}", "{type: strnig}")
    await using lab = await Lab.make({ ...folder, "flow/flow.dag.yaml": yaml })
    const refused = await lab.refusal(() => lab.run([{ x: "a" }]))
    expect(
      errorsOf(refused)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(["FLOW_INPUT_TYPE_UNKNOWN", "FLOW_INPUT_UNKNOWN", "FLOW_OUTPUT_UNKNOWN", "NODE_SOURCE_MISSING"])
  })
})

function errorsOf(refused: unknown): Diagnostic[] {
  if (!(refused instanceof PlanError)) throw refused
  return refused.diagnostics.filter(({ severity }) => severity === "error")
}

function texts(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, message, line, column }) => `${code} ${line}:${column} ${message}`)
}

describe("templates that cannot be used", () => {
  const templates: { name: string; text: string; code: string; says: RegExp }[] = [
    { name: "no end", text: "a\n{% if x %}", code: "TEMPLATE_SYNTAX", says: /show\.jinja2:2/ },
    {
      name: "an unknown filter",
      text: "a\n\n{{ x | uper }}",
      code: "TEMPLATE_SYNTAX",
      says: /show\.jinja2:3.*uper/,
    },
    {
      name: "a missing file that is included",
      text: '{% include "none.jinja2" %}',
      code: "TEMPLATE_FAILED",
      says: /no loader/,
    },
    { name: "an error while rendering", text: "{{ x / 2 }}", code: "TEMPLATE_FAILED", says: /TypeError/ },
    {
      name: "a forbidden attribute",
      text: "{{ x.__class__.__mro__ }}",
      code: "TEMPLATE_FAILED",
      says: /SecurityError/,
    },
    {
      name: "an endless loop",
      text: "{% for i in range(10 ** 12) %}a{% endfor %}",
      code: "TEMPLATE_FAILED",
      says: /./,
    },
    {
      name: "endless recursion",
      text: "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
      code: "TEMPLATE_FAILED",
      says: /recursion/i,
    },
  ]
  test.concurrent.each(templates)("$name", async ({ text, code, says }) => {
    await using lab = await Lab.make(promptFlow(text))
    const refused = await lab.test({ inputs: { x: "a" } }).then(
      ({ error }) => ({ code: error?.millrace?.code, message: error?.message }),
      (thrown: unknown) => thrown,
    )
    expect(refused).toMatchObject({ code, message: expect.stringMatching(says) })
  })
})

describe("what is given is not there, or is not what it should be", () => {
  test("no flow, no node, no variant, no input", async () => {
    await using lab = await Lab.make(folder)
    const test = (options: object) => lab.refusal(() => lab.test({ inputs: { x: "a" }, ...options }))
    expect(await test({ flow: "nowhere" })).toMatchObject({
      code: "FLOW_NOT_FOUND",
      message: expect.stringMatching(/nowhere/),
    })
    expect(await test({ node: "shwo" })).toMatchObject({
      code: "SINGLE_NODE_INVALID",
      hint: "The nodes are first, show.",
    })
    expect(await test({ variant: "${show.v9}" })).toMatchObject({ code: "VARIANT_INVALID" })
    expect(await test({ inputs: {} })).toMatchObject({
      code: "INPUTS_REQUIRED",
      message: expect.stringMatching(/'x'/),
    })
    expect(await test({ connections: { shwo: { connection: "c" } } })).toMatchObject({
      code: "OVERRIDE_INVALID",
    })
  })

  test("an input of the wrong type names itself, the type and the value", async () => {
    await using lab = await Lab.make(promptFlow("{{ x }}", "x: {type: int}"))
    const { error } = await lab.test({ inputs: { x: "two" } })
    expect(error?.message).toMatch(/x.*int.*'two'/)
  })

  test("no run to evaluate, an unfinished one, a name that is taken", async () => {
    await using lab = await Lab.make(folder)
    expect(await lab.refusal(() => lab.run([], { run: "none" }))).toMatchObject({ code: "RUN_NOT_FOUND" })
    await lab.run([{ x: "a" }], { name: "taken" })
    expect(await lab.refusal(() => lab.run([{ x: "b" }], { name: "taken" }))).toMatchObject({
      code: "RUN_EXISTS",
    })
    expect((await lab.kept(await lab.millrace.runs.get("taken"))).outputs.size).toBe(1)
    await lab.run([], { name: "failed" })
    expect(await lab.refusal(() => lab.run([{ x: "a" }], { run: "failed" }))).toMatchObject({
      code: "RUN_STATUS",
    })
  })
})
