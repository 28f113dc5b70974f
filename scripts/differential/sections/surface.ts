import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Commands, and flows as the original's samples have them: surface 1, 7. */

const FLOW = {
  "flow/flow.dag.yaml": `inputs: {a: {type: string, default: A}, n: {type: int, default: 1}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: t.py}, inputs: {a: "\${inputs.a}", n: "\${inputs.n}"}}\n`,
  "flow/t.py": tool(
    "t",
    "a, n",
    "if a == 'bad':\n    raise ValueError(a)\nreturn [a, n, os.environ.get('E1'), os.environ.get('E2')]",
    "import os\n",
  ),
  "entry/flow.flex.yaml": "entry: m:C\n",
  "entry/m.py":
    "class C:\n    def __init__(self, k: str = 'K', n: int = 1):\n        self.k, self.n = k, n\n\n    def __call__(self, a: str = 'x'):\n        return {'o': f'{self.k}{self.n}{a}'}\n",
}

const variants = `inputs: {a: {type: string, default: A}}
outputs: {out: {type: string, reference: "\${g.output}"}}
nodes:
- {name: t, use_variants: true}
- {name: g, type: python, source: {type: code, path: g.py}, inputs: {x: "\${t.output}", y: "\${inputs.a}"}}
node_variants:
  t:
    default_variant_id: v0
    variants:
      v0: {node: {type: python, source: {type: code, path: t.py}, inputs: {a: "\${inputs.a}", n: 0}}}
      v1: {node: {type: python, source: {type: code, path: t.py}, inputs: {a: "\${inputs.a}", n: 1}}}
`

/** Chats that answer in parts: a class, a coroutine that yields, a generator inside a dict. */
const STREAMS: Record<string, [entry: string, code: string]> = {
  cls: [
    "m:F",
    "class F:\n    def __init__(self, k: str = 'K'):\n        self.k = k\n\n    async def __call__(self, question: str = 'q') -> str:\n        for part in [self.k, question]:\n            yield part\n",
  ],
  coroutine: ["m:f", "async def f(question: str = 'q'):\n    yield 'a'\n    yield question\n"],
  dict: [
    "m:f",
    "def parts(q):\n    yield 'a'\n    yield q\n\n\ndef f(question: str = 'q'):\n    return {'answer': parts(question), 'n': 1}\n",
  ],
}

const test = (...more: string[]) => ({ argv: ["flow", "test", "--flow", "flow", ...more] })
const node = (...more: string[]) => ({ argv: ["flow", "test", "--flow", "variants", "--node", ...more] })
const create = (name: string, ...more: string[]) => ({ argv: ["run", "create", "--name", name, ...more] })
const data = (name: string, path: string) => create(name, "--flow", "flow", "--data", path)

