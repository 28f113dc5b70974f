import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Rows of chapters 3, 4 and 12 that no other question asks about. */

const node = (name: string, inputs: string, more = "", file = `${name}.py`) =>
  `- {name: ${name}, type: python, source: {type: code, path: ${file}}, ${more}inputs: {${inputs}}}\n`
const flow = (inputs: string, outputs: string, nodes: string) =>
  `inputs: {${inputs}}\noutputs: {${outputs}}\nnodes:${nodes ? `\n${nodes}` : " []\n"}`
const out = (reference: string, name = "out") => `${name}: {type: object, reference: "\${${reference}}"}`
const run = (of: string, name: string, ...more: string[]) => ({
  argv: ["run", "create", "--flow", of, "--name", name, ...more],
})
const MAP = ["--column-mapping", "x=${data.x}"]
const GIVEN = { a: 'x: "${inputs.x}"' }
const EXAMINE = {
  "flow/flow.dag.yaml": flow(
    "x: {type: object}, y: {type: string, default: Y}",
    `${out("a.output")}, ${out("inputs.y", "y")}`,
    node("a", GIVEN.a),
  ),
  "flow/a.py": tool("a", "x", "if x == 'bad':\n    raise ValueError(x)\nreturn [type(x).__name__, x]"),
}
const FLEX: Record<string, string> = {
  gen: "def f(x: str = 'a'):\n    for i in range(3):\n        yield i\n",
  inside:
    "def g():\n    yield 'a'\n    yield 1\n\n\ndef f(x: str = 'a'):\n    return {'k': g(), 'l': [g()]}\n",
  data: "from dataclasses import dataclass\nfrom typing import Any\n\n\n@dataclass\nclass O:\n    a: int\n    g: Any\n\n\ndef g():\n    yield 'a'\n    yield 1\n\n\ndef f(x: str = 'a') -> O:\n    return O(1, g())\n",
  none: "def f(x: str = 'a'):\n    return None\n",
  more: "def f(x: str = 'a', **kw):\n    return [x, kw]\n",
  list: "class f:\n    def __init__(self):\n        pass\n\n    def __call__(self, x: str):\n        return {'x': x, 'n': len(x)}\n\n    def __aggregate__(self, r):\n        return [len(r)]\n",
  fails:
    "class f:\n    def __init__(self):\n        pass\n\n    def __call__(self, x: str):\n        if x == 'bad':\n            raise ValueError(x)\n        return {'x': x}\n\n    def __aggregate__(self, r):\n        raise ValueError(str([q.x for q in r]))\n",
  later:
    "class f:\n    def __init__(self):\n        pass\n\n    async def __call__(self, x: str):\n        return x\n\n    async def __aggregate__(self, r):\n        return {'r': len(r), 'first': r[0]}\n",
}
const AGGREGATING = [
  node("a", GIVEN.a),
  node(
    "g1",
    'xs: "${inputs.x}", ds: "${inputs.d}"',
    'aggregation: true, activate: {when: "${inputs.d}", is: [7, 7]}, ',
    "g.py",
  ),
  node(
    "g2",
    'xs: "${inputs.x}", ds: "${a.output}"',
    'aggregation: true, activate: {when: "${inputs.d}", is: 7}, ',
    "g.py",
  ),
  node("g3", 'xs: "${g2.output}", ds: "${g1.output.n}"', "aggregation: true, ", "g.py"),
  node("g4", 'xs: "${g2.output}"', "aggregation: true, ", "g.py"),
  node(
    "g5",
    'xs: "${a.output}", ds: "${inputs.e}"',
    'aggregation: true, activate: {when: "${g1.output.n}", is: 2}, ',
    "g.py",
  ),
  node(
    "g6",
    'xs: "${a.output}", ds: "${inputs.e}"',
    'aggregation: true, activate: {when: "${a.output}", is: [p, q]}, ',
    "g.py",
  ),
  node("g7", "xs: lit, ds: 3", "aggregation: true, ", "g.py"),
  node("g8", 'xs: "${g7.output}", ds: "${g3.output}"', "aggregation: true, ", "bad.py"),
  node("g9", 'xs: "${g8.output}"', "aggregation: true, ", "g.py"),
]

