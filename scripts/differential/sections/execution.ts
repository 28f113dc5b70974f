import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Execution and tools: chapters 3, 5 and 6. */

const ECHO = tool("t", "x=None, y=None", "return x")
const node = (name: string, inputs: string, more = "", file = "t.py") =>
  `- {name: ${name}, type: python, source: {type: code, path: ${file}}, ${more}inputs: {${inputs}}}\n`
const PROVIDER = `from promptflow.core import tool, ToolProvider


class P(ToolProvider):
    def __init__(self, a: str, b: int = 2):
        super().__init__()
        if a == "boom":
            raise ValueError("no boom")
        self.a = a
        self.b = b

    @tool
    def t(self, x: str, y: str = "Y"):
        return [self.a, self.b, x, y]
`
const providing = (inputs: string) =>
  `inputs: {x: {type: string, default: in}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ../p.py}, inputs: {${inputs}}}\n`
const flows = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}/flow.dag.yaml`, text]))
const testing = (...names: string[]) => names.map((name) => `flow test --flow ${name}`)

export const execution: SectionCase[] = [
  section(
    "3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 4.4, 4.5, 4.7, 8.2, 11.4, 11.5, A.9",
    "one batch: lines that fail, time out, exit and go on; bypass; records, metrics, error.json",
    {
      "flow/flow.dag.yaml": `inputs: {k: {type: string}, d: {type: string, default: dd}}
outputs: {out: {type: string, reference: "\${last.output}"}, only: {type: string, reference: "\${only.output}"}}
nodes:
${node("do", 'k: "${inputs.k}"', "", "do.py")}${node("only", 'x: "${do.output}"', 'activate: {when: "${inputs.k}", is: fine}, ')}${node("after", 'x: "${only.output}", y: lit')}${node("last", 'x: "${do.output}", y: "${after.output}"')}${node("agg", 'outs: "${last.output}", onlys: "${only.output}", ks: "${inputs.k}", ds: "${inputs.d}", one: 1', "aggregation: true, ", "agg.py")}`,
      "flow/t.py": ECHO,
      "flow/do.py": tool(
        "do",
        "k",
        `if k == 'raise':\n    raise KeyError('kk')\nif k == 'pf':\n    raise SystemErrorException('own')\nif k == 'print':\n    print('a=1 key=abc;', 2)\n    print()\n    print('err', file=sys.stderr)\nreturn k + '!'`,
        "import sys\nfrom promptflow.exceptions import SystemErrorException\n",
      ),
      "flow/agg.py": tool(
        "agg",
        "outs, onlys, ks, ds, one",
        "log_metric('n', len(outs))\nlog_metric('n2', one)\nlog_metric('n2', 2.5)\nlog_metric('v', 1, 'variant')\nreturn [outs, onlys, ks, ds, one]",
        "from promptflow.core import log_metric\n",
      ),
      "data.jsonl": jsonl(["fine", "raise", "pf", "print"].map((k) => ({ k }))),
    },
    [
      "run create --flow flow --data data.jsonl --name s3_a --column-mapping 'k=${data.k}'",
      "run show-metrics --name s3_a",
      "run show-details --name s3_a",
      "flow test --flow flow --inputs k=raise",
    ],
  ),
  section(
    "3.6, 11.3",
    "a line that takes too long",
    {
      "flow/flow.dag.yaml": `inputs: {k: {type: string, default: slow}}\noutputs: {out: {type: string, reference: "\${do.output}"}}\nnodes:\n${node("do", 'k: "${inputs.k}"', "", "do.py")}`,
      "flow/do.py": tool("do", "k", "time.sleep(5 if k == 'slow' else 0)\nreturn k", "import time\n"),
    },
    [{ argv: ["flow", "test", "--flow", "flow"], env: { PF_LINE_TIMEOUT_SEC: "1" } }],
  ),
  section(
    "3.9",
    "one node alone: what a node needs, activation is ignored, aggregation gets lists",
    {
      "flow/flow.dag.yaml": `inputs: {k: {type: int}}
