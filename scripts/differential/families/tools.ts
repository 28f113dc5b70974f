import type { Case, Step } from "../case.ts"
import type { Flow, Node } from "../flow-parts.ts"
import {
  batch,
  details,
  flowText,
  jsonl,
  makeCase,
  metrics,
  output,
  promptNode,
  pythonNode,
  pythonTool,
  test,
} from "../flow-parts.ts"
import type { Random } from "../random.ts"
import type { Yaml } from "../yaml-text.ts"

/** Whole tool files of every kind; each takes `x` (text) and may take more. */
const kinds: Record<string, string> = {
  generator:
    "from promptflow.core import tool\n\n\n@tool\ndef t(x: str):\n    for part in x.split():\n        yield part + ','\n",
  numbers:
    "from promptflow.core import tool\n\n\n@tool\ndef t(x: str):\n    for i in range(3):\n        yield i\n",
  async:
    "import asyncio\nfrom promptflow.core import tool\n\n\n@tool\nasync def t(x: str) -> str:\n    await asyncio.sleep(0)\n    return x + '!'\n",
  asyncgen:
    "from promptflow.core import tool\n\n\n@tool\nasync def t(x: str):\n    for part in x.split():\n        yield part + ';'\n",
  dataclass:
    "from dataclasses import dataclass\nfrom promptflow.core import tool\n\n\n@dataclass\nclass Pair:\n    a: str\n    b: int = 2\n\n\n@tool\ndef t(x: str) -> Pair:\n    return Pair(x)\n",
  typeddict:
    "from typing import TypedDict\nfrom promptflow.core import tool\n\n\nclass D(TypedDict):\n    a: str\n\n\n@tool\ndef t(x: str) -> D:\n    return {'a': x}\n",
  provider:
    "from promptflow.core import ToolProvider, tool\n\n\nclass P(ToolProvider):\n    def __init__(self, greeting: str = 'Hi', times: int = 1):\n        super().__init__()\n        self.greeting = greeting\n        self.times = times\n\n    @tool\n    def t(self, x: str):\n        return [self.greeting * self.times + ' ' + x, type(self.times).__name__]\n",
  called: "from promptflow.core import tool\n\n\n@tool()\ndef t(x: str):\n    return x\n",
  named:
    "from promptflow.core import tool\n\n\n@tool(name='My tool', description='d', type='python')\ndef t(x: str):\n    return x[::-1]\n",
  old: "from promptflow import tool\n\n\n@tool\ndef t(x):\n    return {'old': x}\n",
  aliased:
    "import promptflow.core as pf\n\n\ndef helper(v):\n    return v.title()\n\n\n@pf.tool\ndef t(x: str = 'dflt', **rest):\n    return [helper(x), rest]\n",
  module:
    "import os\nfrom promptflow.core import tool\n\n\n@tool\ndef t(x: str):\n    return [__name__, os.path.basename(__file__), os.path.basename(os.getcwd()), os.path.isfile('shared.py')]\n",
  imports:
    "from promptflow.core import tool\nfrom shared import shout\n\n\n@tool\ndef t(x: str):\n    return shout(x)\n",
  prints:
    "import sys\nfrom promptflow.core import tool\n\n\n@tool\ndef t(x: str):\n    print('out', x)\n    print('err', file=sys.stderr)\n    print('a\\nb', end='')\n    return x\n",
  state:
    "from promptflow.core import tool\n\ncount = 0\n\n\n@tool\ndef t(x: str):\n    global count\n    count += 1\n    return count\n",
  nothing: "from promptflow.core import tool\n\n\n@tool\ndef t(x: str):\n    pass\n",
  secret:
    "from promptflow.core import tool\n\n\n@tool\ndef t(x: str):\n    print('key=abcdef sig=123 end')\n    return x\n",
  traced:
    "from promptflow.core import tool\nfrom promptflow.tracing import trace\n\n\n@trace\ndef inner(v):\n    return v * 2\n\n\n@tool\ndef t(x: str):\n    return inner(x)\n",
  metric:
    "from promptflow.core import tool, log_metric\n\n\n@tool\ndef t(x: str):\n    log_metric('m', 1)\n    return x\n",
  decorated:
    "import functools\nfrom promptflow.core import tool\n\n\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n        return [f(*args, **kwargs)] * 2\n    return inner\n\n\n@tool\n@twice\ndef t(x: str):\n    return x\n",
  two: "from promptflow.core import tool\n\n\n@tool\ndef t(x: str):\n    return x\n\n\n@tool\ndef u(x: str):\n    return x\n",
  none: "def t(x: str):\n    return x\n",
  broken: "from promptflow.core import tool\n\n\n@tool\ndef t(x: str)\n    return x\n",
  raises: "from promptflow.core import tool\n\nraise RuntimeError('at import')\n",
  missing:
    "import no_such_module_here\nfrom promptflow.core import tool\n\n\n@tool\ndef t(x):\n    return x\n",
  extra: "from promptflow.core import tool\n\n\n@tool\ndef t(y: str = 'y'):\n    return y\n",
  two_required: "from promptflow.core import tool\n\n\n@tool\ndef t(x: str, y: str):\n    return x + y\n",
}

