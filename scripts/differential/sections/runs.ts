import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** The run store and what is written of runs: chapter 8. */

const FLOW = `environment_variables: {V: flow, W: flow}
inputs: {a: {type: string, default: A}, b: {type: int, default: 2}}
outputs: {out: {type: object, reference: "\${t.output}"}}
nodes:
- {name: t, use_variants: true}
- {name: agg, type: python, aggregation: true, source: {type: code, path: agg.py}, inputs: {xs: "\${t.output}"}}
node_variants:
  t:
    default_variant_id: one
    variants:
      one: {node: {type: python, source: {type: code, path: t.py}, inputs: {a: "\${inputs.a}", b: "\${inputs.b}", v: one}}}
      two: {node: {type: python, source: {type: code, path: t.py}, inputs: {a: "\${inputs.a}", b: "\${inputs.b}", v: two}}}
`
const FILES = {
  "flow/flow.dag.yaml": FLOW,
  "flow/t.py": tool(
    "t",
    "a, b, v",
    "if a == 'bad':\n    raise ValueError(a)\nreturn [a, b, v, os.environ.get('V'), os.environ.get('W')]",
    "import os\n",
  ),
  "flow/agg.py": tool(
    "agg",
    "xs",
    "log_metric('n', len(xs))\nlog_metric('half', len(xs) / 2)",
    "from promptflow.core import log_metric\n",
  ),
  "data/d.jsonl": jsonl([
    { a: "1", c: 7 },
    { a: "bad", c: 8 },
    { a: "3", c: 9 },
  ]),
  "vars.env": "V=from the file\n# comment\nW='quoted w'\n",
}
const file = (name: string, more = "") => `flow: flow\ndata: data/d.jsonl\nname: ${name}\n${more}`
const creating = (name: string, ...more: string[]) => ({
  argv: ["run", "create", "--file", `${name}.yaml`, "--name", name, ...more],
})
/** Run files that are taken; each is created under its own name. */
const TAKEN: Record<string, string> = {
  s83_all:
    '$schema: https://x\ndisplay_name: shown\ndescription: d\ntags: {t: v, n: null}\nproperties: {p: q}\ncolumn_mapping: {a: "${data.a}", b: "${data.c}", extra: lit}\nvariant: ${t.two}\nenvironment_variables: {V: from yaml}\nruntime: auto\nresources: {instance_type: x, compute: c}\nidentity: {type: managed, client_id: i}\n',
  s83_env: 'environment_variables: vars.env\ncolumn_mapping: {a: "${data.a}"}\n',
  s83_types: "column_mapping: {a: 5, b: '6'}\n",
  s83_json: "column_mapping: {a: {k: [1]}, b: null}\n",
  s83_unknown: "surprise: 1\nstatus: Completed\n",
}
/** Run files that are refused. */
const REFUSED: Record<string, string> = {
  noflow: "data: data/d.jsonl\n",
  missing: "flow: nowhere\ndata: data/d.jsonl\n",
  nodata: "flow: flow\ndata: nowhere.jsonl\n",
  neither: "flow: flow\n",
  cloud: "flow: azureml:some\ndata: data/d.jsonl\n",
  variant: file("s83_r1", "variant: t.two\n"),
  badvariant: file("s83_r2", "variant: ${t.nine}\n"),
  resources: file("s83_r3", "resources: {bogus: 1}\n"),
  identity: file("s83_r4", "identity: {type: bogus}\n"),
  envlist: file("s83_r5", "environment_variables: [a]\n"),
  connections: file("s83_r6", "connections: {t: x}\n"),
  yaml: "flow: [\n",
}

export const runs: SectionCase[] = [
  section(
    "8.3, 8.2, 4.9, 1.9",
    "run files: every field, and what is refused",
    {
      ...FILES,
      ...Object.fromEntries(Object.entries(TAKEN).map(([name, text]) => [`${name}.yaml`, file(name, text)])),
      ...Object.fromEntries(Object.entries(REFUSED).map(([name, text]) => [`${name}.yaml`, text])),
    },
    [
      ...Object.keys(TAKEN).map((name) => creating(name)),
      {
        argv: [
          ..."run create --file s83_all.yaml --name s83_set --set description=new tags.t=w column_mapping.b=40 environment_variables.W=set properties.z=1".split(
            " ",
          ),
        ],
      },
      "run show --name s83_all",
      "run show-metrics --name s83_all",
      "run show-details --name s83_env",
      "run create --file s83_env.yaml --flow flow --name s83_x1",
      "run create --file s83_env.yaml --resume-from s83_all --name s83_x2",
      "run create --name s83_x3",
      "run create --file nowhere.yaml --name s83_x4",
      ...Object.keys(REFUSED).map((name) => creating(name)),
    ],
    { differs: { 24: { row: "exceptions of Python that the original lets through", free: true } } },
  ),
  section(
    "8.1, 8.2, surface 1.3",
    "what is kept of runs: lists, archives, updates, deletion, streams",
    FILES,
    [
      "run create --flow flow --data data/d.jsonl --name s82_a --column-mapping a=${data.a} --set display_name=D tags.x=1",
      "run create --flow flow --run s82_a --name s82_b --column-mapping a=${run.outputs.out} --variant ${t.two}",
      "run create --flow flow --data data/d.jsonl --name s82_c --column-mapping a=${data.nope}",
      "run archive --name s82_b",
      "run list --max-results 2",
      "run list --include-archived -r 3",
      "run list --archived-only",
      "run restore --name s82_b",
      "run list -r 1",
      "run update --name s82_a --set display_name=E description=F tags.z=3",
      "run show --name s82_a",
      "run show --name s82_c",
      "run stream --name s82_a",
      "run stream --name s82_c",
      "run show-metrics --name s82_c",
      "run show-details --name s82_b -r 1",
      "run show-details --name s82_a --all-results",
      "run delete --name s82_a -y",
      "run show --name s82_a",
      "run show --name s82_b",
      "run show-details --name s82_a",
      "run archive --name s82_nobody",
      "run update --name s82_nobody --set description=x",
      "run delete --name s82_nobody -y",
      "run stream --name s82_nobody",
      "run create --flow flow --run s82_a --name s82_d --column-mapping a=${run.outputs.out}",
    ],
  ),
  section(
    "8.2, 4.6, 1.3, 6.6",
    "arguments of constructors are kept with a run, whatever flow it is of",
    {
      ...FILES,
      "flex/flow.flex.yaml": "entry: m:F\n",
      "flex/m.py":
        "class F:\n    def __init__(self, k: str = 'K', n: int = 1):\n        self.k = k\n\n    def __call__(self, a: str = 'A'):\n        return {'o': [self.k, a]}\n\n    def __aggregate__(self, lines):\n        return {'n': len(lines)}\n",
    },
    [
      "flow validate --source flex",
      "run create --flow flex --data data/d.jsonl --name s82_init --init k=v n=3",
      "run create --resume-from s82_init --name s82_init2",
      "run create --flow flex --data data/d.jsonl --name s82_init3 --init zz=x",
      "run create --flow flow --data data/d.jsonl --name s82_init4 --init zz=x",
    ],
    {
      differs: {
        2: {
          row: "`run_id` of records that a resumed run takes over",
          free: /run_info\/(flow_|parent_)?run_id$|flow_logs/,
        },
      },
    },
  ),
]
