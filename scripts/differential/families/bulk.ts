import type { Case, Step } from "../case.ts"
import {
  batch,
  details,
  flowText,
  jsonl,
  makeCase,
  mapping,
  metrics,
  output,
  pythonNode,
  pythonTool,
  runName,
  test,
} from "../flow-parts.ts"
import type { Random } from "../random.ts"
import { goodValue } from "../values.ts"
import type { Yaml } from "../yaml-text.ts"

const seeTool = pythonTool("see", "a, b, c", "return [[kind(v), v] for v in (a, b, c)]")

const dataFiles: Record<string, string> = {
  "data.jsonl":
    '{"a": "x", "b": 1, "c": [1, "z"]}\n{"a": "ü/é", "b": 2.5, "c": null}\n{"a": "", "b": 1e3, "c": {"k": 1.0}}\n',
  "blank.jsonl": '{"a": "x", "b": 1, "c": 2}\n\n\n{"a": "y", "b": 2, "c": 3}\n',
  "crlf.jsonl": '{"a": "x", "b": 1, "c": 2}\r\n{"a": "y", "b": 2, "c": 3}\r\n',
  "data.csv": 'a,b,c\nx,1,2024-01-01\n"q, ""z""",,NA\n"multi\nline",1.0,true\n',
  "short.csv": "a,b,c\nx,1\ny,2,3\n",
  "bom.csv": "\ufeffa,b,c\nx,1,2\n",
  "data.tsv": 'a\tb\tc\nx y\t1\t\n"quoted"\t007\tnull\n',
  "data.json": '[{"a": "x", "b": 1, "c": [1]}, {"a": "y", "b": 2, "c": {"k": null}}]',
  "columns.json": '{"a": {"0": "x", "1": "y"}, "b": {"0": 1, "1": 2}, "c": {"0": true, "1": false}}',
  "flat.json": '{"a": "x", "b": 1, "c": 2}',
  "data.txt": '{"a": "from txt", "b": 1, "c": 2}\n',
  "empty.jsonl": "",
  "broken.jsonl": '{"a": "x", "b": 1, "c": 2}\n{"a": "y", "b": \n',
  "missing.jsonl": '{"a": "x", "b": 1, "c": 2}\n{"a": "y", "c": 3}\n{"b": 7}\n',
  "dates.jsonl":
    '{"a": "2024-01-01", "date": "2024-01-02", "made_at": "2024-01-03T10:00:00", "b": 1, "c": 2}\n',
  "numbers.jsonl":
    '{"a": 0.1, "b": 12345678901234567890, "c": 1e-9}\n{"a": -0.0, "b": 3, "c": 0.30000000000000004}\n',
  "bools.jsonl": '{"a": true, "b": false, "c": null}\n{"a": null, "b": true, "c": true}\n',
  "unicode.jsonl": '{"a": "\\u00fc\\ud83d\\ude42", "b": "🙂", "c": "a\\/b"}\n',
  "numbered.jsonl":
    '{"a": "x", "b": 1, "c": 2, "line_number": 5}\n{"a": "y", "b": 2, "c": 3, "line_number": 2}\n',
  "duplicate.csv": "a,a,b,c\n1,2,3,4\n",
  "blank.csv": "a,b,c\nx,1,2\n\ny,3,4\n",
  "spaces.csv": "a, b,c\nx, 1 ,2\n",
}

/** Every kind of data file, through a flow whose inputs have types. */
export function data(random: Random, id: string): Case {
  const [file, text] = random.pick(Object.entries(dataFiles))
  const types: [string, string, string] = [
    random.pick(["string", "object"]),
    random.pick(["object", "string", "double"]),
    random.pick(["object", "string"]),
  ]
  const preset = random.chance(0.3)
  const files: Record<string, string> = { [file]: text, "flow/see.py": seeTool }
  files["flow/flow.dag.yaml"] = flowText({
    inputs: {
      a: { type: types[0] },
      b: preset ? { type: types[1], default: 9 } : { type: types[1] },
      c: { type: types[2] },
    },
    outputs: { out: output("${see.output}"), a: output("${inputs.a}") },
    nodes: [pythonNode("see", { a: "${inputs.a}", b: "${inputs.b}", c: "${inputs.c}" })],
  })
  const map = random.chance(0.6) ? mapping({ a: "${data.a}", b: "${data.b}", c: "${data.c}" }) : []
  return makeCase(id, files, [
    batch(id, "b", "--data", file, ...map),
    { argv: ["run", "show", "--name", runName(id, "b")] },
    details(id, "b"),
  ])
}