/** Every kind of Python tool, alone and in a small chain, tested and sometimes in bulk. */
export function toolKinds(random: Random, id: string): Case {
  const files: Record<string, string> = {}
  const steps: Step[] = []
  const chosen = random.sample(Object.keys(kinds), 3)
  // Which worker gets which line is chance, so a tool that counts its calls is not run in bulk.
  if (chosen[0] === "state") chosen.reverse()
  for (const [i, kind] of chosen.entries()) {
    const folder = `flow${i}`
    files[`${folder}/t.py`] = kinds[kind] ?? ""
    files[`${folder}/shared.py`] = "def shout(v):\n    return v.upper() + '!'\n"
    files[`${folder}/after.py`] = pythonTool(
      "after",
      "v",
      'return kind(v) if not hasattr(v, "__next__") else "".join(map(str, v))',
    )
    const more: Record<string, Yaml> =
      kind === "provider"
        ? random.pick<Record<string, Yaml>>([{ greeting: "Yo", times: "2" }, {}, { times: 3 }])
        : {}
    files[`${folder}/flow.dag.yaml`] = flowText({
      inputs: { x: { type: "string", default: "some words" } },
      outputs: {
        out: output("${t.output}"),
        ...(random.chance(0.6) ? { after: output("${after.output}") } : {}),
      },
      nodes: [
        pythonNode("t", { x: "${inputs.x}", ...more }),
        ...(random.chance(0.6) ? [pythonNode("after", { v: "${t.output}" })] : []),
      ],
    })
    // An output of a node that was left out is an error of its own; keep it rare.
    if (!files[`${folder}/flow.dag.yaml`]?.includes("name: after")) {
      files[`${folder}/flow.dag.yaml`] = (files[`${folder}/flow.dag.yaml`] ?? "").replace(
        / {2}after:\n {4}type: object\n {4}reference: [^\n]*\n/,
        "",
      )
    }
    steps.push({ argv: ["flow", "test", "--flow", folder, "--inputs", "x=two words"] })
  }
  if (random.chance(0.5)) {
    files["data.jsonl"] = jsonl([{ x: "one" }, { x: "two three" }])
    const name = `${id.replaceAll("-", "_")}_b`
    steps.push(
      {
        argv: [
          "run",
          "create",
          "--flow",
          "flow0",
          "--name",
          name,
          "--data",
          "data.jsonl",
          "--column-mapping",
          "x=${data.x}",
        ],
      },
      { argv: ["run", "show-details", "--name", name] },
    )
  }
  return makeCase(id, files, steps)
}

const raises = [
  'raise ValueError("bad: " + str(x))',
  "raise KeyError('k')",
  "raise Exception()",
  "return 1 / 0",
  "return [][1]",
  "from promptflow.exceptions import UserErrorException\nraise UserErrorException('user said no.')",
  "from promptflow.exceptions import ValidationException\nraise ValidationException('invalid')",
  "from promptflow.exceptions import SystemErrorException\nraise SystemErrorException('system')",
  "class Own(Exception):\n    pass\nraise Own('own', 3)",
  "import sys\nsys.exit(3)",
  "raise AssertionError('multi\\nline')",
  "try:\n    {}['inner']\nexcept KeyError as e:\n    raise RuntimeError('outer') from e",
  "raise UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')",
  "raise NotImplementedError",
  "return undefined_name",
  "return x.no_such_attribute",
]

