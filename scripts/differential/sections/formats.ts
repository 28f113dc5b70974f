import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Flow formats: chapter 1. */

const ECHO = { "flow/t.py": tool("t", "x='d'", "return x") }
const HEAD =
  'inputs: {x: {type: string, default: in}}\noutputs: {out: {type: string, reference: "${t.output}"}}\n'
const NODE = '- {name: t, type: python, source: {type: code, path: t.py}, inputs: {x: "${inputs.x}"}}\n'
const FLOW = `${HEAD}nodes:\n${NODE}`
const PYTHON = ECHO["flow/t.py"]
const run = (name: string, ...more: string[]) => ({
  argv: ["run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", name, ...more],
})

const including = (includes: string, source: string) =>
  `additional_includes:\n${includes}${HEAD}nodes:\n- {name: t, type: python, source: {type: code, path: ${source}}, inputs: {x: "\${inputs.x}"}}\n`

export const formats: SectionCase[] = [
  section(
    "1.1",
    "where a flow is, and what kind it is",
    {
      "both/flow.dag.yaml": FLOW,
      "both/flow.flex.yaml": "entry: t:t\n",
      "yml/flow.dag.yml": FLOW,
      "yml/t.py": PYTHON,
      "own/my.yaml": FLOW,
      "own/t.py": PYTHON,
      "flexindag/flow.dag.yaml": "entry: m:f\n",
      "flexindag/m.py": "def f(x: str = 'a'):\n    return x * 2\n",
      "daginflex/flow.flex.yaml": FLOW,
      "daginflex/t.py": PYTHON,
      "empty/readme.txt": "nothing",
      "json/flow.json": "{}",
    },
    [
      "flow test --flow both",
      "flow test --flow yml",
      "flow test --flow own/my.yaml",
      "flow test --flow own",
      "flow test --flow flexindag",
      "flow test --flow daginflex",
      "flow test --flow empty",
      "flow test --flow json/flow.json",
      "flow test --flow nope/flow.dag.yaml",
      "flow test --flow nope",
    ],
  ),
  section(
    "1.1, 1.2",
    "YAML 1.2 words, and top-level keys that mean nothing when it runs",
    {
      "flow/t.py": tool("t", "a, b, c, d, e", "return [repr(v) for v in (a, b, c, d, e)]"),
      "flow/flow.dag.yaml": `$schema: x\nid: some_id\nname: Some Name\ntype: evaluation\nlanguage: python\ndescription: d\ndisplay_name: dn\ntags: {a: b}\nsurprise: [1]\nenvironment: {python_requirements_txt: requirements.txt}\nsample: {a: 1}
outputs: {out: {type: string, reference: "\${t.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: t.py}, inputs: {a: yes, b: on, c: true, d: 0o14, e: 1_000}}\n`,
      "bad/flow.dag.yaml": `message_format: nope\n${FLOW}`,
      "bad/t.py": PYTHON,
      "cased/flow.dag.yaml": `message_format: Basic\n${FLOW}`,
      "cased/t.py": PYTHON,
    },
    ["flow test --flow flow", "flow test --flow bad", "flow test --flow cased"],
    { differs: { 2: { row: "message_format: OpenAI-Vision", free: /message_format$/ } } },
  ),
  section(
    "1.2.1, 1.2.2",
    "inputs and outputs: null defaults, enum, outputs that keep their value",
    {
      "flow/t.py": tool("t", "x, n, e", "return {'x': x, 'n': n, 'e': e}"),
      "flow/flow.dag.yaml": `inputs:
  x: {type: string, description: what, is_chat_input: false, is_chat_history: false}
  n: {type: int, default: null}
  e: {type: string, default: c, enum: [a, b]}
outputs:
  whole: {type: int, reference: "\${t.output}", description: d, evaluation_only: true}
  part: {type: bool, reference: "\${t.output.e}"}
  input: {type: list, reference: "\${inputs.x}"}
  number: {type: string, reference: 5}
  text: {type: double, reference: "just text"}
nodes:
- {name: t, type: python, source: {type: code, path: t.py}, inputs: {x: "\${inputs.x}", n: "\${inputs.n}", e: "\${inputs.e}"}}\n`,
      "notype/flow.dag.yaml": FLOW.replace("type: string, default: in", "default: in"),
      "notype/t.py": PYTHON,
      "badtype/flow.dag.yaml": FLOW.replace("type: string, default", "type: text, default"),
      "badtype/t.py": PYTHON,
      "noref/flow.dag.yaml": FLOW.replace(', reference: "${t.output}"', ""),
      "noref/t.py": PYTHON,
    },
    [
      "flow test --flow flow --inputs x=1 n=2",
      "flow test --flow flow --inputs x=1",
      "flow test --flow flow --inputs x=1 n=2 e=zzz",
      "flow test --flow notype",
      "flow test --flow badtype",
      "flow test --flow noref",
    ],
  ),
  section(
    "1.2.3",
    "keys of a node",
    {
      ...ECHO,
      "flow/p.jinja2": "P {{ x }}",
      "flow/agg.py": tool("agg", "xs", "return xs"),
      "flow/flow.dag.yaml": `inputs: {x: {type: string, default: in}}
outputs: {out: {type: string, reference: "\${t.output}"}, p: {type: string, reference: "\${p.output}"}}
nodes:
- {name: t, type: python, source: {path: t.py}, provider: nobody, enable_cache: true, comment: hello, inputs: {x: "\${inputs.x}"}}
- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {x: "\${t.output}"}}
- {name: nulls, type: python, source: {type: code, path: t.py}, activate: {when: null, is: null}, inputs: {x: "\${inputs.x}"}}
- {name: agg, type: python, source: {type: code, path: agg.py}, reduce: true, inputs: {xs: "\${t.output}"}}\n`,
      ...Object.fromEntries(
        Object.entries({
          half: FLOW.replace("inputs: {x: ", "activate: {when: 1}, inputs: {x: "),
          nosource: FLOW.replace("source: {type: code, path: t.py}, ", ""),
          pair: FLOW.replace("type: python, source", "type: prompt, source").replace(
            "type: code",
            "type: package",
          ),
          custom: FLOW.replace("type: python, source", "type: custom_llm, source"),
          llmpackage: FLOW.replace("type: python, source", "type: llm, source").replace(
            "type: code",
            "type: package",
          ),
          odd: FLOW.replace("type: python, source", "type: Python, source"),
          oddsource: FLOW.replace("type: code", "type: Code"),
          legacy: FLOW.replace("source: {type: code, path: t.py}", "tool: t.py"),
          module: FLOW.replace("inputs: {x: ", "module: no.such.module, inputs: {x: "),
          module2: FLOW.replace("inputs: {x: ", "module: json, inputs: {x: "),
        }).flatMap(([name, text]) => [
          [`${name}/flow.dag.yaml`, text],
          [`${name}/t.py`, PYTHON],
        ]),
      ),
    },
    [
      "flow test --flow flow",
      "flow test --flow half",
      "flow test --flow nosource",
      "flow test --flow pair",
      "flow test --flow custom",
      "flow test --flow llmpackage",
      "flow test --flow odd",
      "flow test --flow oddsource",
      "flow test --flow legacy",
      "flow test --flow module",
      "flow test --flow module2",
    ],
  ),
  section(
    "1.2.4",
    "a variant replaces its node; selectors",
    {
      ...ECHO,
      "flow/u.py": tool("u", "x", "return 'U' + x"),
      "flow/flow.dag.yaml": `inputs: {x: {type: string, default: in}}
outputs: {out: {type: string, reference: "\${t.output}"}, o: {type: string, reference: "\${o.output}"}}
nodes:
- {name: t, use_variants: true, activate: {when: "\${inputs.x}", is: never}, aggregation: true}
- {name: o, use_variants: true}
- {name: unused, type: python, source: {type: code, path: t.py}, inputs: {x: a}}
node_variants:
  t:
    default_variant_id: first one
    variants:
      first one: {node: {type: python, source: {type: code, path: t.py}, inputs: {x: one}}}
      v.2: {node: {type: python, source: {type: code, path: u.py}, inputs: {x: "\${inputs.x}"}}}
  o:
    default_variant_id: variant_1
    variants:
      variant_0: {node: {type: python, source: {type: code, path: t.py}, inputs: {x: o0}}}
      variant_1: {node: {type: python, source: {type: code, path: t.py}, inputs: {x: o1}}}\n`,
      "nodefault/flow.dag.yaml": `${HEAD}nodes:\n- {name: t, use_variants: true}\nnode_variants:\n  t:\n    variants:\n      v: {node: {type: python, source: {type: code, path: t.py}}}\n`,
      "nodefault/t.py": PYTHON,
      "noentry/flow.dag.yaml": `${HEAD}nodes:\n- {name: t, use_variants: true, type: python, source: {type: code, path: t.py}}\n`,
      "noentry/t.py": PYTHON,
    },
    [
      "flow test --flow flow",
      { argv: ["flow", "test", "--flow", "flow", "--variant", "${t.v.2}"] },
      { argv: ["flow", "test", "--flow", "flow", "--variant", "'${o.variant_0}'"] },
      { argv: ["flow", "test", "--flow", "flow", "--variant", "${o.variant_9}"] },
      { argv: ["flow", "test", "--flow", "flow", "--variant", "${zz.variant_0}"] },
      { argv: ["flow", "test", "--flow", "flow", "--variant", "${unused.variant_0}"] },
      { argv: ["flow", "test", "--flow", "flow", "--variant", "o.variant_0"] },
      "flow test --flow nodefault",
      "flow test --flow noentry",
    ],
  ),
  section(
    "1.2.5, A.1, A.2",
    "references and properties, in one flow",
    {
      "flow/make.py": tool(
        "make",
        "",
        "return {'a': [{'b': {'c d': 1, 'k.v': 2}}], 'b': 'text', '0': 'zero', 'k': 3, 'list': [10, 20]}",
      ),
      "flow/show.py": tool("show", "**v", "return {k: repr(v[k]) for k in sorted(v)}"),
      "flow/flow.dag.yaml": `inputs: {x: {type: object, default: {y: 1}}, x.y: {type: string, default: dotted}}
outputs: {out: {type: object, reference: "\${show.output}"}, whole: {type: object, reference: "\${make}"}, deep: {type: object, reference: "\${make.output.a[0].b['c d']}"}}
nodes:
- {name: make, type: python, source: {type: code, path: make.py}, inputs: {}}
- name: show
  type: python
  source: {type: code, path: show.py}
  inputs:
    a: \${make}
    b: \${make.output.a[0].b['c d']}
    c: \${inputs.x.y}
    d: \${flow.x}
    e: "\${make.output} "
    f: $x
    g: a \${make.output}
    h: \${make.output.["k"]}
    i: \${make.output.0}
    j: \${make.output.a[0].b['k.v']}
    l: [1, "\${make.output}"]
    m: $
    n: \${make.output.list[1]}
    o: \${make.output.b}\n`,
      ...Object.fromEntries(
        Object.entries({
          section: "${make.output[0]}",
          quoted: "${make.output['k.v']}",
          empty: "${}",
          blank: "${ make.output }",
          input: "${make.input}",
          dash: "${make.output.a-b}",
          missing: "${make.output.nope}",
          index: "${make.output.list[7]}",
          onlist: "${make.output.list['k']}",
          dot: "${make.output.list.0}",
        }).flatMap(([name, reference]) => [
          [
            `${name}/flow.dag.yaml`,
            `inputs: {}\noutputs: {out: {type: object, reference: "\${show.output}"}}\nnodes:\n- {name: make, type: python, source: {type: code, path: ../flow/make.py}, inputs: {}}\n- {name: show, type: python, source: {type: code, path: ../flow/show.py}, inputs: {v: ${JSON.stringify(reference)}}}\n`,
          ],
        ]),
      ),
    },
    [
      "flow test --flow flow",
      ...["section", "quoted", "empty", "blank", "input", "dash", "missing", "index", "onlist", "dot"].map(
        (name) => `flow test --flow ${name}`,
      ),
    ],
  ),
  section(
    "1.7",
    "includes: folders merge, files overwrite, and the run folder has them all",
    {
      "flow/flow.dag.yaml": including("- ../lib\n- ../over.py\n- ../more/deep/data.txt\n", "t.py"),
      "flow/t.py": tool(
        "t",
        "x='d'",
        `from lib.inner.one import ONE\nfrom lib.inner.two import TWO\nfrom over import OVER\nreturn [x, ONE, TWO, OVER, open('data.txt').read(), os.path.basename(os.getcwd()) != 'flow', sorted(os.listdir('lib'))]`,
        "import os\n",
      ),
      "flow/over.py": "OVER = 'the flow'\n",
      "flow/lib/inner/one.py": "ONE = 'the flow'\n",
      "flow/lib/own.txt": "own",
      "lib/inner/one.py": "ONE = 'the include'\n",
      "lib/inner/two.py": "TWO = 2\n",
      "lib/other.txt": "other",
      "over.py": "OVER = 'the include'\n",
      "more/deep/data.txt": "data",
      "data.jsonl": jsonl([{ x: "1" }]),
      "missing/flow.dag.yaml": including("- ../nope.py\n", "t.py"),
      "missing/t.py": PYTHON,
      "source/flow.dag.yaml": including("- ../sources/t2.py\n", "t2.py"),
      "sources/t2.py": tool("t", "x", "return 'included ' + x"),
    },
    [
      "flow test --flow flow",
      run("s17_a", "--column-mapping", "x=${data.x}"),
      "flow test --flow missing",
      "flow test --flow source",
      "run create --flow missing --data data.jsonl --name s17_b",
    ],
  ),
  section(
    "1.9, 1.2.7",
    "environment variables of a command over those of the flow",
    {
      "flow/flow.dag.yaml": `environment_variables: {A: text, B: 1.50, C: true, D: [1, a], E: {k: null}, F: null, G: ""}\n${FLOW}`,
      "flow/t.py": tool("t", "x", "return [os.environ.get(k) for k in 'ABCDEFGH']", "import os\n"),
      "vars.env": "A=from file\nH='quoted'\n",
    },
    [
      { argv: ["flow", "test", "--flow", "flow"], env: { A: "outside", H: "outside" } },
      "flow test --flow flow --environment-variables A=given B= H=x=y",
      "flow test --flow flow --environment-variables vars.env",
    ],
  ),
  section(
    "1.4",
    "a prompty that refers to what is not there",
    {
      "file.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: \${file:nope.json}\n  parameters: {}\ninputs:\n  q: {type: string}\n---\nuser:\n{{q}}\n`,
      "sample.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: {type: openai, model: m, api_key: k, base_url: $BASE/v1}\n  parameters: {}\nsample: nope.json\n---\nuser:\n{{q}}\n`,
      "odd.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: {type: openai, model: m, api_key: k, base_url: $BASE/v1}\n  parameters: {}\nsample: nope.txt\n---\nuser:\n{{q}}\n`,
      "front.prompty": "no front matter",
      "connection.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: {connection: nope, azure_endpoint: x}\n  parameters: {}\ninputs:\n  q: {type: string}\n---\nuser:\n{{q}}\n`,
      "type.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: {type: other, model: m}\n  parameters: {}\ninputs:\n  q: {type: string}\n---\nuser:\n{{q}}\n`,
      "env.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: {type: openai, model: m}\n  parameters: {}\ninputs:\n  q: {type: string}\n---\nuser:\n{{q}}\n`,
      "value.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: {type: openai, model: "\${env:S14_MODEL}", api_key: "\${env:S14_UNSET}", base_url: $BASE/v1}\n  parameters: \${file:parameters.json}\ninputs:\n  q: {type: string}\n---\nuser:\n{{q}}\n`,
      "declared.prompty": `---\nname: n\nmodel:\n  api: chat\n  configuration: {type: openai, model: m, api_key: k, base_url: $BASE/v1}\n  parameters: {}\nsample: nope.json\ninputs:\n  q: {type: string}\n---\nuser:\n{{q}}\n`,
      "d.jsonl": jsonl([{ q: "1" }]),
      "parameters.json": '{"temperature": 0.5, "max_tokens": 7}',
    },
    [
      "flow test --flow file.prompty --inputs q=1",
      "flow test --flow sample.prompty --inputs q=1",
      "flow test --flow odd.prompty --inputs q=1",
      "flow test --flow front.prompty --inputs q=1",
      "flow test --flow connection.prompty --inputs q=1",
      "flow test --flow type.prompty --inputs q=1",
      "flow test --flow env.prompty --inputs q=1",
      { argv: ["flow", "test", "--flow", "value.prompty", "--inputs", "q=1"], env: { S14_MODEL: "told" } },
      "flow test --flow value.prompty",
      {
        argv: ["run", "create", "--flow", "connection.prompty", "--data", "d.jsonl", "--name", "s14_a"],
      },
      {
        argv: ["run", "create", "--flow", "declared.prompty", "--data", "d.jsonl", "--name", "s14_b"],
      },
    ],
    {
      differs: {
        1: { row: "a sample of a prompty that cannot be read", free: /^(result|test)/ },
        2: { row: "a sample of a prompty that cannot be read", free: /^(result|test)/ },
        5: { row: "the name of the failed function", free: /(message|traceback)$/ },
        6: { row: "the name of the failed function", free: /(message|traceback)$/ },
      },
    },
  ),
]