export const running: SectionCase[] = [
  section(
    "3.6, 3.8",
    "a time limit does not end entries of flex flows in a test, and in a batch later",
    {
      "fx/flow.flex.yaml": "entry: m:f\n",
      "fx/m.py": "import time\n\n\ndef f(x: str = 'a'):\n    time.sleep(1.3)\n    return x\n",
      "data.jsonl": jsonl([{ x: "b" }]),
    },
    [
      { argv: ["flow", "test", "--flow", "fx"], env: { PF_LINE_TIMEOUT_SEC: "1" } },
      { ...run("fx", "r36", "--data", "data.jsonl", ...MAP), env: { PF_LINE_TIMEOUT_SEC: "1" } },
    ],
  ),
  section(
    "3.5",
    "what nodes write: a prefix for each write, secrets of more than two characters",
    {
      "one.yaml":
        "name: r35_one\ntype: custom\nconfigs: {url: u1}\nsecrets: {k: abc, l: xy, m: '1234567', n: longersecret}\n",
      "flow/flow.dag.yaml": flow("", out("t.output"), node("t", "c: r35_one")),
      "flow/t.py": tool(
        "t",
        "c: CustomConnection",
        `print('one', 'two', sep='\\n', end='')
print()
print('three\\nfour\\n\\n')
sys.stdout.write('part')
sys.stdout.write(' more\\n')
sys.stderr.write('e1\\ne2 abc')
print('', end='')
print('   ')
print('\\t\\r')
sys.stdout.writelines(['w1\\n', 'w2 \\u00e9'])
print('abc and xy and 1234567 and longersecret', 'SIG=zz KEY=yy;api-key=q')
return 'abc xy 1234567'`,
        "import sys\nfrom promptflow.connections import CustomConnection\n",
      ),
    },
    ["connection create --file one.yaml", "flow test --flow flow"],
  ),
  section(
    "3.2",
    "a line: defaults, inputs that no one declared, iterators joined, numbers of lines",
    {
      "flow/flow.dag.yaml": flow(
        "x: {type: string}, n: {type: int, default: '5'}",
        `${out("t.output.n")}, ${out("u.output", "u")}, ${out("w.output", "w")}`,
        node("t", 'x: "${inputs.x}", n: "${inputs.n}"') + node("u", GIVEN.a) + node("w", GIVEN.a),
      ),
      "flow/t.py": tool("t", "x, n", "return {'n': n}"),
      "flow/u.py": tool("u", "x", "return map(str.upper, x)"),
      "flow/w.py": tool("w", "x", "return iter([x, None, 2.5, [1]])"),
      "odd/flow.dag.yaml": flow("x: {type: string}", out("t.output"), node("t", GIVEN.a)),
      "odd/t.py": tool("t", "x", "return {'inner': iter([1])}"),
      "data.jsonl": jsonl([
        { x: "ab", extra: { k: 1 }, line_number: 3 },
        { x: "cd", extra: null, line_number: 7 },
      ]),
      "in.json": '{"x": "q", "extra": [1], "line_number": 4}',
    },
    [
      "flow test --flow flow --inputs in.json",
      run("flow", "r32", "--data", "data.jsonl", ...MAP, "extra=${data.extra}", "lit=1"),
      "run show-details --name r32",
      run("odd", "r32_odd", "--data", "data.jsonl", ...MAP),
    ],
  ),
  section(
    "3.7",
    "aggregation nodes: activation on lists, what is bypassed among them, failures, no line done",
    {
      "flow/flow.dag.yaml": flow(
        "x: {type: string}, d: {type: int, default: 7}, e: {type: string, default: E}",
        out("a.output"),
        AGGREGATING.join(""),
      ),
      "flow/a.py": tool(
        "a",
        "x",
        "log_metric('outside', 1)\nif x == 'bad':\n    raise ValueError(x)\nreturn x",
        "from promptflow.core import log_metric\n",
      ),
      "flow/g.py": tool(
        "g",
        "xs='X', ds='D'",
        "log_metric('m', len(str(xs)))\nreturn {'xs': xs, 'ds': ds, 'n': len(xs)}",
        "from promptflow.core import log_metric\n",
      ),
      "flow/bad.py": tool(
        "bad",
        "xs, ds",
        "log_metric('before', 3)\nraise ValueError('agg')",
        "from promptflow.core import log_metric\n",
      ),
      "data.jsonl": jsonl([{ x: "p" }, { x: "bad" }, { x: "q" }]),
      "nobody.jsonl": jsonl([{ x: "bad" }]),
    },
    [
      "flow test --flow flow --inputs x=p",
      run("flow", "r37_a", "--data", "data.jsonl", ...MAP),
      "run show-metrics --name r37_a",
      run("flow", "r37_b", "--data", "nobody.jsonl", ...MAP),
    ],
  ),
  section(
    "3.8",
    "flex flows: generators inside values, unknown inputs, what __aggregate__ answers",
    {
      ...Object.fromEntries(
        Object.entries(FLEX).flatMap(([name, text]) => [
          [`${name}/m.py`, text],
          [`${name}/flow.flex.yaml`, "entry: m:f\n"],
        ]),
      ),
      "d.jsonl": jsonl([{ x: "abc" }, { x: "bad" }]),
    },
    [
      ...["gen", "inside", "data", "none", "more"].map((name) => `flow test --flow ${name}`),
      "flow test --flow more --inputs x=1 y=2",
      "flow test --flow list --inputs x=a",
      ...["list", "fails", "later", "none"].map((name) =>
        run(name, `r38_${name}`, "--data", "d.jsonl", ...MAP),
      ),
    ],
  ),
  section(
    "3.9",
    "one node alone: values as dicts of the property, variants, files of its details",
    {
      "flow/flow.dag.yaml": `${flow("x: {type: int}", out("a.output"), node("a", GIVEN.a) + node("e", 'p: "${a.output.k}"'))}- {name: w, use_variants: true}
node_variants:
  w:
    default_variant_id: one
    variants:
      one: {node: {type: python, source: {type: code, path: e.py}, inputs: {p: "\${inputs.x}"}}}
      two: {node: {type: python, source: {type: code, path: e.py}, inputs: {p: "\${a.output}"}}}\n`,
      "flow/a.py": tool("a", "x", "return {'k': x}"),
      "flow/e.py": tool("e", "p", "return [p]"),
      "dict.json": '{"a.output.k": {"k": 5}}',
      "named.json": '{"p": {"k": 5}}',
      "both.json": '{"a.output.k": 1, "p": 2}',
      "other.json": '{"a.output": {"z": 5}}',
    },
    [
      ...["dict", "named", "both", "other"].map(
        (name) => `flow test --flow flow --node e --inputs ${name}.json`,
      ),
      "flow test --flow flow --node w --inputs x=1",
      "flow test --flow flow --node w --variant ${w.two} --inputs a.output=1",
      "flow test --flow flow --node w --inputs x=y",
      "flow test --flow flow --node a",
    ],
  ),
  section(
    "4.1, 4.8",
    "data of every kind: folders, what is left out, cells, empty files",
    {
      ...EXAMINE,
      "folder/a.jsonl": jsonl([{ x: "1" }]),
      "folder/sub/b.csv": "x\n2\n",
      "folder/readme.md": "# no\n",
      "folder/empty.jsonl": "",
      "void/x.jsonl": "",
      "void/readme.md": "# no\n",
      "UP.CSV": "x\n1\n",
      "flat.json": '{"x": 1}',
      "nan.jsonl": '{"x": NaN}\n{"x": 1.0}\n',
      "quoted.csv": 'x,z\n"a,b\nc","1 ""q"""\n 007 ,TRUE\n',
      "crlf.tsv": "x\tz\r\nNA\tnull\r\n1.50\t\r\n",
      "head.csv": "x\n",
    },
    ["folder", "void", "UP.CSV", "flat.json", "nan.jsonl", "quoted.csv", "crlf.tsv", "head.csv"].map(
      (file, i) => run("flow", `r41_${i}`, "--data", file, ...MAP),
    ),
  ),
  section(
    "4.2",
    "a run over a run whose lines failed, or whose data do not fit, or that made nothing",
    {
      ...EXAMINE,
      "bad.jsonl": jsonl([{ x: "bad" }, { x: "bad" }]),
      "d.jsonl": jsonl([{ x: "1" }, { x: "bad" }, { x: "3" }]),
      "numbered.jsonl": jsonl([
        { x: "n2", line_number: 2 },
        { x: "n0", line_number: 0 },
        { x: "n9", line_number: 9 },
      ]),
      "two.jsonl": jsonl([{ x: "1" }, { x: "2" }]),
      "ev/flow.dag.yaml": flow(
        "x: {type: object}, d: {type: object, default: D}",
        `${out("inputs.x")}, ${out("inputs.d", "d")}`,
        "",
      ),
    },
    [
      run("flow", "r42_none", "--data", "bad.jsonl", ...MAP),
      run("flow", "r42_some", "--data", "d.jsonl", ...MAP),
      run("ev", "r42_a", "--run", "r42_none", "--column-mapping", "x=${run.outputs.out}"),
      run("ev", "r42_b", "--run", "r42_none", "--column-mapping", "x=${run.inputs.x}"),
      ...["numbered", "two"].map((name) =>
        run(
          "ev",
          `r42_${name}`,
          "--run",
          "r42_some",
          "--data",
          `${name}.jsonl`,
          "--column-mapping",
          "x=${run.outputs.out}",
          "d=${data.x}",
        ),
      ),
      run(
        "ev",
        "r42_e",
        "--run",
        "r42_some",
        "--column-mapping",
        "x=${run.outputs.out}",
        "d=${run.inputs.x}",
      ),
      run("ev", "r42_f", "--run", "r42_some"),
      run("ev", "r42_g", "--run", "r42_a", "--column-mapping", "x=${run.outputs.out}"),
      run("ev", "r42_h", "--data", "d.jsonl", "--column-mapping", "x=${run.outputs.out}"),
    ],
  ),
  section(
    "4.3, A.3",
    "mappings in a run file: values that are no text, a final newline, what never resolves; flex flows",
    {
      ...EXAMINE,
      "d.jsonl": jsonl([{ x: "1", y: "col", z: 3 }]),
      ...Object.fromEntries(
        [
          "{x: '${data.x}', y: 5, z: {k: '${data.x}'}, w: [1, true], v: null, u: 1.5}",
          "[a]",
          "{x: 1, y: {k: '${data.x}'}}",
          "{}",
          '{x: "${data.x}\\n", y: "${data.{y}}"}',
          "{x: '${data}'}",
          "{x: '${data.}'}",
        ].map((mapping, i) => [`r${i}.yml`, `flow: flow\ndata: d.jsonl\ncolumn_mapping: ${mapping}\n`]),
      ),
      "fx/flow.flex.yaml": "entry: m:f\n",
      "fx/m.py": "def f(x: str, y: str = 'Y', z=None):\n    return {'v': [x, y, z]}\n",
      "fy/flow.flex.yaml":
        "entry: m:f\ninputs:\n  x: {type: string}\n  y: {type: string, default: YD}\n  z: {type: object}\n",
      "fy/m.py": "def f(x: str, y: str = 'Y', z=None):\n    return {'v': [x, y, z]}\n",
      "nox.jsonl": jsonl([{ y: "1" }]),
    },
    [
      ...[0, 1, 2, 3, 4, 5, 6].map((i) => `run create --file r${i}.yml --name r43_${i}`),
      run("fx", "r43_a", "--data", "d.jsonl"),
      run("fx", "r43_b", "--data", "nox.jsonl"),
      run("fx", "r43_c", "--data", "nox.jsonl", "--column-mapping", "x=${data.y}", "extra=${data.y}"),
      run("fy", "r43_d", "--data", "d.jsonl"),
    ],
  ),
  section(
    "4.4",
    "a worker that dies fails its line alone, and the lists of aggregation nodes leave it out",
    {
      "flow/flow.dag.yaml": flow(
        "x: {type: string}",
        out("b.output"),
        node("b", GIVEN.a) + node("agg", 'xs: "${b.output}", ys: "${inputs.x}"', "aggregation: true, "),
      ),
      "flow/b.py": tool("b", "x", "if x == 'die':\n    os._exit(3)\nreturn x", "import os\n"),
      "flow/agg.py": tool("agg", "xs, ys", "return [xs, ys]"),
      "data.jsonl": jsonl(["1", "die", "3", "4"].map((x) => ({ x }))),
    },
    [run("flow", "r44", "--data", "data.jsonl", ...MAP), "run show-details --name r44"],
    {
      differs: {
        0: {
          row: "the record of a line whose worker died",
          free: /run_info\/(api_calls|system_metrics|otel_trace_id)$|node_artifacts\/b\/000000001/,
        },
      },
    },
  ),
  section(
    "4.6, 3.7",
    "runs that go on: aggregation over all lines, again with nothing to do, what cannot be given",
    {
      "flow/flow.dag.yaml": flow(
        "x: {type: string}, y: {type: int, default: 3}",
        `${out("b.output")}, ${out("c.output", "c")}`,
        node("a", GIVEN.a) +
          node("b", 'x: "${a.output.k}"') +
          node("c", 'x: "${a.output}"', 'activate: {when: "${inputs.x}", is: "1"}, ') +
          node("agg", 'xs: "${b.output}", cs: "${c.output}", ys: "${inputs.y}"', "aggregation: true, "),
      ),
      "flow/a.py": tool("a", "x", "return {'k': x}"),
      "flow/b.py": tool(
        "b",
        "x",
        "if x == 'bad' and os.environ['MENDED'] != 'yes':\n    raise ValueError(x)\nreturn x",
        "import os\n",
      ),
      "flow/c.py": tool("c", "x", "return x"),
      "flow/agg.py": tool(
        "agg",
        "xs, cs, ys",
        "log_metric('n', len(xs))\nreturn [sorted(xs), len(cs), ys]",
        "from promptflow.core import log_metric\n",
      ),
      "data.jsonl": jsonl(["1", "bad", "3"].map((x) => ({ x }))),
    },
    [
      {
        ...run("flow", "r46_a", "--data", "data.jsonl", ...MAP, "--set", "display_name=shown", "tags.t=v"),
        env: { MENDED: "no" },
      },
      { argv: ["run", "create", "--resume-from", "r46_a", "--name", "r46_b"], env: { MENDED: "yes" } },
      "run show-metrics --name r46_b",
      {
        argv: [
          "run",
          "create",
          "--resume-from",
          "r46_b",
          "--name",
          "r46_c",
          "--set",
          "display_name=again",
          "tags.q=z",
        ],
        env: { MENDED: "no" },
      },
      "run create --resume-from r46_a --name r46_d --data data.jsonl",
      "run create --resume-from nope --name r46_e",
    ],
    {
      differs: {
        1: {
          row: "`run_id` of records that a resumed run takes over",
          free: /run_info\/(flow_|parent_)?run_id$|flow_logs|agg\/.*inputs\/xs/,
        },
        3: {
          row: "`run_id` of records that a resumed run takes over",
          free: /run_info\/(flow_|parent_)?run_id$|flow_logs|agg\/.*inputs\/xs/,
        },
      },
    },
  ),
  section(
    "4.8, 4.2",
    "what fails a run, and what keeps it from being made",
    {
      ...EXAMINE,
      "d.jsonl": jsonl([{ x: "1" }]),
      "imp/flow.dag.yaml": flow("x: {type: object}", out("a.output"), node("a", GIVEN.a)),
      "imp/a.py": `import nothing_like_it\n${tool("a", "x", "return x")}`,
      "conn/flow.dag.yaml": flow(
        "x: {type: object}",
        out("a.output"),
        node("a", 'x: "${inputs.x}", c: no_such_conn'),
      ),
      "conn/a.py": tool(
        "a",
        "x, c: CustomConnection",
        "return x",
        "from promptflow.connections import CustomConnection\n",
      ),
      "env/flow.dag.yaml": `environment_variables: {K: "\${no_conn.k}"}\n${EXAMINE["flow/flow.dag.yaml"]}`,
      "env/a.py": EXAMINE["flow/a.py"],
      "empty.jsonl": "",
    },
    [
      ...["imp", "conn", "env"].flatMap((name) => [
        run(name, `r48_${name}`, "--data", "d.jsonl", ...MAP),
        `run show --name r48_${name}`,
      ]),
      run("flow", "r48_d", "--data", "empty.jsonl", ...MAP),
      "run show --name r48_d",
      run("flow", "r48_f", "--data", "d.jsonl", "--column-mapping", "x=${data.nope}"),
      "run show-metrics --name r48_f",
      "run show-details --name r48_f",
      run("flow", "r48_g", "--run", "r48_f", "--column-mapping", "x=${run.outputs.out}"),
    ],
  ),
  section(
    "12, 3.3",
    "variables of the engine that are read once and not handed on, or are no numbers",
    {
      ...EXAMINE,
      "d.jsonl": jsonl([{ x: "1" }]),
      "mixed/flow.dag.yaml": flow(
        "x: {type: string}",
        `${out("c.output")}, ${out("see.output", "see")}`,
        node("a", GIVEN.a) +
          node("b", 'x: "${a.output}"') +
          node("c", 'x: "${b.output}", y: "${a.output}"', 'activate: {when: "${inputs.x}", is: q}, ') +
          node("see", ""),
      ),
      "mixed/a.py": tool("a", "x", "return x"),
      "mixed/b.py":
        "import asyncio\nfrom promptflow.core import tool\n\n\n@tool\nasync def b(x):\n    await asyncio.sleep(0.01)\n    if x == 'bad':\n        raise ValueError(x)\n    return x + '!'\n",
      "mixed/c.py": tool("c", "x, y", "return [x, y]"),
      "mixed/see.py": tool(
        "see",
        "",
        "return [os.environ.get('PF_USE_ASYNC'), os.environ.get('PF_WORKER_COUNT')]",
        "import os\n",
      ),
      "rows.jsonl": jsonl([{ x: "q" }, { x: "bad" }, { x: "z" }]),
    },
    [
      { ...run("mixed", "r12_a", "--data", "rows.jsonl", ...MAP), env: { PF_USE_ASYNC: "true" } },
      {
        argv: ["flow", "test", "--flow", "flow", "--inputs", "x=1"],
        env: {
          PF_USE_ASYNC: "true",
          PF_LINE_TIMEOUT_SEC: "abc",
          PF_LONG_RUNNING_LOGGING_INTERVAL: "x",
          PF_LOGGING_LEVEL: "bogus",
        },
      },
      {
        ...run("flow", "r12_b", "--data", "d.jsonl", ...MAP),
        env: { PF_LINE_TIMEOUT_SEC: "0", PF_BATCH_TIMEOUT_SEC: "0", PF_WORKER_COUNT: "-1" },
      },
    ],
  ),
  section(
    "4.10",
    "show-details shows a hundred rows",
    {
      "flow/flow.dag.yaml": flow("x: {type: int}", out("inputs.x"), ""),
      "data.jsonl": jsonl(Array.from({ length: 102 }, (_, x) => ({ x }))),
    },
    [
      run("flow", "r410", "--data", "data.jsonl", ...MAP),
      "run show-details --name r410",
      "run show-details --name r410 --max-results 2",
    ],
  ),
]