/** Tools that raise on some rows; the other lines go on; aggregation sees the survivors. */
export function failing(random: Random, id: string): Case {
  const how = random.pick(raises)
  const condition = random.pick(['"!" in x', "True", "len(x) > 3"])
  const indented = how
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")
  const chain = random.chance(0.5)
  const files: Record<string, string> = {
    "flow/before.py": pythonTool("before", "x: str", "return x.strip()"),
    "flow/fail.py": pythonTool("fail", "x: str", `if ${condition}:\n${indented}\nreturn x + "."`),
    "flow/after.py": pythonTool("after", "x", "return len(x)"),
  }
  const aggregate = random.chance(0.5)
  if (aggregate) {
    files["flow/total.py"] =
      `from promptflow.core import tool, log_metric\n\n\n@tool\ndef total(lengths, texts):\n    log_metric("lines", len(lengths))\n    log_metric("sum", sum(v for v in lengths if v is not None))\n    return texts\n`
  }
  const nodes: Node[] = [
    ...(chain ? [pythonNode("before", { x: "${inputs.x}" })] : []),
    pythonNode("fail", { x: chain ? "${before.output}" : "${inputs.x}" }),
    pythonNode("after", { x: "${fail.output}" }),
    ...(aggregate
      ? [pythonNode("total", { lengths: "${after.output}", texts: "${inputs.x}" }, { aggregation: true })]
      : []),
  ]
  files["flow/flow.dag.yaml"] = flowText({
    inputs: { x: { type: "string" } },
    outputs: { out: output("${after.output}"), text: output("${fail.output}") },
    nodes,
  })
  files["data.jsonl"] = jsonl(
    random.sample([{ x: "a" }, { x: "b!" }, { x: "long enough" }, { x: " c " }, { x: "" }, { x: "!" }], 4),
  )
  const steps = [test({ x: "go!" }), test({ x: "ok" })]
  if (random.chance(0.7))
    steps.push(
      batch(id, "b", "--data", "data.jsonl", "--column-mapping", "x=${data.x}"),
      details(id, "b"),
      metrics(id, "b"),
    )
  return makeCase(id, files, steps)
}

type Fault = (flow: Flow, files: Record<string, string>) => void

