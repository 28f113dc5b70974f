import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Python tools: chapter 6, beyond execution.ts. */

const ANNOTATED = `from enum import Enum
from typing import Any, Dict, List, Optional, Union

from promptflow.connections import CustomConnection
from promptflow.contracts.types import FilePath, Secret
from promptflow.core import tool


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Number(Enum):
    ONE = 1


@tool
def t(a, b="x", c=5, d: int = 1, e: Optional[int] = None, f: Union[int, str] = None, g: Color = Color.RED,
      h: list = None, i: dict = None, j: bool = False, k: float = 0.0, l: Any = None, m: "int" = 1,
      n: List[str] = None, o: Dict[str, int] = None, p: Secret = "", q: FilePath = "", r: Number = Number.ONE,
      s=None, u=True, v=1.5, w=[1], x={"a": 1}, y: bytes = b"", z: tuple = (), c1: CustomConnection = None, **kwargs):
    given = dict(locals())
    return {key: [next(t.__name__ for t in (bool, int, float, str, list, dict, type(None), object) if isinstance(v, t)), str(v)] for key, v in given.items() if key != "given"}
`
const LETTERS = "abcdefghijklmnopqrsuvwxyz".split("")
const flow = (inputs: string, path = "t.py", more = "") =>
  `inputs: {x: {type: string, default: in}, o: {type: object, default: {k: [1]}}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ${path}}, ${more}inputs: {${inputs}}}\n`
const literals = (value: (letter: string) => string) =>
  LETTERS.map((letter) => `${letter}: ${value(letter)}`).join(", ")

