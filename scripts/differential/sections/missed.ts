import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** What is easily missed, Appendix C, where the other chapters do not ask it; errors of chapter 11 that they do not reach. */

const node = (name: string, inputs: string, more = "", file = "t.py") =>
  `- {name: ${name}, type: python, source: {type: code, path: ${file}}, ${more}inputs: {${inputs}}}\n`
const PROMPTY = (head: string) =>
  `---\nname: n\nmodel:\n  api: chat\n  configuration: {type: openai, model: m, api_key: some-key, base_url: $BASE/v1}\n  parameters: {}\n${head}---\nuser:\n{{q}}|{{n}}\n`
const raising = (body: string, head = "") => ({
  "flow.dag.yaml": `inputs: {x: {type: string, default: in}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n${node("t", 'x: "${inputs.x}"')}`,
  "t.py": tool("t", "x", body, head),
})
const RAISED: Record<string, Record<string, string>> = {
  empty: raising("raise ValueError()"),
  braces: raising("raise ValueError('{a} {0} {} %s $x')"),
  sdk: raising("raise RunNotFoundError('no run')", "from promptflow._sdk._errors import RunNotFoundError\n"),
  mapping: raising(
    "raise InputMappingError(message_format='no {a}', a='mapping')",
    "from promptflow.batch._errors import InputMappingError\n",
  ),
  core: raising("raise JinjaTemplateError('t')", "from promptflow.core._errors import JinjaTemplateError\n"),
}

export const missed: SectionCase[] = [
  section(
    "C, 3.4, 3.9",
    "bypass and defaults, one node alone, samples of prompties",
    {
      "flow/flow.dag.yaml": `inputs: {k: {type: string, default: go}}
outputs: {out: {type: object, reference: "\${show.output}"}, p: {type: string, reference: "\${p.output}"}, gone: {type: string, reference: "\${off.output}"}}
nodes:
${node("off", 'x: "${inputs.k}"', 'activate: {when: "${inputs.k}", is: never}, ')}${node("next", 'x: "${off.output}"')}${node("both", 'x: "${off.output}", y: "${next.output}"')}${node("own", 'x: "${off.output}"', 'activate: {when: "${inputs.k}", is: go}, ')}${node("some", 'x: "${off.output}", y: "${inputs.k}"')}${node("show", 'a: "${next.output}", b: "${both.output}", c: "${own.output}", d: "${some.output}", e: "${off.output}"', "", "show.py")}- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {a: "\${off.output}", b: "\${own.output}", k: "\${inputs.k}"}}
`,
      "flow/t.py": tool("t", "x='the default', y='why'", "return [x, y]"),
      "flow/show.py": tool("show", "a='A', b='B', c='C', d='D', e=None", "return [a, b, c, d, e]"),
      "flow/p.jinja2": "{{ a }}|{{ b }}|{{ k }}|{{ a is none }}",
      "alone/flow.dag.yaml": `inputs: {k: {type: int, default: 5}}
outputs: {}
nodes:
${node("one", 'x: "${inputs.k}", y: lit')}${node("two", 'x: "${one.output}", y: "${inputs.k}"')}${node("needs", "x: a, c: sC_missing", "", "needs.py")}`,
      "alone/t.py": tool("t", "x='the default', y='why'", "return [x, y]"),
      "alone/needs.py": tool(
        "t",
        "x, c: CustomConnection",
        "return x",
        "from promptflow.connections import CustomConnection\n",
      ),
      "named/flow.dag.yaml": `inputs: {k: {type: int, default: 5}}
outputs: {}
nodes:
${node("one", 'x: "${inputs.k}", y: lit')}${node("two", 'x: "${one.output}", y: "${inputs.k}"')}${node("agg", 'x: "${two.output}"', "aggregation: true, ")}`,
      "named/t.py": tool("t", "x='the default', y='why'", "return [x, y]"),
      "p/sample.prompty": PROMPTY("sample: {q: from the sample, n: 1}\n"),
      "p/both.prompty": PROMPTY(
        "sample: {q: from the sample, n: 1}\ninputs: {q: {type: string}, n: {type: int}}\n",
      ),
      "p/default.prompty": PROMPTY("inputs: {q: {type: string, default: d}, n: {type: int, default: 4}}\n"),
      "data.jsonl": jsonl([{ q: "one" }, { q: "two", n: 7 }]),
    },
    [
      "flow test --flow flow",
      "flow test --flow flow --inputs k=never",
      "flow test --flow alone --node one --inputs k=1",
      "flow test --flow named --node one",
      "flow test --flow named --node one --inputs k=1",
      "flow test --flow named --node one --inputs inputs.k=1",
      "flow test --flow named --node two --inputs one.output=a k=2",
      "flow test --flow named --node two --inputs one.output='[1, 2]' inputs.k=2",
      "flow test --flow named --node two --inputs k=2",
      "flow test --flow named --node agg --inputs two.output=x",
      "flow test --flow p/sample.prompty --inputs q=given",
      "flow test --flow p/both.prompty --inputs q=given n=3",
      "flow test --flow p/both.prompty --inputs q='quoted' n='3'",
      "flow test --flow p/both.prompty",
      "flow test --flow p/default.prompty --inputs n=x",
      "flow test --flow p/default.prompty",
      "run create --flow p/default.prompty --data data.jsonl --name sC_prompty --column-mapping q=${data.q}",
    ],
  ),
  section(
    "11.1, 11.2, 11.3, 11.6",
    "more that tools raise, and aggregation nodes that fail beside others",
    {
      ...Object.fromEntries(
        Object.entries(RAISED).flatMap(([name, files]) =>
          Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]),
        ),
      ),
      "agg/flow.dag.yaml": `inputs: {x: {type: string, default: in}}
outputs: {out: {type: object, reference: "\${t.output}"}}
nodes:
${node("t", 'x: "${inputs.x}"')}${node("bad", 'xs: "${t.output}"', "aggregation: true, ", "bad.py")}${node("good", 'xs: "${t.output}"', "aggregation: true, ", "good.py")}${node("after", 'xs: "${bad.output}"', "aggregation: true, ", "good.py")}`,
      "agg/t.py": tool("t", "x", "return x"),
      "agg/bad.py": tool("bad", "xs", "raise ValueError('bad agg')"),
      "agg/good.py": tool(
        "good",
        "xs",
        "log_metric('good', len(xs))\nreturn xs",
        "from promptflow.core import log_metric\n",
      ),
      "data.jsonl": jsonl([{ x: "a" }, { x: "b" }]),
    },
    [
      ...Object.keys(RAISED).map((name) => ({
        argv: ["flow", "test", "--flow", name],
        env: { PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT: "true" },
      })),
      "run create --flow braces --data data.jsonl --name s11_braces --column-mapping x=${data.x}",
      "run create --flow agg --data data.jsonl --name s11_agg --column-mapping x=${data.x}",
      "run show-metrics --name s11_agg",
      "flow test --flow agg",
    ],
  ),
]
