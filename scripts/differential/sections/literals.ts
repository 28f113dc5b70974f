import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Rows of chapter 2 that values.ts leaves out. */

const TYPED = `from enum import Enum
from typing import Dict, List, Optional, Union
from promptflow.core import tool
from promptflow.contracts.types import FilePath, Secret


class Color(Enum):
    RED = "red"
    TWO = 2


@tool
def t(a: Union[int, str] = 1, b: Union[str, int] = "b", c: Optional[int] = None, d: List[int] = None, e: Dict[str, int] = None, f: Color = Color.RED, g: Secret = None, h: FilePath = None, i: object = None, j=None, k: float = 0.0, l=5, m=True, n=[1], o={"a": 1}, p: bytes = b"", q: Optional[bool] = None):
    return {k: [type(v).__name__, repr(v)] for k, v in dict(a=a, b=b, c=c, d=d, e=e, f=f, g=g, h=h, i=i, j=j, k=k, l=l, m=m, n=n, o=o, p=p, q=q).items()}
`
const LITERALS: Record<string, string> = {
  texts:
    'a: "5", b: 5, c: "7", d: "[1]", e: "{}", f: red, g: hush, h: a/b, i: "[1]", j: "[1]", k: 3, l: "6", m: "false", n: "[2]", o: "{}", p: abc, q: "True"',
  values:
    'a: 5, b: 15, c: 7, d: [1, 2], e: {a: 1}, f: 2, g: 5, h: 5, i: {a: 1}, j: 1, k: "nan", l: 7, n: [1], o: [1]',
  dropped: 'a: null, b: "", c: null, d: null, e: "", f: null, l: null, m: "", n: null, o: ""',
  first: "a: abc",
  optional: "c: abc",
  member: "f: green",
  name: "f: RED",
  flag: "m: yes",
  zero: "m: 0",
  guessed: "l: x",
  list: "n: 5",
  dict: "n: {a: 1}",
  truth: "q: 1",
  unknown: "zz: 5",
}

/** Expressions of Python, and what a flow may answer or only hand on. */
const VALUES: Record<string, string> = {
  tuplekey: "{(1, 2): 'a'}",
  keys: "{True: 1, None: 2, 1.5: 3, 2: 4}",
  setin: "{'a': {1}}",
  data: "[Data(1, Data(2, [3]))]",
  serialize: "Ser()",
  enumin: "[Color.RED]",
  datetime: "{'d': datetime.datetime(2024, 1, 2)}",
  exception: "ValueError('x')",
  complex: "1 + 2j",
  decimal: "decimal.Decimal('1.10')",
  uuid: "uuid.UUID(int=5)",
  path: "pathlib.PurePosixPath('/a')",
  ordered: "collections.OrderedDict(a=1)",
  frozen: "frozenset([1])",
  bytes: "bytearray(b'x')",
  range: "range(3)",
  big: "2**70",
  zero: "[-0.0, 1e16, 1e22, 1.5e-7]",
  nan: "{'a': [float('nan'), float('-inf')]}",
  control: "'a\\x00b\\x1b\\u2028'",
  connection: "CustomConnection(secrets={'k': 'vvvvvvvvv'}, configs={'c': 'd'}, name='nn')",
  secret: "Secret('abcdefgh')",
  none: "None",
}
const MAKE = `import collections, datetime, decimal, pathlib, uuid
from dataclasses import dataclass
from enum import Enum
from promptflow.core import tool
from promptflow.connections import CustomConnection
from promptflow.contracts.types import Secret


class Color(Enum):
    RED = "red"


@dataclass
class Data:
    a: object
    b: object


@dataclass
class Ser:
    a: int = 1

    def serialize(self):
        return {"ser": self.a}


@tool
def make(k):
    return {
${Object.entries(VALUES)
  .map(([k, v]) => `        '${k}': lambda: ${v},\n`)
  .join("")}    }[k]()
`
const making = (outputs: string) => `inputs: {k: {type: string, default: none}}
outputs: {${outputs}kind: {type: string, reference: "\${kind.output}"}}
nodes:
- {name: make, type: python, source: {type: code, path: ../make.py}, inputs: {k: "\${inputs.k}"}}
- {name: kind, type: python, source: {type: code, path: ../kind.py}, inputs: {v: "\${make.output}"}}\n`
const create = (flow: string) => ({
  argv: [
    "run",
    "create",
    "--flow",
    flow,
    "--data",
    `${flow}.jsonl`,
    "--name",
    `li_${flow}`,
    "--column-mapping",
    "k=${data.k}",
  ],
})

export const literals: SectionCase[] = [
  section(
    "2.1, 2.3",
    "literals by the first type of a parameter, or the type of its default",
    {
      "t.py": TYPED,
      ...Object.fromEntries(
        Object.entries(LITERALS).map(([name, inputs]) => [
          `${name}/flow.dag.yaml`,
          `inputs: {}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ../t.py}, inputs: {${inputs}}}\n`,
        ]),
      ),
    },
    Object.keys(LITERALS).map((name) => `flow test --flow ${name}`),
  ),
  section(
    "2.6",
    "values of every kind in a run, as outputs and between nodes",
    {
      "make.py": MAKE,
      "kind.py": tool("kind", "v", "return type(v).__name__"),
      "out/flow.dag.yaml": making('out: {type: object, reference: "${make.output}"}, '),
      "inner/flow.dag.yaml": making(""),
      // a connection among the outputs ends the original's run
      "out.jsonl": jsonl(Object.keys(VALUES).flatMap((k) => (k === "connection" ? [] : [{ k }]))),
      "inner.jsonl": jsonl(Object.keys(VALUES).map((k) => ({ k }))),
    },
    [create("out"), create("inner")],
  ),
]
