import type { Case } from "../case.ts"
import type { Flow, Node } from "../flow-parts.ts"
import {
  batch,
  details,
  flowText,
  jsonl,
  makeCase,
  output,
  promptNode,
  pythonNode,
  pythonTool,
  test,
} from "../flow-parts.ts"
import type { Random } from "../random.ts"
import { asYaml, goodValue, texts } from "../values.ts"
import type { Yaml } from "../yaml-text.ts"

const bodies = ["tell", "join", "keep", "count", "nest"] as const

/** The body of a tool over its parameters; each shows the types that reached it. */
export function toolBody(kind: (typeof bodies)[number], parameters: string[]): string {
  const all = parameters.map((name) => `${JSON.stringify(name)}: ${name}`).join(", ")
  switch (kind) {
    case "tell":
      return `return {${parameters.map((name) => `"${name}": [kind(${name}), ${name}]`).join(", ")}}`
    case "join":
      return `return " ".join(f"{k}={v!r}" for k, v in {${all}}.items())`
    case "keep":
      return `return ${parameters[0] ?? "None"}`
    case "count":
      return `return sum(len(str(v)) for v in [${parameters.join(", ")}])`
    case "nest":
      return `return {"k": {"list": [${parameters.join(", ")}], "n": ${parameters.length}}, "s": str(${parameters[0] ?? "''"})}`
  }
}

/** Random directed graphs of two to ten nodes: chains, diamonds, fans, out of order, Python and prompt mixed. */
export function dag(random: Random, id: string): Case {
  const files: Record<string, string> = {}
  const inputTypes = random.sample(["string", "int", "double", "bool", "list", "object"], random.int(1, 4))
  const inputs: Record<string, Yaml> = {}
  for (const [i, type] of inputTypes.entries()) {
    inputs[`in${i}`] = random.chance(0.5) ? { type, default: asYaml(goodValue(random, type)) } : { type }
  }
  const names = Object.keys(inputs)
  const count = random.int(2, 10)
  const nodes: Node[] = []
  for (let i = 0; i < count; i++) {
    const name = `n${i}`
    const earlier = nodes.map((node) => String(node.name))
    const width = random.int(1, 4)
    const given: Record<string, Yaml> = {}
    for (let j = 0; j < width; j++) {
      const source = random.next()
      if (earlier.length && source < 0.6) given[`p${j}`] = `\${${random.pick(earlier)}.output}`
      else if (source < 0.85) given[`p${j}`] = `\${${random.pick(["inputs", "flow"])}.${random.pick(names)}}`
      else given[`p${j}`] = random.pick<Yaml>(["literal", 7, true, "x y"])
    }
    if (random.chance(0.25)) {
      files[`flow/${name}.jinja2`] = `${Object.keys(given)
        .map((key) => `${key} is {{ ${key} }}`)
        .join("\n")}${random.chance(0.5) ? "\n" : ""}`
      nodes.push(promptNode(name, given))
    } else {
      const parameters = Object.keys(given)
      const extra = random.chance(0.3) ? ", z: int = 3" : ""
      files[`flow/${name}.py`] = pythonTool(
        name,
        parameters.join(", ") + extra,
        (random.chance(0.3) ? `print("in ${name}")\n` : "") + toolBody(random.pick(bodies), parameters),
      )
      nodes.push(pythonNode(name, given))
    }
  }
  const outputs: Record<string, Yaml> = { last: output(`\${n${count - 1}.output}`) }
  for (const node of random.sample(nodes, 2)) outputs[`of_${node.name}`] = output(`\${${node.name}.output}`)
  if (random.chance(0.3)) outputs.echo = output(`\${inputs.${names[0]}}`)
  if (random.chance(0.2)) outputs.constant = output(random.pick<Yaml>(["fixed", 3, true, [1, "a"]]))
  const flow: Flow = { inputs, outputs, nodes: random.chance(0.4) ? random.shuffle(nodes) : nodes }
  files["flow/flow.dag.yaml"] = flowText(flow)

  const row = (): Record<string, unknown> =>
    Object.fromEntries(names.map((name, i) => [name, goodValue(random, inputTypes[i] ?? "string")]))
  files["one.json"] = JSON.stringify(row())
  const steps = [{ argv: ["flow", "test", "--flow", "flow", "--inputs", "one.json"] }]
  if (random.chance(0.6)) {
    files["data.jsonl"] = jsonl(Array.from({ length: random.int(1, 4) }, row))
    steps.push(batch(id, "b", "--data", "data.jsonl"), details(id, "b"))
  }
  return makeCase(id, files, steps)
}