export const surface: SectionCase[] = [
  section(
    "surface 1.0, surface 1.1",
    "inputs, arguments of constructors and variables, as they are typed or in files",
    {
      ...FLOW,
      ".env": "E1=dot\n",
      "other.env": "E2=other\nE1='q'\n",
      "in.json": '{"a": "ü", "n": 3}',
      "in.jsonl": '{"a": "l1", "n": "4"}\n{"a": "l2"}\n',
      "init.json": '{"k": "file", "n": 5}',
      "c.yaml": "name: s10_c\ntype: custom\nconfigs: {url: u1}\nsecrets: {k: secret-one}\n",
    },
    [
      test("--inputs", "a=b=c", "n=2"),
      test("--inputs", "a='q r'", 'n="7"'),
      test("--inputs", "in.json"),
      test("--inputs", "in.jsonl"),
      test("--inputs", "a.b=1"),
      test("--inputs"),
      test("--environment-variables"),
      test("--environment-variables", "other.env", "E1=x"),
      test("--environment-variables", "E1=x", "E2='y z'"),
      "connection create -f c.yaml",
      test("--environment-variables", "E1=${s10_c.k}", "E2=${s10_c.url}"),
      test("--environment-variables", "E1=${s10_nobody.k}"),
      test("--environment-variables", "E1=${s10_c.zz}"),
      "flow test --flow entry --init k=J n=2",
      "flow test --flow entry --init init.json",
      "flow test --flow entry --init zz=1",
      test("--verbose", "--user-agent", "x"),
      test("--debug"),
    ],
  ),
  section(
    "surface 1.1",
    "variants and nodes that are tested, and flows that are saved",
    {
      "variants/flow.dag.yaml": variants,
      "variants/t.py": tool("t", "a, n", "return f'{a}{n}'"),
      "variants/g.py": tool("g", "x: str, y: str = 'dy'", "print('in g')\nreturn x + y"),
      "mine/words.py": "def greet(name: str, times: int = 2) -> str:\n    return name * times\n",
      "full/x.txt": "",
      "rows.jsonl": jsonl([{ a: "row1" }, { a: "row2" }]),
    },
    [
      "flow test --flow variants --variant ${t.v1}",
      "flow test --flow variants --variant t.v1",
      "flow test --flow variants --variant ${t.zz}",
      "flow test --flow variants --variant ${zz.v1}",
      "flow test --flow variants/flow.dag.yaml --input rows.jsonl --config connection.provider=local",
      node("g", "--inputs", "t.output=X", "inputs.a=Y"),
      node("g", "--inputs", "x=X", "y=Y", "zz=1"),
      node("g", "--inputs", "x=X", "--variant", "${t.v1}"),
      node("g", "--inputs", "${t.output}=X"),
      node("t", "--inputs", "a=Q", "--variant", "${t.v1}"),
      node("zz"),
      "flow save --entry words:greet --code mine --path new",
      "flow test --flow new --inputs name=ab",
      "flow save --entry words:greet --code mine --path full",
      "flow save --entry words:nope --code mine --path other",
      "flow save --entry words --code mine --path other",
      "flow save --entry words:greet --code nowhere",
      "flow test --flow mine.words:greet --inputs name=x times=3",
      "flow test --flow mine.words:nope",
      "flow validate --source new",
      "flow validate --source nowhere",
    ],
  ),
  section(
    "surface 1.3",
    "data of each kind, run files, and what is said of runs",
    {
      ...FLOW,
      "d.jsonl": jsonl([
        { a: "x", n: 1 },
        { a: "bad", n: 2 },
        { a: "z", n: 3 },
      ]),
      "d.csv": "a,n\nx,1\ny,2\n",
      "d.tsv": "a\tn\nx\t1\n",
      "d.json": '[{"a":"j","n":5}]',
      "d.txt": '{"a":"t"}\n',
      "d.odd": "name: x\n",
      d: '{"a":"none"}\n',
      "dir/1.jsonl": '{"a":"d1"}\n',
      "dir/2.csv": "a\nd2\n",
      "dir/sub/3.jsonl": '{"a":"d3"}\n',
      "dir/readme.md": "# hi\n",
      "empty.jsonl": "",
      "bad.jsonl": "{a\n",
      "run.yml":
        "$schema: x\nname: ry\nflow: flow\ndescription: d\ndisplay_name: dn\ndata: d.jsonl\ncolumn_mapping: {a: '${data.a}'}\nenvironment_variables: {E1: fromyaml}\nproperties: {p: q}\ntags: {t: u}\nresources: {instance_type: x, compute: y}\nidentity: {type: managed, client_id: z}\n",
      "env.yml": "flow: flow\ndata: d.csv\nenvironment_variables: my.env\n",
      "my.env": "E1=fromfile\n",
      "init.yml": "flow: entry\ndata: d.jsonl\ninit: init.json\ncolumn_mapping: {a: '${data.a}'}\n",
      "init.json": '{"k": "file"}',
      "identity.yml": "flow: flow\ndata: d.jsonl\nidentity: {type: nope}\n",
      "noflow.yml": "data: d.jsonl\n",
    },
    [
      ...["d.csv", "d.tsv", "d.json", "d.txt", "d", "dir", "d.odd", "empty.jsonl", "bad.jsonl"].map((path) =>
        data(`s13_${path.replace(".", "_")}`, path),
      ),
      "run show-details --name s13_dir",
      create("s13_file", "--file", "run.yml", "--set", "tags.z=1", "display_name=over", "description="),
      create("s13_over", "--file", "run.yml", "--data", "d.csv", "--column-mapping", "a=${data.n}"),
      create("s13_env", "--file", "env.yml"),
      create("s13_init", "--file", "init.yml"),
      create("s13_flag", "--file", "init.yml", "--init", "k=FLAG"),
      create("s13_identity", "--file", "identity.yml"),
      create("s13_noflow", "--file", "noflow.yml"),
      create("s13_gone", "--file", "gone.yml"),
      create("s13_two", "--file", "run.yml", "--flow", "flow"),
      create("s13_key", "--flow", "flow", "--data", "d.jsonl", "--connections", "t.x=y"),
      create("s13_again", "--resume-from", "s13_file", "--set", "tags.x=1", "description=dd"),
      "run update --name s13_file --set tags.k=v display_name=x",
      "run show --name s13_file",
      "run show-details --name s13_file --max-results 1",
      "run show-metrics --name s13_file",
      "run show-metrics --name s13_bad_jsonl",
      "run archive --name s13_file",
      "run restore --name s13_file",
      "run visualize --name s13_nobody",
      "run delete --name s13_over --yes",
      "run delete --name s13_over --yes",
    ],
    {
      differs: {
        20: {
          row: "`run_id` of records that a resumed run takes over",
          free: /run_info\/(flow_|parent_)?run_id$|flow_logs/,
        },
      },
    },
  ),
  section(
    "surface 7.3, 3.8, 3.11",
    "entries whose answers come in parts",
    {
      ...Object.fromEntries(
        Object.entries(STREAMS).flatMap(([name, [entry, code]]) => [
          [`${name}/flow.flex.yaml`, `entry: ${entry}\n`],
          [`${name}/m.py`, code],
        ]),
      ),
      "d.jsonl": jsonl([{ question: "x" }, { question: "y" }]),
    },
    Object.keys(STREAMS).flatMap((name) => [
      { argv: ["flow", "test", "--flow", name] },
      create(
        `s73_${name}`,
        "--flow",
        name,
        "--data",
        "d.jsonl",
        "--column-mapping",
        "question=${data.question}",
      ),
    ]),
  ),
]