const mappings: readonly Record<string, string>[] = [
  { a: "${data.a}", b: "${data.b}", c: "${data.c}" },
  { a: "${data.b}", b: "literal", c: "${data.a}" },
  { a: "${data.a.b}", b: "${data.o}", c: "${data.b}" },
  { a: "${data.o.k}", b: "1", c: "${data.c}" },
  { a: "${data.nope}", b: "${data.b}", c: "${other.c}" },
  { a: "x ${data.a}", b: "${data.b}", c: "$data.a" },
  { a: "${data}", b: "${data.b}", c: "${data.c}" },
  { a: "literal", b: "2", c: "3" },
  { a: "${data.a}", extra: "${data.c}" },
  { a: "${data.a}" },
  { c: "${data.a}", line_number: "${data.b}" },
  { a: "${data.a}", b: "${data.missing}", c: "${data.c}" },
  { a: "${inputs.a}", b: "${data.b}", c: "${data.c}" },
  { a: "${data.ü}", b: "${data.sp ace}", c: "${data.c}" },
  { a: "${run.outputs.x}", b: "${data.b}", c: "${data.c}" },
]

/** Column mappings: columns with dots, literals, extra targets, unresolved ones, defaults against columns. */
export function columns(random: Random, id: string): Case {
  const files: Record<string, string> = {
    "flow/see.py": seeTool,
    "data.jsonl": jsonl([
      { a: "A1", b: 1, c: true, "a.b": "dotted", o: { k: "K" }, ü: "u", "sp ace": 1 },
      { a: "A2", b: 2, c: false, "a.b": "dotted2", o: { k: "K2" }, ü: "v", "sp ace": 2 },
    ]),
  }
  const inputs: Record<string, Yaml> = {
    a: { type: "string" },
    b: { type: "string", default: "B default" },
    c: { type: "object" },
  }
  if (random.chance(0.4)) inputs.c = { type: "object", default: "C default" }
  files["flow/flow.dag.yaml"] = flowText({
    inputs,
    outputs: { out: output("${see.output}") },
    nodes: [pythonNode("see", { a: "${inputs.a}", b: "${inputs.b}", c: "${inputs.c}" })],
  })
  const steps: Step[] = []
  for (const [i, map] of random.sample(mappings, 2).entries()) {
    steps.push(batch(id, `b${i}`, "--data", "data.jsonl", ...mapping(map)), {
      argv: ["run", "show", "--name", runName(id, `b${i}`)],
    })
  }
  return makeCase(id, files, steps)
}

