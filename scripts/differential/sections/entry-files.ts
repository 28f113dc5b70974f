import { jsonl } from "../flow-parts.ts"
import { type Difference, type SectionCase, section } from "./section-case.ts"

/** Rows of chapter 1 that formats.ts leaves out: flex flows and prompties. */

const MODULE = `import os
def f(x: str = 'a'):
    return [x, os.environ.get('A'), os.environ.get('B')]

class C:
    def __init__(self, k: str = 'kk', n: int = 3, o: dict = None, l: list = None, b: bool = False, d: float = 1.5):
        self.v = [k, n, o, l, b, d]
    def __call__(self, x: str = 'a'):
        return {'x': x, 'v': [repr(v) for v in self.v]}
    def __aggregate__(self, lines):
        return {'n': len(lines)}
`
const RUNS: Record<string, string> = {
  code: "code: src\n",
  here: "code: .\n",
  env: "environment_variables:\n  A: text\n  B: [1, true]\n",
  inputs: "inputs: {x: {type: string, default: given, description: d, is_chat_input: true}}\n",
  number: "inputs: {x: {type: string, default: 5}}\n",
  outputs: "outputs: {output: {type: string, reference: abc}}\n",
  described: "tags: {a: b}\ndescription: d\ndisplay_name: dn\ntype: chat\nenvironment: {image: a}\n",
  sample: 'sample: {inputs: {x: "${env:EF_X}"}}\n',
  nobody: "environment_variables:\n  A: ${nobody.url}\n",
}
const CLASSES: Record<string, string> = {
  init: "init: {k: {type: string, default: yaml}, n: {type: int}, o: {type: object}, l: {type: list}, b: {type: bool, default: true}, d: {type: double}}\n",
  sampled: "sample: {init: {k: s, n: 7}, inputs: {x: from sample}}\n",
  half: "init: {k: {type: string}}\n",
}
/** What the original refuses with a traceback. */
const REFUSED: Record<string, string> = {
  three: "entry: m:f:g\n",
  dotted: "entry: m.f\n",
  dashed: "entry: m-x:f\n",
  none: "entry: null\n",
  list: "entry: [m, f]\n",
  csharp: "entry: (Basic)Basic.Program.Main\nlanguage: csharp\n",
  language: "entry: m:f\nlanguage: cobol\n",
  unknown: "entry: m:f\ncolour: red\n",
  name: "entry: m:f\nname: n\n",
  nodes: "entry: m:f\nnodes: []\n",
  field: "entry: m:f\ninputs: {x: {type: string, colour: red}}\n",
  untyped: "entry: m:f\ninputs: {x: {default: 5}}\n",
  image: "entry: m:f\ninputs: {x: {type: image}}\n",
  mystery: "entry: m:C\ninit: {k: {type: Mystery}}\n",
  sample: "entry: m:f\nsample: {other: {}}\n",
  nocode: "entry: m:f\ncode: nowhere\n",
  nulls: "entry: m:f\ninputs: null\n",
}
const folders = (texts: Record<string, string>, head = "", under = "") =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => [
      [`${under}${name}/flow.flex.yaml`, head + text],
      [`${under}${name}/m.py`, MODULE],
    ]),
  )
const create = (flow: string, name: string, ...more: string[]) => ({
  argv: ["run", "create", "--flow", flow, "--data", "d.jsonl", "--name", name, ...more],
})
const test = (flow: string, ...more: string[]) => ({ argv: ["flow", "test", "--flow", flow, ...more] })

const FRONT =
  "name: n\nmodel:\n  api: chat\n  configuration: {type: openai, model: m, api_key: kkkkkkkk, base_url: $BASE/v1}\n  parameters: {}\n"