const shape = `{"a": {"b": [{"c": 5}, "x"], "k.v": 1, "sp ace": 2}, "l": [[1, 2], {"z": None}], "s": "text", "0": "zero", "é": 3, "n": None}`
const paths = [
  "output",
  "output.a",
  "output.a.b[0].c",
  "output.a.b[1]",
  "output.a['k.v']",
  "output.a['sp ace']",
  "output.l[0][1]",
  "output.l[1].z",
  "output.s",
  "output.0",
  "output.é",
  "output.n",
  "output.a-b",
  'output.["s"]',
  "output.a.missing",
  "output.l[9]",
  "output.l.0",
  "output[0]",
  "output['s']",
  "output.s.upper",
  "output.n.x",
  "output.s[0]",
  "output.a.b[0]['c']",
  "output.l['x']",
  "out",
  "",
]

/** Property paths of references, in node inputs and in flow outputs, right and wrong. */
export function references(random: Random, id: string): Case {
  const files: Record<string, string> = {
    "flow/make.py": pythonTool("make", "", `return ${shape}`),
    "flow/see.py": pythonTool(
      "see",
      "x",
      'return [kind(x), x if isinstance(x, (str, int, list, dict)) or x is None else "?"]',
    ),
  }
  const steps = []
  for (const [i, path] of random.sample(paths, 5).entries()) {
    const reference = path ? `\${make.${path}}` : "${make}"
    const folder = `flow${i}`
    const inOutput = random.chance(0.4)
    for (const tool of ["make.py", "see.py"]) files[`${folder}/${tool}`] = files[`flow/${tool}`] ?? ""
    files[`${folder}/flow.dag.yaml`] = flowText({
      inputs: { unused: { type: "string", default: "u" } },
      outputs: { out: output(inOutput ? reference : "${see.output}") },
      nodes: [pythonNode("make", {}), pythonNode("see", { x: inOutput ? "${make.output.s}" : reference })],
    })
    steps.push({ argv: ["flow", "test", "--flow", folder] })
  }
  delete files["flow/make.py"]
  delete files["flow/see.py"]
  return makeCase(id, files, steps)
}

const literalReferences: readonly Yaml[] = [
  "$x",
  "$",
  "a ${n.output}",
  "${n.output} ",
  "${}",
  "${inputs.a.b}",
  "${flow.a}",
  "${ n.output }",
  "${n}",
  12,
  [1],
  null,
]

/** What counts as a reference at all, and inputs with dots in their names. */
export function grammar(random: Random, id: string): Case {
  const files: Record<string, string> = {}
  const steps = []
  for (const [i, text] of random.sample(literalReferences, 4).entries()) {
    const folder = `flow${i}`
    files[`${folder}/n.py`] = pythonTool("n", "", 'return "from n"')
    files[`${folder}/m.py`] = pythonTool("m", "x=None", "return [kind(x), x]")
    files[`${folder}/flow.dag.yaml`] = flowText({
      inputs: { a: { type: "string", default: "A" }, "a.b": { type: "int", default: 2 } },
      outputs: { out: output("${m.output}"), ...(random.chance(0.4) ? { direct: output(text) } : {}) },
      nodes: [pythonNode("n", {}), pythonNode("m", { x: text })],
    })
    steps.push({ argv: ["flow", "test", "--flow", folder] })
  }
  return makeCase(id, files, steps)
}

const conditions: readonly [string, Yaml][] = [
  ["${inputs.flag}", true],
  ["${inputs.flag}", "true"],
  ["${inputs.flag}", 1],
  ["${inputs.n}", 1],
  ["${inputs.n}", "1"],
  ["${inputs.s}", "go"],
  ["${inputs.l}", [1, 2]],
  ["${inputs.o}", { a: 1 }],
  ["${first.output}", "go"],
  ["${first.output.k}", "v"],
  ["${second.output}", null],
  ["go", "go"],
  ["${inputs.missing}", 1],
]