/** A run over a run: outputs and inputs of the first joined with data by line, failed lines left out. */
export function join(random: Random, id: string): Case {
  const count = random.int(2, 5)
  const rows = Array.from({ length: count }, (_, i) => ({
    q: random.pick(["ok", "good", "bad!", "fine"]),
    truth: `t${i % 2}`,
  }))
  const files: Record<string, string> = {
    "data.jsonl": jsonl(rows),
    "other.jsonl": jsonl(
      rows.map((row, i) => ({
        label: row.truth,
        ...(random.chance(0.2) ? { line_number: count - 1 - i } : {}),
      })),
    ),
    "shorter.jsonl": jsonl([{ label: "only one" }]),
    "flow/work.py": pythonTool(
      "work",
      "q: str",
      'if "!" in q:\n    raise ValueError("no " + q)\nreturn {"text": q, "n": len(q)}',
    ),
    "flow/flow.dag.yaml": flowText({
      inputs: { q: { type: "string" }, truth: { type: "string", default: "none" } },
      outputs: { text: output("${work.output.text}"), n: output("${work.output.n}", "int") },
      nodes: [pythonNode("work", { q: "${inputs.q}" })],
    }),
    "evaluation/grade.py": pythonTool(
      "grade",
      "text, label, n: int = 0",
      'return {"score": len(text) + n, "label": label}',
    ),
    "evaluation/sum.py": `from promptflow.core import tool, log_metric\n\n\n@tool\ndef sum_up(grades, labels, texts):\n    log_metric("total", sum(g["score"] for g in grades))\n    log_metric("lines", len(grades))\n    log_metric("labels", len([v for v in labels if v]))\n    return [grades, labels, texts]\n`,
    "evaluation/flow.dag.yaml": flowText({
      inputs: {
        text: { type: "string" },
        label: { type: "string", default: "L" },
        n: { type: "int", default: 100 },
      },
      outputs: { score: output("${grade.output.score}") },
      nodes: [
        pythonNode("grade", { text: "${inputs.text}", label: "${inputs.label}", n: "${inputs.n}" }),
        pythonNode(
          "sum",
          { grades: "${grade.output}", labels: "${inputs.label}", texts: "${inputs.text}" },
          { aggregation: true },
        ),
      ],
    }),
  }
  const evaluate = (suffix: string, map: Record<string, string>, ...more: string[]): Step[] => [
    {
      argv: [
        "run",
        "create",
        "--flow",
        "evaluation",
        "--run",
        runName(id, "a"),
        "--name",
        runName(id, suffix),
        ...mapping(map),
        ...more,
      ],
    },
    details(id, suffix),
    metrics(id, suffix),
  ]
  const choices = [
    () => evaluate("e", { text: "${run.outputs.text}", n: "${run.outputs.n}" }),
    () => evaluate("e", { text: "${run.outputs.text}", label: "${data.truth}" }, "--data", "data.jsonl"),
    () => evaluate("e", { text: "${run.outputs.text}", label: "${run.inputs.truth}" }),
    () => evaluate("e", { text: "${run.outputs.text}", label: "${data.label}" }, "--data", "other.jsonl"),
    () => evaluate("e", { text: "${run.outputs.text}", label: "${data.label}" }, "--data", "shorter.jsonl"),
    () => evaluate("e", { text: "${run.outputs.nope}" }),
    () => evaluate("e", { text: "${run.inputs.q}", label: "fixed" }),
  ]
  const steps = [
    batch(id, "a", "--data", "data.jsonl", ...mapping({ q: "${data.q}" })),
    ...random.pick(choices)(),
  ]
  if (random.chance(0.1))
    steps.push(
      ...evaluate("none", { text: "${run.outputs.text}" })
        .slice(0, 1)
        .map((s) => ({ argv: s.argv.map((w) => (w === runName(id, "a") ? `${w}_no` : w)) })),
    )
  return makeCase(id, files, steps)
}

/** Aggregation nodes: lists over lines, properties, chains of them, activation, metrics of every kind, failures. */
export function aggregation(random: Random, id: string): Case {
  const files: Record<string, string> = {
    "flow/line.py": pythonTool(
      "line",
      "x: int",
      'if x == 13:\n    raise ValueError("unlucky")\nreturn {"v": x * 2, "s": str(x)}',
    ),
    "flow/maybe.py": pythonTool("maybe", "x: int", "return -x"),
    "flow/second.py": pythonTool(
      "second",
      "first, lit: int = 1",
      'print("second", first)\nreturn [first, lit]',
    ),
  }
  const metricLines = random.sample(
    [
      'log_metric("count", len(values))',
      'log_metric("mean", sum(values) / max(len(values), 1))',
      'log_metric("count", -1)',
      'log_metric("text", "good")',
      'log_metric("none", None)',
      'log_metric("list", [1, {"k": 2.5}])',
      'log_metric("ünï/x", True)',
      'log_metric("nan", float("nan"))',
      'log_metric("big", 10 ** 20)',
      'log_metric("variant", 1, "variant_0")',
      'log_metric("", 0)',
    ],
    random.int(0, 4),
  )
  const end = random.pick([
    "return values",
    'return {"values": values}',
    "return None",
    'raise ValueError("aggregation failed")',
    "return len(inputs)",
  ])
  files["flow/total.py"] =
    `from typing import List\nfrom promptflow.core import tool, log_metric\n\n\n@tool\ndef total(values: List[int], inputs, extra=None):\n${[...metricLines, end].map((line) => `    ${line}\n`).join("")}`
  const chained = random.chance(0.5)
  const conditional = random.chance(0.4)
  const property = random.chance(0.25)
  files["flow/flow.dag.yaml"] = flowText({
    inputs: { x: { type: "int" }, tag: { type: "string", default: "T" } },
    outputs: {
      v: output("${line.output.v}", "int"),
      ...(random.chance(0.15) ? { agg: output("${total.output}") } : {}),
    },
    nodes: [
      pythonNode("line", { x: "${inputs.x}" }),
      pythonNode("maybe", { x: "${inputs.x}" }, { activate: { when: "${line.output.s}", is: "1" } }),
      pythonNode(
        "total",
        {
          values: random.pick(["${line.output.v}", "${line.output.v}", "${inputs.x}"]),
          inputs: random.pick(["${inputs.tag}", "${inputs.x}"]),
          extra: random.pick<Yaml>([
            property ? "${maybe.output.deep}" : "${maybe.output}",
            "literal",
            [1],
            "${line.output}",
          ]),
        },
        { [random.chance(0.85) ? "aggregation" : "reduce"]: true },
      ),
      ...(chained
        ? [
            pythonNode(
              "second",
              { first: "${total.output}", lit: "5" },
              {
                aggregation: true,
                ...(conditional ? { activate: { when: "${total.output}", is: null } } : {}),
              },
            ),
          ]
        : []),
    ],
  })
  files["data.jsonl"] = jsonl(
    random.sample(
      [{ x: 1 }, { x: 2 }, { x: 13 }, { x: 4, tag: "U" }, { x: random.chance(0.15) ? "bad" : "7" }],
      random.int(1, 4),
    ),
  )
  const steps = [test({ x: "1" }), test({ x: "2" }), test({ x: "13" })]
  steps.push(
    batch(id, "b", "--data", "data.jsonl", ...mapping({ x: "${data.x}" })),
    details(id, "b"),
    metrics(id, "b"),
  )
  return makeCase(id, files, steps)
}

