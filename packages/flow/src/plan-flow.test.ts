// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import {
  type FolderReader,
  MillraceError,
  originalClass,
  type ToolParameter,
  type ToolSignature,
} from "@internal/schema"
import { Json } from "@internal/value"
import { describe, expect, test } from "vitest"
import recorded from "./__fixtures__/flows.json" with { type: "json" }
import { planError, planFlow } from "./plan-flow.ts"
import { readFlow } from "./read-flow.ts"
import { selectVariant } from "./select-variant.ts"
import { toolSources } from "./tool-sources.ts"

function folder(files: Record<string, string>): FolderReader {
  return { root: "/flows/sample", read: (path) => files[path], exists: (path) => Object.hasOwn(files, path) }
}

const x = (type: string, required = false): ToolParameter => ({
  name: "x",
  type: [type],
  connection: false,
  ...(!required && { default: { value: Json.of(null), shown: "" } }),
})

/** What the tools of the sample folder would be described as. */
const PARAMETERS: Record<string, ToolParameter[]> = {
  "r.py": [x("object")],
  "t.py": [x("object")],
  "k.py": [],
  "e.py": [],
  "m.py": [x("object", true)],
  "i.py": [x("int", true)],
}

function signaturesOf(flow: ReturnType<typeof readFlow>): Map<string, ToolSignature | Error> {
  return new Map(
    toolSources(flow).map(({ node, source }): [string, ToolSignature | Error] => {
      const parameters = source.type === "code" ? PARAMETERS[source.path] : undefined
      if (!parameters) {
        return [node, new MillraceError("TOOL_NOT_FOUND", { tool: "a.b.c" })]
      }
      const kwargs = source.type === "code" && source.path === "k.py"
      const shape = { async: false, generator: false, init: [], kwargs, extra: {} }
      return [node, { source, function: "f", parameters, ...shape }]
    }),
  )
}

function planOf(
  text: string,
  options: { variant?: string; prompt?: string; mode?: "run" | "validate" } = {},
) {
  const code = Object.fromEntries(Object.keys(PARAMETERS).map((path) => [path, "# code"]))
  const reader = folder({
    ...code,
    "p.jinja2": "P {{x}}",
    "c.jinja2": options.prompt ?? "",
    "flow.dag.yaml": text,
  })
  const flow = selectVariant(readFlow(reader, "flow.dag.yaml"), options.variant)
  return planFlow(flow, { reader, signatures: signaturesOf(flow), mode: options.mode ?? "run" })
}

/** The original's class of the error that a flow stops with; Python's own classes are just `refused`. */
function verdict(text: string, variant: string | undefined, prompt: string | undefined): string {
  try {
    const error = planError(planOf(text, { variant, prompt }).diagnostics)
    return error ? originalClass(error.original) : "runs"
  } catch (error) {
    if (error instanceof MillraceError) return originalClass(error.original)
    throw error
  }
}

const FLOW_ERRORS =
  /^(DuplicateNode|Input|Node|Invalid(Node|Source|Flow)|Empty|Output|FlowDef|APINot|PackageTool|InvalidMessage)/

interface Recorded {
  name: string
  flow: string
  variant?: string
  prompt?: string
  error?: string
}

describe("flows that the original runs or refuses (spec 1.2.3, 1.2.4, 1.2.6)", () => {
  test.each((recorded.flows as Recorded[]).map((flow) => [flow.name, flow] as const))("%s", (_, given) => {
    const got = verdict(given.flow, given.variant, given.prompt)
    if (given.error === undefined) expect(got).toBe("runs")
    else if (FLOW_ERRORS.test(given.error)) expect(got).toBe(given.error)
    else expect(got).not.toBe("runs")
  })
})

const HEAD = `inputs:
  question: {type: string}
outputs:
  answer: {type: string, reference: "\${ask.output}"}
`
const ask = (inputs: string, more = "") => `${HEAD}nodes:
- name: ask
  type: llm
  source: {type: code, path: c.jinja2}
  api: chat
  connection: main
  inputs: ${inputs}
${more}`

