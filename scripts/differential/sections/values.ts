import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Types and values: chapter 2. */

const see = tool(
  "see",
  "v",
  "return [type(v).__name__ if not isinstance(v, (int, float)) else kind(v), repr(v)]",
  "\n\ndef kind(v):\n    return next(t.__name__ for t in (bool, int, float) if isinstance(v, t))\n",
)
const typed = (type: string, more = "") =>
  `inputs: {v: {type: ${type}${more}}}\noutputs: {out: {type: object, reference: "\${see.output}"}}\nnodes:\n- {name: see, type: python, source: {type: code, path: ../see.py}, inputs: {v: "\${inputs.v}"}}\n`
const cast = (type: string, values: unknown[]) => ({
  [`${type}/flow.dag.yaml`]: typed(type),
  [`${type}.jsonl`]: jsonl(values.map((v) => ({ v }))),
})
const castRun = (type: string) => ({
  argv: [
    "run",
    "create",
    "--flow",
    type,
    "--data",
    `${type}.jsonl`,
    "--name",
    `s22_${type}`,
    "--column-mapping",
    "v=${data.v}",
  ],
})

const ANNOTATED = `from typing import Any, List, Optional, Union, Dict
from enum import Enum
from promptflow.core import tool, ToolProvider
from promptflow.contracts.types import Secret, FilePath, PromptTemplate, AssistantDefinition
from promptflow.contracts.multimedia import Image
from promptflow.connections import AzureOpenAIConnection, OpenAIConnection, CustomConnection


class Color(Enum):
    RED = "red"
    BLUE = 2


@tool
def t(a: int, b: float, c: bool, d: str, e: list, f: dict, g: List[str], h: Dict[str, int], i: Any, j, k: Secret, l: PromptTemplate,
      m: FilePath, n: Image, o: Optional[int], p: Union[int, str], q: Color, r: AzureOpenAIConnection,
      s: Union[AzureOpenAIConnection, OpenAIConnection], u: CustomConnection, w: object,
      d1=1, d2=1.5, d3=True, d4="x", d5=None, d6=[1], d7={"a": 1}, d8: int = 0, d9: str = "", e1: Color = Color.RED, e2: Optional[str] = None, **rest):
    return 1
`