outputs: {}
nodes:
${node("one", 'x: "${inputs.k}"', 'activate: {when: "${inputs.k}", is: 99}, ')}${node("two", 'x: "${one.output.a}", y: "${flow.k}"')}${node("agg", 'x: "${two.output}", y: "${inputs.k}"', "aggregation: true, ")}- {name: nosource, type: python, inputs: {}}\n- {name: notype, source: {type: code, path: t.py}, inputs: {}}\n`,
      "flow/t.py": ECHO,
      "sourced/flow.dag.yaml": `inputs: {k: {type: int}}\noutputs: {}\nnodes:\n${node("one", 'x: "${inputs.k}"', 'activate: {when: "${inputs.k}", is: 99}, ')}${node("two", 'x: "${one.output.a}", y: "${flow.k}"')}${node("agg", 'x: "${two.output}", y: "${inputs.k}"', "aggregation: true, ")}`,
      "sourced/t.py": ECHO,
    },
    [
      "flow test --flow sourced --node one --inputs k=1",
      "flow test --flow sourced --node two --inputs one.output.a=7 k=2",
      "flow test --flow sourced --node agg --inputs two.output=7 k=2",
      "flow test --flow sourced --node agg --inputs k=2",
      "flow test --flow sourced --node nobody",
      "flow test --flow flow --node nosource",
    ],
  ),
  section(
    "3.11, 3.5",
    "generators: a node that another reads is handed on, an output is joined",
    {
      "flow/flow.dag.yaml": `inputs: {}\noutputs: {out: {type: string, reference: "\${gen.output}"}, list: {type: object, reference: "\${read.output}"}}\nnodes:\n${node("gen", "", "", "gen.py")}${node("gen2", "", "", "gen.py")}${node("read", 'v: "${gen2.output}"', "", "read.py")}`,
      "flow/gen.py": tool("gen", "", "for i in range(3):\n    yield i"),
      "flow/read.py": tool("read", "v", "return list(v)"),
      "data.jsonl": jsonl([{ a: 1 }]),
    },
    [
      "flow test --flow flow",
      "run create --flow flow --data data.jsonl --name s311 --column-mapping 'a=${data.a}'",
    ],
  ),
  section(
    "5.1, 5.2",
    "LLM nodes: provider, api, connection, names that the tool takes; a serverless connection",
    {
      "serverless.yaml": "name: s51_serverless\ntype: serverless\napi_key: some-key\napi_base: $BASE\n",
      "v1.yaml": "name: s51_v1\ntype: serverless\napi_key: some-key\napi_base: $BASE/v1\n",
      "serp.yaml": "name: s51_serp\ntype: serp\napi_key: some-key\n",
      "p.jinja2": "system:\nS\nuser:\n{{ q }} {{ nothing }}\n",
      "taken.jinja2": "user:\n{{ q }} {{ temperature }}\n",
      ...Object.fromEntries(
        Object.entries({
          serverless: [
            "s51_serverless",
            "chat",
            "model: m, temperature: '0.5', max_tokens: '', stop: ''",
            "p",
          ],
          v1: ["s51_v1", "completion", "model: m, max_tokens: 5", "p"],
          serp: ["s51_serp", "chat", "model: m", "p"],
          api: ["s51_serverless", "nope", "model: m", "p"],
          nowhere: ["s51_missing", "chat", "model: m", "p"],
          taken: ["s51_serverless", "chat", "model: m", "taken"],
        }).map(([name, [connection, api, inputs, file]]) => [
          `${name}/flow.dag.yaml`,
          `inputs: {q: {type: string, default: "user:\\nhi"}}\noutputs: {out: {type: string, reference: "\${ask.output}"}}\nnodes:\n- {name: ask, type: llm, provider: Nobody, source: {type: code, path: ../${file}.jinja2}, connection: ${connection}, api: ${api}, inputs: {${inputs}, q: "\${inputs.q}"}}\n`,
        ]),
      ),
    },
    [
      "connection create --file serverless.yaml",
      "connection create --file v1.yaml",
      "connection create --file serp.yaml",
      ...testing("serverless", "v1", "serp", "api", "nowhere", "taken"),
    ],
  ),
  section(
    "6.1, 11.3, 11.4",
    "ToolProvider: constructor inputs are literals and required; what a constructor raises",
    {
      "p.py": PROVIDER,
      "data.jsonl": jsonl([{ x: "1" }]),
      "both.py": PROVIDER.replace("x: str, y", "x: str, a: str = 'A', y"),
      ...flows({
        good: providing('a: A, b: "5", x: "${inputs.x}"'),
        missing: providing('x: "${inputs.x}"'),
        linked: providing('a: "${inputs.x}", x: "${inputs.x}"'),
        bad: providing('a: A, b: "x", x: "${inputs.x}"'),
        boom: providing('a: boom, x: "${inputs.x}"'),
        extra: providing('a: A, x: "${inputs.x}", zz: 1'),
        twice: providing('a: A, x: "${inputs.x}"').replace("p.py", "both.py"),
      }),
    },
    [
      ...testing("good", "missing", "linked", "bad", "boom", "extra", "twice"),
      "run create --flow boom --data data.jsonl --name s61_boom",
    ],
  ),
  section(
    "6.1",
    "what a tool file may hold, and the words of the decorator",
    {
      ...Object.fromEntries(
        Object.entries({
          none: "def t(x):\n    return x\n",
          imported: "from other import t\n",
          two: `${ECHO}\n\n@tool\ndef u(x):\n    return x\n`,
          type: ECHO.replace("@tool", '@tool(type="nope")'),
          args: "from promptflow.core import tool\n\n\n@tool\ndef t(x, *args, **kwargs):\n    return [x, list(args), kwargs]\n",
          extra: ECHO.replace(
            "@tool",
            '@tool(name="N", description="D", type="python", input_settings={}, icon="i.png", category="c")',
          ),
          unknown: "from promptflow.core import tool\n\n\n@tool\ndef t(y=1):\n    return y\n",
          syntax: "def t(:\n",
        }).flatMap(([name, text]) => [
          [
            `${name}/flow.dag.yaml`,
            `inputs: {x: {type: string, default: in}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n${node("t", 'x: "${inputs.x}", z: 1')}`,
          ],
          [`${name}/t.py`, text],
          [`${name}/other.py`, ECHO],
        ]),
      ),
      "data.jsonl": jsonl([{ x: 1 }]),
    },
    [
      ...testing("none", "imported", "two", "type", "args", "extra", "unknown", "syntax"),
      "run create --flow syntax --data data.jsonl --name s61",
    ],
  ),
]