describe("the plan", () => {
  test("has nodes after what they refer to, else in file order (spec 1.2.6)", () => {
    const node = (name: string, from: string[] = []) =>
      `- name: ${name}\n  type: python\n  source: {type: code, path: k.py}\n  inputs: {${from.map((f) => `${f}: "\${${f}.output}"`).join(", ")}}\n`
    const nodes = [node("e", ["c", "a"]), node("a"), node("d", ["e"]), node("c", ["b"]), node("b")].join("")
    const plan = planOf(`inputs: {}\noutputs: {}\nnodes:\n${nodes}`)
    expect(plan.nodes.map((n) => n.name)).toEqual(["a", "b", "c", "e", "d"])
    expect(plan.nodes.map((n) => n.after)).toEqual([[], [], ["b"], ["c", "a"], ["e"]])
  })

  test("says which inputs of a prompt are escaped, and casts the literals of an LLM node", () => {
    const plan = planOf(ask('{q: "${inputs.question}", c: x, max_tokens: "256", stop: "", temperature: 0}'), {
      prompt: "user:\n{{q}} {{c}}",
    })
    const [node] = plan.nodes
    expect(planError(plan.diagnostics)).toBeUndefined()
    expect(node?.escaped).toEqual(["q"])
    expect(node?.tool).toMatchObject({ kind: "llm", api: "chat", connection: "main" })
    const literals = Object.entries(node?.bindings ?? {}).flatMap(([name, binding]) =>
      binding.kind === "literal" ? [[name, binding.value.text]] : [],
    )
    expect(literals).toEqual([
      ["c", '"x"'],
      ["max_tokens", "256"],
      ["temperature", "0.0"],
    ])
  })

  test("keeps connections and files as what they name", () => {
    PARAMETERS["conn.py"] = [
      { name: "c", type: ["OpenAIConnection", "AzureOpenAIConnection"], connection: true },
      { name: "i", type: ["image"], connection: false },
    ]
    const plan = planOf(
      "inputs: {}\noutputs: {}\nnodes:\n- name: n\n  type: python\n  source: {type: code, path: conn.py}\n  inputs: {c: main, i: cat.png}\n",
    )
    expect(plan.nodes[0]?.bindings).toMatchObject({
      c: { kind: "connection", name: "main", types: ["OpenAIConnection", "AzureOpenAIConnection"] },
      i: { kind: "file", type: "image" },
    })
  })

  test("has the same hash when only the layout differs, and another when a template does", () => {
    const text = ask("{deployment_name: d}")
    const hash = (flow: string, prompt: string) => planOf(flow, { prompt }).hash
    expect(hash(text, "user:\nhi")).toBe(hash(`# moved\n\n${text}`, "user:\nhi"))
    expect(hash(text, "user:\nhi")).not.toBe(hash(text, "user:\nho"))
    expect(hash(text, "user:\nhi")).not.toBe(hash(text.replace("d}", "e}"), "user:\nhi"))
  })

  test("leaves out outputs of aggregation nodes, with a warning", () => {
    const aggregation =
      '- name: sum\n  type: python\n  source: {type: code, path: k.py}\n  aggregation: true\n  inputs: {all: "${ask.output}"}\n'
    const text = ask("{deployment_name: d}", aggregation).replace(
      "nodes:",
      '  total: {type: int, reference: "${sum.output}"}\nnodes:',
    )
    const plan = planOf(text)
    expect(plan.outputs.map((output) => output.name)).toEqual(["answer"])
    expect(plan.nodes.map((node) => node.stage)).toEqual(["line", "aggregation"])
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", line: 5 }])
  })
})

