import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Patterns of the original's samples: surface 7; flex flows and chats, spec 1.3, 1.5, 1.6, 3.8. */

const metricNode = (name: string) =>
  `- {name: ${name}, type: python, source: {type: code, path: score.py}, activate: {when: "\${validate_input.output.${name}}", is: true}, inputs: {name: ${name}, answer: "\${inputs.answer}"}}\n`
const METRICS = ["f1", "coherence", "similarity"]

const flex = (body: string, yaml = "entry: m:f\n") => ({ "flow.flex.yaml": yaml, "m.py": body })
const FLEX: Record<string, Record<string, string>> = {
  text: flex("def f(x: str = 'a') -> str:\n    return x + '!'\n"),
  dict: flex("def f(x: str, n: int = 2):\n    return {'x': x * n, 'n': n}\n"),
  nocolon: flex("def f(x):\n    return x\n", "entry: m\n"),
  noname: flex("def f(x):\n    return x\n", "entry: m:g\n"),
  nomodule: flex("def f(x):\n    return x\n", "entry: n:f\n"),
  nocall: flex("class f:\n    pass\n"),
  noentry: { "flow.flex.yaml": "entry:\n", "m.py": "" },
  ports: flex("def f(x: str):\n    return x\n", "entry: m:f\ninputs: {y: {type: string}}\n"),
  annotation: flex("class A:\n    pass\n\n\ndef f(x: A):\n    return str(x)\n"),
  returns: flex("def f(x: str = 'a') -> int:\n    return 1\n"),
  raises: flex("def f(x: str = 'a'):\n    raise KeyError(x)\n"),
  sample: flex("def f(x: str):\n    return x\n", "entry: m:f\nsample: {inputs: {x: from sample}}\n"),
  typed: flex(
    "def f(a: int, b: float, c: bool, d: list, e: dict, g='t'):\n    return [repr(v) for v in (a, b, c, d, e, g)]\n",
  ),
  code: {
    "flow.flex.yaml": "entry: m:f\ncode: src\n",
    "src/m.py": "import os\n\n\ndef f(x: str = 'a'):\n    return os.path.basename(os.getcwd())\n",
  },
  cls: flex(
    "class f:\n    def __init__(self, k: str = 'K', n: int = 1):\n        self.k, self.n = k, n\n\n    def __call__(self, x: str = 'a'):\n        return {'v': [self.k, self.n, x]}\n\n    def __aggregate__(self, lines):\n        return {'count': len(lines), 'last': lines[-1].v[2] if lines else None}\n",
  ),
  aggregate: flex(
    "class f:\n    def __init__(self):\n        pass\n\n    def __call__(self, x: str = 'a'):\n        return x\n\n    def __aggregate__(self, a, b):\n        return {}\n",
  ),
}

const chatFlow = (more: string) =>
  `inputs:\n  question: {type: string, is_chat_input: true}\n  chat_history: {type: list${more}}\noutputs: {answer: {type: string, reference: "\${t.output}", is_chat_output: true}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ../t.py}, inputs: {q: "\${inputs.question}", h: "\${inputs.chat_history}"}}\n`