export const tools: SectionCase[] = [
  section(
    "6.1, 6.2, 6.6",
    "annotations: what a literal becomes, and what the interface says",
    {
      "texts/flow.dag.yaml": flow(
        `a: "1", b: 2, c: "3", d: "4", e: "5", f: "6", g: blue, h: "[1, 2.0]", i: '{"k": null}', j: "true", k: "1", l: "7", m: "8", n: "[\\"a\\"]", o: '{"a": 1}', p: 9, q: 10, r: "1", s: 11, u: "false", v: "2", w: "[3]", x: "{}", y: t, z: "[1]", extra: "12", other: "\${inputs.o}"`,
      ),
      "texts/t.py": ANNOTATED,
      "plain/flow.dag.yaml": flow(literals(() => '"${inputs.x}"')),
      "plain/t.py": ANNOTATED,
      "defaults/flow.dag.yaml": flow("a: null, d: null, h: null, s: null"),
      "defaults/t.py": ANNOTATED,
      "number/flow.dag.yaml": flow("a: 1, d: x"),
      "number/t.py": ANNOTATED,
      "bool/flow.dag.yaml": flow("a: 1, u: maybe"),
      "bool/t.py": ANNOTATED,
      "float/flow.dag.yaml": flow("a: 1, v: much"),
      "float/t.py": ANNOTATED,
      "enum/flow.dag.yaml": flow("a: 1, g: green"),
      "enum/t.py": ANNOTATED,
      "fewer/flow.dag.yaml": flow("b: 1"),
      "fewer/t.py": ANNOTATED,
      "templates/flow.dag.yaml": `inputs: {x: {type: string, default: in}}
outputs: {out: {type: object, reference: "\${one.output}"}}
nodes:
- {name: one, type: python, source: {type: code, path: one.py}, inputs: {x: "\${inputs.x}"}}
- {name: two, type: python, source: {type: code, path: one.py}, inputs: {x: "\${one.output}"}}
- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {b: "\${two.output}"}}
- {name: v, use_variants: true}
node_variants:
  v:
    default_variant_id: a
    variants:
      a: {node: {type: prompt, source: {type: code, path: a.jinja2}, inputs: {}}}
      b: {node: {type: prompt, source: {type: code, path: sub/b.jinja2}, inputs: {}}}
`,
      "templates/one.py":
        "from promptflow.core import tool\n\ncount = 0\n\n\n@tool\ndef t(x):\n    global count\n    count += 1\n    return [count, x]\n",
      "templates/p.jinja2":
        "{# about #}\n{{ b }} {{ a }} {% for i in c %}{{ i }}{% endfor %}{% set d = e %}{{ d }}\n",
      "templates/a.jinja2": "plain",
      "templates/sub/b.jinja2": "{{ z }} ![image]({{ img }})",
    },
    [
      ...["texts", "plain", "defaults", "number", "bool", "float", "enum", "fewer", "templates"].map(
        (name) => `flow test --flow ${name}`,
      ),
      "flow validate --source texts",
      "flow validate --source templates",
    ],
  ),
  section(
    "6.1, 6.4, 6.5",
    "tool files that are odd, and nodes of packages that are not there",
    {
      ...Object.fromEntries(
        Object.entries({
          methods:
            "class P(ToolProvider):\n    @tool\n    def a(self, x):\n        return x\n\n    @tool\n    def b(self, x):\n        return x\n",
          both: "class P(ToolProvider):\n    @tool\n    def a(self, x):\n        return x\n\n\n@tool\ndef b(x):\n    return x\n",
          twice: "@tool\ndef t(x):\n    return 1\n\n\n@tool\ndef t(x):\n    return 2\n",
          alias: "@tool\ndef t(x):\n    return 1\n\n\nu = t\n",
          plainclass: "class P:\n    @tool\n    def a(self, x):\n        return x\n",
          nested:
            "def make():\n    @tool\n    def t(x):\n        return x\n    return t\n\n\nmade = make()\n",
          asynccall:
            "class P(ToolProvider):\n    def __init__(self, x):\n        super().__init__()\n\n    @tool\n    async def a(self, y='Y'):\n        return y\n",
          static: "class P(ToolProvider):\n    @staticmethod\n    @tool\n    def a(x):\n        return x\n",
          settings:
            "@tool(input_settings={'nope': InputSetting(is_multi_select=True)})\ndef t(x):\n    return x\n",
          positional: "@tool('named')\ndef t(x):\n    return x\n",
          posonly: "@tool\ndef t(x, /):\n    return x\n",
          kwonly: "@tool\ndef t(*, x):\n    return x\n",
          exits: "import sys\nsys.exit(3)\n",
          main: "if __name__ == '__main__':\n    raise ValueError\n\n\n@tool\ndef t(x):\n    return [__name__, t.__module__, t.__name__, t.__qualname__]\n",
          inherited: "from base import Base\n\n\nclass P(Base):\n    pass\n",
          overridden:
            "from base import Base\n\n\nclass P(Base):\n    @tool\n    def a(self, x):\n        return 'P' + x\n",
          more: "from base import Base\n\n\nclass P(Base):\n    @tool\n    def b(self, x):\n        return 'P' + x\n",
          classmethod:
            "class P(ToolProvider):\n    @classmethod\n    @tool\n    def a(cls, x):\n        return x\n",
        }).flatMap(([name, text]) => [
          [
            `${name}/base.py`,
            "from promptflow.core import tool, ToolProvider\n\n\nclass Base(ToolProvider):\n    @tool\n    def a(self, x):\n        return 'B' + x\n",
          ],
          [`${name}/flow.dag.yaml`, flow('x: "${inputs.x}"')],
          [
            `${name}/t.py`,
            `from promptflow.core import tool, ToolProvider\nfrom promptflow.entities import InputSetting\n\n\n${text}`,
          ],
        ]),
      ),
      "package/flow.dag.yaml": flow('x: "${inputs.x}"').replace(
        "type: code, path: t.py",
        "type: package, tool: no.such.tool",
      ),
      "prompted/flow.dag.yaml": flow('x: "${inputs.x}"')
        .replace("type: code, path: t.py", "type: package_with_prompt, tool: no.such.tool, path: p.jinja2")
        .replace("type: python", "type: custom_llm"),
      "prompted/p.jinja2": "{{ x }}",
      "code/flow.dag.yaml": flow('x: "${inputs.x}"').replace("type: python", "type: custom_llm"),
      "code/t.py": tool("t", "x", "return x"),
      "data.jsonl": jsonl([{ x: 1 }]),
    },
    [
      ...[
        "methods",
        "both",
        "twice",
        "alias",
        "plainclass",
        "nested",
        "asynccall",
        "static",
        "settings",
        "positional",
      ],
      ...[
        "posonly",
        "kwonly",
        "main",
        "package",
        "prompted",
        "code",
        "inherited",
        "overridden",
        "more",
        "classmethod",
      ],
    ].map((name) => `flow test --flow ${name}`),
    { differs: { 5: { row: "a tool whose module is looked up by name", exit: 0, free: true } } },
  ),
]