const faults: Record<string, Fault> = {
  unknownNode: (flow) => Object.assign(flow.nodes[1]?.inputs ?? {}, { x: "${nobody.output}" }),
  unknownInput: (flow) => Object.assign(flow.nodes[0]?.inputs ?? {}, { x: "${inputs.nope}" }),
  cycle: (flow) => Object.assign(flow.nodes[0]?.inputs ?? {}, { x: "${b.output}" }),
  selfCycle: (flow) => Object.assign(flow.nodes[0]?.inputs ?? {}, { x: "${a.output}" }),
  duplicate: (flow) => flow.nodes.push({ ...flow.nodes[0] }),
  badInputType: (flow) => Object.assign(flow, { inputs: { x: { type: "text", default: "d" } } }),
  noInputType: (flow) => Object.assign(flow, { inputs: { x: { default: "d" } } }),
  badOutputType: (flow) =>
    Object.assign(flow, { outputs: { out: { type: "number", reference: "${b.output}" } } }),
  emptyOutput: (flow) => Object.assign(flow, { outputs: { out: { type: "string", reference: "" } } }),
  noReference: (flow) => Object.assign(flow, { outputs: { out: { type: "string" } } }),
  outputNode: (flow) => Object.assign(flow, { outputs: { out: output("${nobody.output}") } }),
  outputInput: (flow) => Object.assign(flow, { outputs: { out: output("${inputs.nope}") } }),
  noFile: (_flow, files) => delete files["flow/a.py"],
  noSource: (flow) => delete flow.nodes[0]?.source,
  noType: (flow) => delete flow.nodes[0]?.type,
  badType: (flow) => Object.assign(flow.nodes[0] ?? {}, { type: "pyton" }),
  badSource: (flow) => Object.assign(flow.nodes[0] ?? {}, { source: { type: "codes", path: "a.py" } }),
  packageTool: (flow) =>
    Object.assign(flow.nodes[0] ?? {}, { source: { type: "package", tool: "no.such.tool" } }),
  promptPackage: (flow) =>
    Object.assign(flow.nodes[0] ?? {}, { type: "prompt", source: { type: "package", tool: "x" } }),
  activateHalf: (flow) => Object.assign(flow.nodes[1] ?? {}, { activate: { when: "${a.output}" } }),
  activateUnknown: (flow) =>
    Object.assign(flow.nodes[1] ?? {}, { activate: { when: "${nobody.output}", is: 1 } }),
  onAggregation: (flow) => Object.assign(flow.nodes[0] ?? {}, { aggregation: true }),
  outputAggregation: (flow) => Object.assign(flow.nodes[1] ?? {}, { aggregation: true }),
  brokenYaml: (_flow, files) => Object.assign(files, { "flow/flow.dag.yaml": "inputs:\n  x: [1\nnodes:\n" }),
  emptyYaml: (_flow, files) => Object.assign(files, { "flow/flow.dag.yaml": "" }),
  listYaml: (_flow, files) => Object.assign(files, { "flow/flow.dag.yaml": "- a\n- b\n" }),
  duplicateKey: (_flow, files) =>
    Object.assign(files, { "flow/flow.dag.yaml": "inputs: {}\ninputs: {}\nnodes: []\noutputs: {}\n" }),
  noNodes: (flow) => Object.assign(flow, { nodes: [], outputs: { out: output("${inputs.x}") } }),
  noOutputs: (flow) => delete flow.outputs,
  noName: (flow) => delete flow.nodes[1]?.name,
  unknownKeys: (flow) => Object.assign(flow, { surprise: 1 }),
  nodeUnknownKeys: (flow) => Object.assign(flow.nodes[0] ?? {}, { surprise: { a: 1 } }),
  missingTemplate: (flow) => flow.nodes.push(promptNode("p", {})),
  noToolFile: (_flow, files) => Object.assign(files, { "flow/a.py": "x = 1\n" }),
  section: (flow) => Object.assign(flow.nodes[1]?.inputs ?? {}, { x: "${a.input}" }),
  noFlowFile: (_flow, files) => delete files["flow/flow.dag.yaml"],
  twoFlowFiles: (_flow, files) => Object.assign(files, { "flow/flow.dag.yml": files["flow/flow.dag.yaml"] }),
  reduce: (flow) => Object.assign(flow.nodes[1] ?? {}, { reduce: true }),
}

/** One mistake in an otherwise good flow: what is said, and whether a run is left behind. */
export function staticErrors(random: Random, id: string): Case {
  const files: Record<string, string> = {}
  const steps: Step[] = []
  for (const [i, name] of random.sample(Object.keys(faults), 4).entries()) {
    const own: Record<string, string> = {
      "flow/a.py": pythonTool("a", "x='d'", "return x"),
      "flow/b.py": pythonTool("b", "x='d'", "return x"),
    }
    const flow: Flow = {
      inputs: { x: { type: "string", default: "in" } },
      outputs: { out: output("${b.output}") },
      nodes: [pythonNode("a", { x: "${inputs.x}" }), pythonNode("b", { x: "${a.output}" })],
    }
    const fault = faults[name] ?? (() => undefined)
    own["flow/flow.dag.yaml"] = flowText(flow)
    fault(flow, own)
    if (own["flow/flow.dag.yaml"] && !/Yaml|duplicateKey/.test(name)) {
      own["flow/flow.dag.yaml"] = flowText(flow)
      if (own["flow/flow.dag.yml"]) own["flow/flow.dag.yml"] = flowText(flow)
    }
    for (const [path, text] of Object.entries(own)) files[path.replace("flow/", `${name}/`)] = text
    steps.push({ argv: ["flow", "test", "--flow", name] })
    if (i === 0 && random.chance(0.6)) {
      files["data.jsonl"] = jsonl([{ x: "1" }, { x: "2" }])
      const run = `${id.replaceAll("-", "_")}_b`
      steps.push(
        {
          argv: [
            "run",
            "create",
            "--flow",
            name,
            "--name",
            run,
            "--data",
            "data.jsonl",
            "--column-mapping",
            "x=${data.x}",
          ],
        },
        { argv: ["run", "show", "--name", run] },
      )
    }
  }
  return makeCase(id, files, steps)
}