/** Variants: default, chosen, unknown; and what a run says about them. */
export function variants(random: Random, id: string): Case {
  const files: Record<string, string> = {
    "flow/loud.py": pythonTool("loud", "x: str, mark: str = '!'", "return x.upper() + mark"),
    "flow/quiet.py": pythonTool("quiet", "x: str", "return x.lower()"),
    "flow/ask.jinja2": "Ask {{ x }}",
    "flow/beg.jinja2": "Please, {{ x }}?",
    "data.jsonl": jsonl([{ x: "One" }, { x: String(goodValue(random, "string")) }]),
  }
  const code = (path: string): Yaml => ({ type: "code", path })
  const broken = random.chance(0.2) ? random.pick(["default", "entry", "id"]) : ""
  files["flow/flow.dag.yaml"] = flowText({
    inputs: { x: { type: "string", default: "Word" } },
    outputs: { style: output("${style.output}"), prompt: output("${prompt.output}") },
    nodes: [
      {
        name: "style",
        use_variants: true,
        ...(random.chance(0.3) ? { activate: { when: "${inputs.x}", is: "never" } } : {}),
      },
      random.chance(0.7)
        ? { name: "prompt", use_variants: true }
        : { name: "prompt", type: "prompt", source: code("ask.jinja2"), inputs: { x: "${style.output}" } },
    ],
    node_variants: {
      style: {
        default_variant_id: broken === "default" ? "nope" : "variant_0",
        variants: {
          variant_0: { node: { type: "python", source: code("loud.py"), inputs: { x: "${inputs.x}" } } },
          variant_1: {
            node: { type: "python", source: code("loud.py"), inputs: { x: "${inputs.x}", mark: "?" } },
          },
          soft: { node: { type: "python", source: code("quiet.py"), inputs: { x: "${inputs.x}" } } },
        },
      },
      ...(broken === "entry"
        ? {}
        : {
            prompt: {
              ...(broken === "id" ? {} : { default_variant_id: "v1" }),
              variants: {
                v0: {
                  node: { type: "prompt", source: code("ask.jinja2"), inputs: { x: "${style.output}" } },
                },
                v1: {
                  node: { type: "prompt", source: code("beg.jinja2"), inputs: { x: "${style.output}" } },
                },
              },
            },
          }),
    },
  })
  const chosen = random.sample(
    [
      "${style.variant_1}",
      "${style.soft}",
      "${prompt.v0}",
      "${prompt.v1}",
      "${style.nope}",
      "${nobody.v}",
      "style.variant_1",
      "${style.variant_0}",
      '"${style.soft}"',
    ],
    3,
  )
  const steps: Step[] = [test(), ...chosen.map((variant) => test({ x: "Given" }, "--variant", variant))]
  if (random.chance(0.6)) {
    const variant = random.chance(0.7) ? ["--variant", chosen[0] ?? ""] : []
    steps.push(
      batch(id, "b", "--data", "data.jsonl", ...mapping({ x: "${data.x}" }), ...variant),
      details(id, "b"),
    )
  }
  return makeCase(id, files, steps)
}