export const values: SectionCase[] = [
  section(
    "2.1, 6.2, 6.6",
    "types of parameters, as flow.tools.json has them",
    {
      "flow/flow.dag.yaml": `inputs: {}\noutputs: {}\nnodes:\n- {name: t, type: python, source: {type: code, path: t.py}, inputs: {}}\n`,
      "flow/t.py": ANNOTATED,
    },
    ["flow validate --source flow"],
    { differs: { 0: { row: "`flow validate` of a DAG flow", exit: 1, free: /^result/ } } },
  ),
  section(
    "2.2, 2.3, A.6",
    "casts of flow inputs",
    {
      "see.py": see,
      ...cast("string", ["x", 1, 1.5, true, null, [1, "a", null], { a: [true, 1.25] }]),
      ...cast("int", ["3", " 3 ", "1_000", 2.9, -2.9, true, 7]),
      ...cast("double", ["1e3", 1, true, "  2.5 ", "nan", "inf", "-Infinity"]),
      ...cast("bool", [true, false, "TRUE", "false", "False"]),
      ...cast("list", ["[1, 2.0]", [1], "[]", []]),
      ...cast("object", ['{"a": 1}', "[1]", "12", "abc", "null", 1.5, null, { a: 1 }, "NaN"]),
      ...cast("secret", ["s", "1"]),
      ...cast("file_path", ["a/b.txt", "1"]),
      ...cast("prompt_template", ["{{x}}", "1"]),
    },
    ["string", "int", "double", "bool", "list", "object", "secret", "file_path", "prompt_template"].map(
      castRun,
    ),
  ),
  section(
    "2.2, 2.3, 11.3",
    "values that cannot be cast",
    {
      "see.py": see,
      ...Object.fromEntries(
        ["int", "double", "bool", "list"].map((type) => [`${type}/flow.dag.yaml`, typed(type)]),
      ),
      "null.json": '{"v": null}',
      "one.json": '{"v": 1}',
      "object.json": '{"v": {"a": 1}}',
    },
    [
      "flow test --flow int --inputs v=2.0",
      "flow test --flow int --inputs v=",
      "flow test --flow int --inputs null.json",
      "flow test --flow double --inputs v=1e",
      "flow test --flow bool --inputs v=yes",
      "flow test --flow bool --inputs one.json",
      "flow test --flow list --inputs v=abc",
      "flow test --flow list --inputs v={}",
      "flow test --flow list --inputs object.json",
    ],
  ),
  section(
    "2.3, 6.1",
    "literals are converted to the parameter's type, empty ones are dropped; references are not",
    {
      "flow/t.py": tool(
        "t",
        "a: int = 7, b: float = 0.5, c: bool = False, d: list = None, e: dict = None, f: str = 'F', g: int = 1, h: str = 'H', r: int = 0, **rest",
        "return {k: repr(v) for k, v in dict(a=a, b=b, c=c, d=d, e=e, f=f, g=g, h=h, r=r, **rest).items()}",
      ),
      "flow/flow.dag.yaml": `inputs: {x: {type: string, default: "12"}}
outputs: {out: {type: object, reference: "\${t.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: t.py}, inputs: {a: "5", b: "2", c: "True", d: "[1]", e: '{"k": 1}', f: 5, g: "", h: null, r: "\${inputs.x}", more: "5", other: 1.0}}\n`,
      ...Object.fromEntries(
        Object.entries({ bad: 'a: "x"', badlist: 'd: "{}"', badbool: "c: 1", badfloat: "b: []" }).map(
          ([name, input]) => [
            `${name}/flow.dag.yaml`,
            `inputs: {}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ../flow/t.py}, inputs: {${input}}}\n`,
          ],
        ),
      ),
    },
    [
      "flow test --flow flow",
      "flow test --flow bad",
      "flow test --flow badlist",
      "flow test --flow badbool",
      "flow test --flow badfloat",
    ],
  ),
  section(
    "2.4",
    "Secret, FilePath and PromptTemplate are hints",
    {
      "flow/t.py": tool(
        "t",
        "s: Secret, p: FilePath, q: PromptTemplate",
        "return [type(s).__name__, type(p).__name__, s, p, q] + [isinstance(v, str) for v in (s, p, q)]",
        "from promptflow.contracts.types import Secret, FilePath, PromptTemplate\n",
      ),
      "flow/flow.dag.yaml": `inputs: {s: {type: secret, default: hush}, p: {type: file_path, default: a.txt}}
outputs: {out: {type: object, reference: "\${t.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: t.py}, inputs: {s: "\${inputs.s}", p: "\${inputs.p}", q: "{{x}}"}}\n`,
    },
    ["flow test --flow flow"],
  ),
  section(
    "2.5",
    "images that are none, as literals and as inputs",
    {
      "t.py": tool(
        "t",
        "i: Image = None",
        "return str(i)",
        "from promptflow.contracts.multimedia import Image\n",
      ),
      ...Object.fromEntries(
        Object.entries({
          missing: '"nope.png"',
          odd: "{a: b}",
          other: '{type: image_url, image_url: {url: "http://x/y.png"}}',
          number: "5",
          list: "[1]",
          empty: '""',
        }).flatMap(([name, literal]) => [
          [
            `${name}/flow.dag.yaml`,
            `inputs: {}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ../t.py}, inputs: {i: ${literal}}}\n`,
          ],
        ]),
      ),
      "input/flow.dag.yaml": `inputs: {i: {type: image}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ../t.py}, inputs: {i: "\${inputs.i}"}}\n`,
      "dict.json": '{"i": {"a": "b"}}',
      "number.json": '{"i": 5}',
      "good.json":
        '{"i": {"data:image/png;base64": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQAY3Y2wAAAAAElFTkSuQmCC"}}',
    },
    [
      "flow test --flow missing",
      "flow test --flow odd",
      "flow test --flow other",
      "flow test --flow number",
      "flow test --flow list",
      "flow test --flow empty",
      "flow test --flow input --inputs i=",
      "flow test --flow input --inputs i=nope.png",
      "flow test --flow input --inputs dict.json",
      "flow test --flow input --inputs number.json",
    ],
  ),
  section(
    "2.6",
    "what is recorded of values that JSON cannot hold, and which of them may be an output",
    {
      "make.py": tool(
        "make",
        "k",
        "return {'date': lambda: datetime.datetime(2024, 1, 2, 3, 4), 'enum': lambda: Color.RED, 'data': lambda: Data(1, [Data(2, None)]), 'set': lambda: {1}, 'tuple': lambda: (1, 'a'), 'bytes': lambda: b'x', 'nan': lambda: [float('nan'), float('inf')], 'keys': lambda: {1: 'a', None: 'b'}, 'text': lambda: 'é\\u2028😀', 'class': lambda: Plain()}[k]()",
        "import datetime\nfrom dataclasses import dataclass\nfrom enum import Enum\n\n\nclass Color(Enum):\n    RED = 'red'\n\n\n@dataclass\nclass Data:\n    a: int\n    b: object\n\n\nclass Plain:\n    def __repr__(self):\n        return 'a plain one'\n",
      ),
      "text.py": tool("text", "v", "return str(type(v).__name__)"),
      "flow.dag.yaml": `inputs: {k: {type: string, default: date}}\noutputs: {kind: {type: string, reference: "\${text.output}"}, out: {type: object, reference: "\${make.output}"}}\nnodes:\n- {name: make, type: python, source: {type: code, path: make.py}, inputs: {k: "\${inputs.k}"}}\n- {name: text, type: python, source: {type: code, path: text.py}, inputs: {v: "\${make.output}"}}\n`,
      "inner/flow.dag.yaml": `inputs: {k: {type: string, default: date}}\noutputs: {kind: {type: string, reference: "\${text.output}"}}\nnodes:\n- {name: make, type: python, source: {type: code, path: ../make.py}, inputs: {k: "\${inputs.k}"}}\n- {name: text, type: python, source: {type: code, path: ../text.py}, inputs: {v: "\${make.output}"}}\n`,
    },
    [
      ...["date", "enum", "data", "set", "tuple", "bytes", "nan", "keys", "text", "class"].flatMap((k) => [
        `flow test --flow ./flow.dag.yaml --inputs k=${k}`,
      ]),
      ...["date", "enum", "data", "set", "bytes", "class"].map(
        (k) => `flow test --flow inner --inputs k=${k}`,
      ),
    ],
  ),
]