describe("diagnostics", () => {
  const WRONG = `inputs:
  text: {type: sting}
outputs:
  o: {type: string, reference: "\${anser.output}"}
nodes:
- name: answer
  type: python
  source: {type: code, path: i.py}
  inputs:
    x: many
- name: other
  type: python
  source: {type: code, path: k.py}
  inputs:
    a: \${inputs.txet}
    b: \${answr.output}
    c: \${answer.output[0]}
    d: \${input.text}
  activate: {when: "\${inputs.nope}", is: 1}
`
  const found = (mode: "run" | "validate") =>
    planOf(WRONG, { mode }).diagnostics.map((d) => [
      d.code,
      d.severity,
      `${d.line}:${d.column}+${d.length}`,
      d.hint,
    ])

  test("come all at once, each with its place and a hint", () => {
    expect(found("run")).toEqual([
      ["FLOW_INPUT_TYPE_UNKNOWN", "error", "2:16+5", expect.stringContaining("Did you mean `string`?")],
      ["NODE_INPUT_INVALID", "error", "10:8+4", ""],
      ["FLOW_INPUT_UNKNOWN", "error", "15:8+14", "Did you mean `text`?"],
      ["FLOW_INPUT_UNKNOWN", "warning", "19:20+16", ""],
      ["FLOW_REFERENCE_UNKNOWN", "error", "16:8+15", "Did you mean `answer`?"],
      ["REFERENCE_SECTION", "warning", "17:8+19", expect.stringContaining("items[0]")],
      ["FLOW_REFERENCE_UNKNOWN", "error", "18:8+13", "Did you mean `inputs`?"],
      ["FLOW_OUTPUT_UNKNOWN", "error", "4:32+17", "Did you mean `answer`?"],
    ])
  })

  test("that the original would only meet in a line are errors of validation alone", () => {
    expect(found("validate").filter(([, severity]) => severity !== "error")).toEqual([])
  })

  test("name a circle", () => {
    const node = (name: string, from: string) =>
      `- {name: ${name}, type: python, source: {path: k.py}, inputs: {v: "\${${from}.output}"}}\n`
    const plan = planOf(
      `inputs: {}\noutputs: {}\nnodes:\n${node("a", "c")}${node("b", "a")}${node("c", "b")}${node("d", "c")}`,
    )
    expect(planError(plan.diagnostics)).toMatchObject({
      code: "FLOW_CYCLE",
      message: "These nodes wait for each other: a, b, c, d.",
      hint: "Break the circle a → c → b → a.",
    })
  })

  test("keep the error of a tool that could not be read", () => {
    const plan = planOf(
      "inputs: {}\noutputs: {}\nnodes:\n- {name: n, type: python, source: {type: package, tool: a.b.c}}\n",
    )
    expect(planError(plan.diagnostics)).toMatchObject({
      code: "TOOL_NOT_FOUND",
      message: "The package tool a.b.c is not installed.",
    })
  })

  test("point at broken templates", () => {
    const plan = planOf(ask("{deployment_name: d}"), { prompt: "user:\n{{ x" })
    expect(plan.diagnostics).toMatchObject([
      { code: "TEMPLATE_SYNTAX", file: "c.jinja2", line: 2, data: { node_name: "ask" } },
    ])
  })

  test("name prompt variables that the tool takes for itself", () => {
    const plan = planOf(ask("{deployment_name: d}"), {
      prompt: "user:\n{{ x }} {% if stop %}{{ temperature }}{% endif %}",
    })
    expect(plan.diagnostics).toMatchObject([
      {
        code: "NODE_INPUT_NAME_TAKEN",
        severity: "error",
        file: "c.jinja2",
        line: 2,
        data: { key: "stop, temperature" },
      },
    ])
    const model = planOf(ask("{deployment_name: d}"), { prompt: "user:\n{{ model }}" })
    expect(model.diagnostics).toMatchObject([{ code: "NODE_INPUT_NAME_TAKEN", severity: "warning" }])
    const text = "inputs: {}\nnodes:\n- {name: p, type: prompt, source: {type: code, path: p.jinja2}}\n"
    const prompt = (template: string) => {
      const reader = folder({ "flow.dag.yaml": text, "p.jinja2": template })
      const flow = readFlow(reader, "flow.dag.yaml")
      return planFlow(flow, { reader, signatures: new Map(), mode: "run" }).diagnostics
    }
    expect(prompt("{{ template }}")).toMatchObject([{ code: "NODE_INPUT_NAME_TAKEN", severity: "error" }])
    expect(prompt("{% set template = 1 %}{{ template }}{{ prompt }}")).toEqual([])
  })

  test("point at broken YAML, and nothing else", () => {
    const plan = planOf("nodes: [\n")
    expect(plan.diagnostics).toMatchObject([{ code: "YAML_SYNTAX", line: 2 }])
  })
})

test("a default variant that is not there is told once, at its place", () => {
  const text = `inputs: {}
nodes:
- {name: n, use_variants: true}
node_variants:
  n:
    default_variant_id: b
    variants: {a: {node: {type: prompt, source: {type: code, path: t.jinja2}}}}
`
  const reader = folder({ "flow.dag.yaml": text, "t.jinja2": "x" })
  const { diagnostics } = planFlow(readFlow(reader, "flow.dag.yaml"), {
    reader,
    signatures: new Map(),
    mode: "validate",
  })
  expect(diagnostics.filter(({ code }) => code === "VARIANT_INVALID")).toEqual([
    expect.objectContaining({ line: 5, message: "Node n has no variant b." }),
  ])
})
