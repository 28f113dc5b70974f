import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Errors, chapter 11, and what is easily missed, Appendix C. */

const one = (path: string, inputs = 'x: "${inputs.x}"', more = "") =>
  `inputs: {x: {type: string, default: in}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ${path}}, ${more}inputs: {${inputs}}}\n`
const told = (line: string) => ({
  argv: line.split(" "),
  env: { PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT: "true" },
})
const raising = (body: string, head = "") => tool("t", "x", body, head)

const FAULTS: Record<string, string> = {
  user: raising("raise ValueError('v ' + x)"),
  chained: raising("try:\n    {}['k']\nexcept KeyError as e:\n    raise RuntimeError('r') from e"),
  pf: raising(
    "raise UserErrorException('u', target=ErrorTarget.TOOL)",
    "from promptflow.exceptions import UserErrorException, ErrorTarget\n",
  ),
  validation: raising(
    "raise ValidationException(message_format='f {a} {b}', a=1)",
    "from promptflow.exceptions import ValidationException\n",
  ),
  system: raising(
    "raise SystemErrorException(message='s')",
    "from promptflow.exceptions import SystemErrorException\n",
  ),
  own: raising(
    "raise Deep('d', error=ValueError('inner'))",
    "from promptflow.exceptions import UserErrorException\n\n\nclass Base(UserErrorException):\n    pass\n\n\nclass Deep(Base):\n    pass\n",
  ),
  base: raising("raise PromptflowException('p')", "from promptflow.exceptions import PromptflowException\n"),
  notimplemented: raising("raise NotImplementedError('n')"),
  load: "raise ValueError('at import')\n",
  syntax: "def t(:\n",
}

export const errors: SectionCase[] = [
  section(
    "11.1, 11.2, 11.4",
    "what tools raise: chains, targets, parameters, details",
    Object.fromEntries(
      Object.entries(FAULTS).flatMap(([name, text]) => [
        [`${name}/flow.dag.yaml`, one("t.py")],
        [`${name}/t.py`, text],
      ]),
    ),
    Object.keys(FAULTS).map((name) => told(`flow test --flow ${name}`)),
    { differs: { 9: { row: "`stack` stack traces", free: /^stated.*(filename|lineno|name)$/ } } },
  ),
  section(
    "11.5, 11.6",
    "error.json of lines and of aggregation nodes",
    {
      "flow/flow.dag.yaml": `${one("t.py")}- {name: agg, type: python, aggregation: true, source: {type: code, path: agg.py}, inputs: {xs: "\${t.output}"}}\n`,
      "flow/t.py": raising("if x == 'bad':\n    raise ValueError('v ' + x)\nreturn x"),
      "flow/agg.py": tool("agg", "xs", "raise IndexError(str(xs))"),
      "some.jsonl": jsonl([{ x: "a" }, { x: "bad" }]),
      "none.jsonl": jsonl([{ x: "a" }]),
      "all.jsonl": jsonl([{ x: "bad" }, { x: "bad" }]),
    },
    ["some", "none", "all"].map(
      (name) =>
        `run create --flow flow --data ${name}.jsonl --name s116_${name} --column-mapping x=\${data.x}`,
    ),
  ),
  section(
    "C, 3.5, 4.1, 5.2, 6.1, 3.10",
    "name and file of a tool, cells of a CSV, secrets in prints, templates, details",
    {
      "flow/flow.dag.yaml": `inputs: {x: {type: string, default: in}, n: {type: object, default: 1}, chat_history: {type: list, is_chat_history: true}}
outputs: {out: {type: object, reference: "\${t.output}"}, p: {type: string, reference: "\${p.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: t.py}, inputs: {x: "\${inputs.x}", n: "\${inputs.n}"}}
- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {x: "\${inputs.x}", n: "\${inputs.n}", t: "\${t.output}", h: "\${inputs.chat_history}"}}\n`,
      "flow/t.py": tool(
        "t",
        "x, n",
        "print('sig=abc;key=def&rest')\nreturn [x, repr(n), __name__, os.path.isabs(__file__), os.path.basename(os.path.dirname(__file__)), os.path.basename(os.getcwd())]",
        "import os\n",
      ),
      "flow/p.jinja2":
        "{# described #}\r\n{% if x %}\r\n  {{ x }}|{{ n }}|{{ t[2] }}|{{ nothing }}|{{ none }}|{{ true }}|{{ [1, none, 'a'] }}\r\n{% endif %}\r\n{{ h }}\r\n\r\n",
      "undefined/flow.dag.yaml": `inputs: {x: {type: string, default: in}}\noutputs: {p: {type: string, reference: "\${p.output}"}}\nnodes:\n- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {x: "\${inputs.x}"}}\n`,
      "undefined/p.jinja2": "{{ nothing.at }}",
      "unsafe/flow.dag.yaml": `inputs: {x: {type: string, default: in}}\noutputs: {p: {type: string, reference: "\${p.output}"}}\nnodes:\n- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {x: "\${inputs.x}"}}\n`,
      "unsafe/p.jinja2": "{{ x.__class__ }}",
      "data.csv": "x,n\n007,\nNA,1.0\n",
      "in.json": '{"x": "from json", "n": [1, 2.0, null], "zz": 1}',
      "in.jsonl": '{"x": "first"}\n{"x": "second"}\n',
    },
    [
      "flow test --flow flow --inputs in.json",
      "flow test --flow flow --inputs in.jsonl",
      "flow test --flow flow --inputs x='quoted=1' n=5",
      "run create --flow flow --data data.csv --name s_c --column-mapping x=${data.x} n=${data.n} chat_history=[]",
      "flow test --flow undefined",
      "flow test --flow unsafe",
    ],
  ),
]