export const patterns: SectionCase[] = [
  section(
    "surface 7, 3.4, 3.7",
    "metrics that are selected, validated, activated, put together and aggregated",
    {
      "flow/flow.dag.yaml": `inputs:
  answer: {type: string}
  metrics: {type: string, default: "f1,similarity"}
outputs:
  f1: {type: object, reference: "\${concat_scores.output.f1}"}
  similarity: {type: object, reference: "\${concat_scores.output.similarity}"}
  all: {type: object, reference: "\${concat_scores.output}"}
nodes:
- {name: select_metrics, type: python, source: {type: code, path: select_metrics.py}, inputs: {metrics: "\${inputs.metrics}"}}
- {name: validate_input, type: python, source: {type: code, path: validate.py}, inputs: {selected: "\${select_metrics.output}", answer: "\${inputs.answer}"}}
${METRICS.map(metricNode).join("")}- {name: concat_scores, type: python, source: {type: code, path: concat.py}, inputs: {${METRICS.map((m) => `${m}: "\${${m}.output}"`).join(", ")}}}
- {name: aggregate, type: python, aggregation: true, source: {type: code, path: aggregate.py}, inputs: {results: "\${concat_scores.output}"}}\n`,
      "flow/select_metrics.py": tool(
        "select",
        "metrics: str",
        "names = [m.strip() for m in metrics.split(',')]\nreturn {m: m in names for m in ('f1', 'coherence', 'similarity')}",
      ),
      "flow/validate.py": tool(
        "validate",
        "selected: dict, answer: str",
        "return {m: on and answer.strip() != '' for m, on in selected.items()}",
      ),
      "flow/score.py": tool(
        "score",
        "name: str, answer: str",
        "if answer == 'boom' and name == 'f1':\n    raise ValueError(name)\nreturn float(len(answer) + len(name))",
      ),
      "flow/concat.py": tool(
        "concat",
        "f1=None, coherence: float = -1.0, similarity=None",
        "return {'f1': f1, 'coherence': coherence, 'similarity': similarity}",
      ),
      "flow/aggregate.py": tool(
        "aggregate",
        "results: list",
        "for name in ('f1', 'coherence', 'similarity'):\n    values = [r[name] for r in results if r[name] is not None]\n    log_metric(name, round(sum(values) / len(values), 2) if values else None)\nreturn len(results)",
        "from promptflow.core import log_metric\n",
      ),
      "data.jsonl": jsonl([{ a: "one" }, { a: "" }, { a: "boom" }, { a: "three" }]),
    },
    [
      "flow test --flow flow --inputs answer=words",
      "flow test --flow flow --inputs answer= metrics=coherence",
      "run create --flow flow --data data.jsonl --name s7_a --column-mapping answer=${data.a}",
      "run show-details --name s7_a",
      "run show-metrics --name s7_a",
      "run create --flow flow --data data.jsonl --name s7_b --column-mapping answer=${data.a} metrics='f1, coherence'",
    ],
  ),
  section(
    "1.3, 3.8",
    "entries of flex flows: what runs, what is refused",
    {
      ...Object.fromEntries(
        Object.entries(FLEX).flatMap(([name, files]) =>
          Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]),
        ),
      ),
      "typed.json": '{"a": "5", "b": "1", "c": "true", "d": "[1]", "e": "{}"}',
      "data.jsonl": jsonl([{ x: "p" }, { x: "q" }]),
    },
    [
      "flow test --flow text",
      "flow test --flow dict --inputs x=ab n=3",
      "flow test --flow dict",
      ...[
        "nocolon",
        "noname",
        "nomodule",
        "nocall",
        "noentry",
        "ports",
        "annotation",
        "returns",
        "raises",
        "sample",
      ].map((name) => `flow test --flow ${name}`),
      "flow test --flow typed --inputs typed.json",
      "flow test --flow code",
      "flow test --flow cls --init k=J n=4",
      "run create --flow cls --data data.jsonl --name s38_a --init n=2 --column-mapping x=${data.x}",
      "run show-metrics --name s38_a",
      "run create --flow aggregate --data data.jsonl --name s38_b --column-mapping x=${data.x}",
    ],
    { differs: { 3: { row: "`traceback` mistakes in a flow file", free: /^result/ } } },
  ),
  section(
    "1.5, 1.6, 3.10",
    "chat flows that are tested without a history",
    {
      "t.py": tool("t", "q, h", "return [q, h]"),
      "named/flow.dag.yaml": chatFlow(""),
      "off/flow.dag.yaml": chatFlow(", is_chat_history: false"),
      "given/flow.dag.yaml": chatFlow(", default: [{inputs: {question: a}, outputs: {answer: b}}]"),
    },
    [
      "flow test --flow named --inputs question=hi",
      "flow test --flow named",
      "flow test --flow off --inputs question=hi",
      "flow test --flow given --inputs question=hi unknown=1",
    ],
  ),
]