/** Activation on inputs, outputs, properties and literals; bypass spreading; defaults in place of bypassed values. */
export function activation(random: Random, id: string): Case {
  const files: Record<string, string> = {
    "flow/first.py": pythonTool("first", "s", 'return {"k": "v", "s": s} if s == "dict" else s'),
    "flow/second.py": pythonTool("second", "s", "return None"),
  }
  const nodes: Node[] = [
    pythonNode("first", { s: "${inputs.s}" }),
    pythonNode("second", { s: "${first.output}" }),
  ]
  const count = random.int(2, 6)
  for (let i = 0; i < count; i++) {
    const name = `n${i}`
    const earlier = nodes.map((node) => String(node.name))
    const parameters: Record<string, Yaml> = {}
    for (let j = 0; j < random.int(1, 3); j++) {
      parameters[`p${j}`] = random.chance(0.75)
        ? `\${${random.pick(earlier)}.output}`
        : random.pick<Yaml>(["${inputs.s}", "lit"])
    }
    const [when, is] = random.pick(random.chance(0.93) ? conditions.slice(0, -1) : conditions)
    const activate = random.chance(0.5)
      ? { when, is }
      : random.chance(0.3) && i > 0
        ? { when: `\${n${i - 1}.output}`, is: null }
        : undefined
    if (random.chance(0.25)) {
      files[`flow/${name}.jinja2`] = Object.keys(parameters)
        .map((key) => `{{${key}}}|`)
        .join("")
      nodes.push(promptNode(name, parameters, { activate }))
    } else {
      const declared = Object.keys(parameters).map((key) => (random.chance(0.4) ? `${key}="dflt"` : key))
      const sorted = [...declared.filter((p) => !p.includes("=")), ...declared.filter((p) => p.includes("="))]
      files[`flow/${name}.py`] = pythonTool(
        name,
        sorted.join(", "),
        toolBody("join", Object.keys(parameters)),
      )
      nodes.push(pythonNode(name, parameters, { activate }))
    }
  }
  const outputs: Record<string, Yaml> = {
    last: output(`\${n${count - 1}.output}`),
    mid: output("${n0.output}"),
  }
  if (random.chance(0.15)) outputs.property = output("${n0.output.k}")
  files["flow/flow.dag.yaml"] = flowText({
    inputs: {
      flag: { type: "bool", default: true },
      n: { type: "int", default: 1 },
      s: { type: "string", default: "go" },
      l: { type: "list", default: [1, 2] },
      o: { type: "object", default: { a: 1 } },
    },
    outputs,
    nodes: random.chance(0.3) ? random.shuffle(nodes) : nodes,
  })
  files["data.jsonl"] = jsonl([
    { flag: true, n: 1, s: "go" },
    { flag: false, n: 2, s: "stop" },
    { flag: true, n: 1, s: "dict" },
  ])
  const map = ["flag", "n", "s"].map((key) => `${key}=\${data.${key}}`)
  const steps = [
    test(),
    test({ flag: "false", n: "2", s: "stop" }),
    test({ s: "dict", n: "true" }),
    test({ l: "[1, 2.0]", o: '{"a": true}', n: "0" }),
  ]
  if (random.chance(0.4))
    steps.push(batch(id, "b", "--data", "data.jsonl", "--column-mapping", ...map), details(id, "b"))
  return makeCase(id, files, steps)
}

/** Outputs of literals, inputs, nodes and properties, with values that JSON can and cannot hold. */
export function outputs(random: Random, id: string): Case {
  const values = [
    '"plain"',
    "None",
    "1.0",
    "10 ** 20",
    "float('nan')",
    "float('inf')",
    "[1, (2, 3)]",
    "(1, 2)",
    "{1: 'one', None: 2, True: 3}",
    "{'a', }",
    "b'bytes'",
    "object",
    "'\\ud800'",
    "{'d': __import__('datetime').datetime(2024, 1, 2)}",
    "__import__('decimal').Decimal('1.5')",
    "[float('-inf'), -0.0, 1e16, 1e-5, 123456789.123456789]",
    "'x' * 300",
    "''",
    "[]",
    "lambda: 1",
    "iter([1, 'a', None])",
    "range(3)",
    "(i for i in 'abc')",
  ]
  const files: Record<string, string> = {}
  const steps = []
  for (const [i, value] of random.sample(values, 4).entries()) {
    const folder = `flow${i}`
    files[`${folder}/v.py`] = pythonTool("v", "", `return ${value}`)
    files[`${folder}/w.py`] = pythonTool("w", "x", "return kind(x)")
    files[`${folder}/flow.dag.yaml`] = flowText({
      inputs: { t: { type: "string", default: random.pick(texts) } },
      outputs: {
        ...(random.chance(0.7) ? { v: output("${v.output}", random.pick(["string", "int", "object"])) } : {}),
        w: output("${w.output}"),
        t: output("${inputs.t}"),
        ...(random.chance(0.3) ? { constant: output(random.pick<Yaml>([5, "c", false, { k: [1] }])) } : {}),
      },
      nodes: [pythonNode("v", {}), pythonNode("w", { x: "${v.output}" })],
    })
    steps.push({ argv: ["flow", "test", "--flow", folder] })
  }
  if (random.chance(0.5)) {
    files["data.jsonl"] = jsonl([{ t: "x" }, { t: "y" }])
    steps.push(
      {
        argv: [
          "run",
          "create",
          "--flow",
          "flow0",
          "--name",
          `${id.replaceAll("-", "_")}_b`,
          "--data",
          "data.jsonl",
        ],
      },
      details(id, "b"),
    )
  }
  return makeCase(id, files, steps)
}