const prompty = (more: string, body = "user:\n{{q}}\n", front = FRONT) => `---\n${front}${more}---\n${body}`
const INPUT = "inputs:\n  q: {type: string}\n"
const PROMPTIES: Record<string, string> = {
  other: prompty(INPUT, undefined, `${FRONT.replace("api: chat", "api: other")}  response: other\n`),
  completion: prompty(INPUT, "Say {{q}}", FRONT.replace("api: chat", "api: completion")),
  noapi: prompty(`${INPUT}template: mustache\nenvironment_variables: {A: b}\n`).replace("  api: chat\n", ""),
  azure: prompty(
    INPUT,
    undefined,
    "name: n\nmodel:\n  api: chat\n  configuration: {type: AzureOpenAI, azure_deployment: dep, azure_endpoint: $BASE, api_key: kkkkkkkk, api_version: v}\n  parameters: {temperature: 0.5, max_tokens: 5, stop: [a], n: 1}\n",
  ),
  list: prompty("inputs:\n  q: {type: list}\n"),
  object: prompty("inputs:\n  q: {type: object}\n"),
  stream: prompty(INPUT, undefined, FRONT.replace("parameters: {}", "parameters: {stream: true}")),
  default: prompty("inputs:\n  q: {type: string, default: dd}\n"),
  sample: prompty("sample:\n  q: sampled\n"),
  both: prompty(`${INPUT}sample:\n  q: sampled\n`),
  file: prompty("sample: s.json\n"),
  colon: prompty("sample: file:s.json\n"),
  reference: prompty("sample: ${file:s.json}\n"),
  none: prompty(""),
}
const GIVEN: Record<string, string> = { list: 'q=[1,"a"]', object: 'q={"a": 1}' }
const unasked = ["default", "sample", "both", "file", "colon", "reference", "none"]

const traceback: Difference = { row: "`traceback` mistakes in a flow file", free: /^result/ }

export const entryFiles: SectionCase[] = [
  section(
    "1.3",
    "keys of a flex flow",
    {
      ...folders(RUNS, "entry: m:f\n"),
      ...folders(CLASSES, "entry: m:C\n"),
      "code/src/m.py": MODULE.replace("[x, os", "['src', os.path.basename(os.getcwd()), x, os"),
      "d.jsonl": jsonl([{ x: "1" }, { x: "2" }]),
    },
    [
      ...Object.keys({ ...RUNS, ...CLASSES }).map((name) => ({ ...test(name), env: { EF_X: "outside" } })),
      ...["code", "env", "nobody", "sampled"].map((name) => create(name, `ef_${name}`)),
      test("init", "--init", "k=cli", "n=5", 'o={"a":1}', "l=[1]", "b=false", "d=2"),
      create("init", "ef_init", "--init", "k=cli", "n=5"),
      test("inputs", "--inputs", "x=given", "y=1"),
    ],
  ),
  section(
    "1.3, 11.5",
    "flex flows that are refused before their inputs are looked at, or for their files",
    {
      ...folders(REFUSED),
      "d.jsonl": jsonl([{ x: "1" }]),
      "raises/flow.flex.yaml": "entry: m:C\n",
      "raises/m.py":
        "class C:\n    def __init__(self):\n        raise ValueError('no')\n    def __call__(self, x: str):\n        return x\n",
      "connected/flow.flex.yaml": "entry: m:C\n",
      "connected/m.py":
        "from promptflow.connections import CustomConnection\nclass C:\n    def __init__(self, c: CustomConnection):\n        self.c = c\n    def __call__(self, x: str):\n        return x\n",
    },
    [
      ...Object.keys(REFUSED).map((name) => test(name)),
      create("three", "ef_r1"),
      create("unknown", "ef_r2"),
      test("raises"),
      test("connected", "--init", "c=zz"),
      test("connected"),
    ],
    {
      differs: Object.fromEntries(
        Array.from({ length: Object.keys(REFUSED).length + 2 }, (_, step) => [step, traceback]),
      ),
    },
  ),
  section(
    "1.4",
    "fields of a prompty",
    {
      ...Object.fromEntries(
        Object.entries(PROMPTIES).map(([name, text]) => [`${name}/${name}.prompty`, text]),
      ),
      ...Object.fromEntries(
        ["file", "colon", "reference"].map((name) => [`${name}/s.json`, '{"q": "from file"}']),
      ),
      "d.jsonl": jsonl([{ q: "1" }, { q: "user:\n2" }]),
    },
    [
      ...Object.keys(PROMPTIES).map((name) =>
        test(
          `${name}/${name}.prompty`,
          ...(unasked.includes(name) ? [] : ["--inputs", GIVEN[name] ?? "q=5"]),
        ),
      ),
      ...["default", "object", "sample", "both", "none", "completion", "stream"].map((name) =>
        create(`${name}/${name}.prompty`, `ef_p_${name}`),
      ),
      create("noapi/noapi.prompty", "ef_p_map", "--column-mapping", "q=${data.q}", "zz=1"),
      create("noapi/noapi.prompty", "ef_p_lit", "--column-mapping", "q=lit"),
      test("noapi/noapi.prompty", "--inputs", "q=a", "zz=b"),
      test("both/both.prompty", "--inputs", "zz=b"),
      test("sample/sample.prompty", "--inputs", "q=b"),
    ],
  ),
]