/** One node alone, with the accepted forms of its inputs. */
export function singleNode(random: Random, id: string): Case {
  const files: Record<string, string> = {
    "flow/make.py": pythonTool("make", "s: str", 'return {"k": s, "l": [s]}'),
    "flow/use.py": pythonTool(
      "use",
      "whole, flag: bool, lit: int = 3, opt='o'",
      "return [[kind(v), v] for v in (whole, flag, lit, opt)]",
    ),
    "flow/pick.py": pythonTool("pick", "part, deep='d'", "return [[kind(v), v] for v in (part, deep)]"),
    "flow/say.jinja2": "{{ part }} / {{ flag }}\n",
    "node.json": JSON.stringify({ "make.output": { k: "from file", l: ["item"] }, "inputs.flag": true }),
    "part.json": JSON.stringify({ part: [1, 2.5], "make.output.k": { a: null } }),
    "wrong.txt": "s=1",
  }
  const conditional = random.chance(0.4) ? { activate: { when: "${inputs.flag}", is: false } } : {}
  files["flow/flow.dag.yaml"] = flowText({
    inputs: { s: { type: "string", default: "S" }, flag: { type: "bool" }, unused: { type: "int" } },
    outputs: { out: output("${use.output}") },
    nodes: [
      pythonNode("make", { s: "${inputs.s}" }),
      pythonNode("use", { whole: "${make.output}", flag: "${inputs.flag}", lit: "4" }, conditional),
      pythonNode("pick", { part: "${make.output.k}" }),
      pythonNode(
        "deep",
        { part: "${make.output.k}", deep: "${make.output.l[0]}" },
        { source: { type: "code", path: "pick.py" } },
      ),
      pythonNode(
        "both",
        { part: "${make.output.k}", deep: "${make.output}" },
        { source: { type: "code", path: "pick.py" } },
      ),
      promptNode("say", { part: "${make.output.k}", flag: "${flow.flag}" }),
      pythonNode(
        "use_all",
        { whole: "${make.output}", flag: "${inputs.flag}" },
        { source: { type: "code", path: "use.py" }, aggregation: true },
      ),
    ],
  })
  const node = (name: string, ...inputs: string[]): Step => ({
    argv: [
      "flow",
      "test",
      "--flow",
      "flow",
      "--node",
      name,
      ...(inputs.length ? ["--inputs", ...inputs] : []),
    ],
  })
  const steps = random.sample(
    [
      node("make"),
      node("make", "s=given"),
      node("make", "inputs.s=given"),
      node("make", "flow.s=given"),
      node("make", "s={{x}}", "zzz=1"),
      node("use", "whole=w", "flag=true"),
      node("use", 'make.output={"k": "K"}', "inputs.flag=true"),
      node("use", "make.output=text", "flag=TRUE", "lit=9", "opt=zzz"),
      node("use", "flag=true"),
      node("use", "whole=w", "flag=maybe"),
      node("use", "whole=w"),
      node("use", "node.json"),
      node("use", "missing.json"),
      node("pick", "part=p"),
      node("pick", "make.output.k=p"),
      node("pick", "part.json"),
      node("pick", "node.json"),
      node("pick", "make.output=whole"),
      node("deep", "part=p", "deep=q"),
      node("deep", "node.json"),
      node("both", "part=p", "deep=q"),
      node("both", "node.json"),
      node("say", "node.json"),
      node("say", "part=2", "flow.flag=true"),
      node("say", "part=2", "inputs.flag=true", "zzz=1"),
      node("nobody"),
      node("use_all", "whole=w", "flag=true"),
      node("use_all", "node.json"),
      node("make", "wrong.txt"),
    ],
    7,
  )
  return makeCase(id, files, steps)
}
