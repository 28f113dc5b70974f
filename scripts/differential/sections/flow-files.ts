import { create, DATA, ECHO, FLOW, flows, HEAD, node, nodes, tests } from "./flow-texts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Rows of chapter 1 that formats.ts leaves out: DAG flows. */

const SECTIONS = {
  inputs: FLOW.replace(/^inputs.*\n/, "inputs: null\n").replace("${inputs.x}", "a"),
  noinputs: FLOW.replace(/^inputs.*\n/, "").replace("${inputs.x}", "a"),
  outputs: FLOW.replace(/outputs.*\n/, "outputs: null\n"),
  nonodes: HEAD.replace("${t.output}", "${inputs.x}"),
  emptynodes: `${HEAD.replace("${t.output}", "${inputs.x}")}nodes: []\n`,
  nullnodeinputs: FLOW.replace('inputs: {x: "${inputs.x}"}', "inputs: null"),
  nullactivate: FLOW.replace("inputs: {x: ", "activate: null, inputs: {x: "),
  nulls: FLOW.replace("inputs: {x: ", "comment: null, api: null, provider: null, tool: null, inputs: {x: "),
  inputtext: FLOW.replace("{type: string, default: in}", "string"),
  cased: FLOW.replace("type: string, default", "type: String, default"),
  outtype: FLOW.replace("out: {type: string", "out: {type: stringy"),
  noouttype: FLOW.replace("out: {type: string, ", "out: {"),
}

const SOURCES = {
  notype: nodes("- {name: t, inputs: {x: a}}\n"),
  untyped: nodes("- {name: t, source: {type: code, path: t.py}, inputs: {x: a}}\n"),
  emptysource: nodes("- {name: t, type: python, source: {}, inputs: {x: a}}\n"),
  nullsource: nodes("- {name: t, type: python, source: null, inputs: {x: a}}\n"),
  folder: nodes(node("t", "x: a", "", ".")),
  promptnopath: nodes("- {name: t, type: prompt, source: {type: code}, inputs: {x: a}}\n"),
  promptmissing: nodes("- {name: t, type: prompt, source: {type: code, path: no.jinja2}}\n"),
  csharp: nodes(node("t", "x: a").replace("python", "csharp")),
  package: nodes("- {name: t, type: python, source: {type: package, tool: a.b.c}}\n"),
  custom: nodes(
    "- {name: t, type: custom_llm, source: {type: package_with_prompt, tool: a.b, path: t.py}}\n",
  ),
  pair: nodes("- {name: t, type: python, source: {type: package_with_prompt, tool: a.b, path: t.py}}\n"),
  noname: nodes("- {type: python, source: {type: code, path: t.py}, inputs: {x: a}}\n"),
  extra: nodes(node("t", "x: a", 'activate: {when: "${inputs.x}", is: in, other: 1}, ')),
  whenonly: nodes(node("t", "x: a", "activate: {is: 1}, ")),
  isnull: nodes(node("t", "x: a", 'activate: {when: "${inputs.x}", is: null}, ')),
  whennull: nodes(node("t", "x: a", "activate: {when: null, is: 1}, ")),
  unknownkey: nodes(node("t", "x: a", "colour: red, ")),
}

const CHECKS = {
  tooldup: nodes(node("t", "x: a"), node("t", "x: a", "", "no.py")),
  toolref: nodes(node("t", 'x: "${zz.output}"'), node("u", "x: a", "", "bad.py")),
  refout: nodes(node("t", 'x: "${zz.output}"')).replace("t.output", "nope.output"),
  refcycle: nodes(node("t", 'x: "${u.output}", y: "${zz.output}"'), node("u", 'x: "${t.output}"')),
  inputnode: nodes(node("t", 'x: "${zz.output}"'), node("u", 'x: "${inputs.nope}"')),
  self: nodes(node("t", 'x: "${t.output}"')),
  activatecycle: nodes(
    node("t", "x: a", 'activate: {when: "${u.output}", is: 1}, '),
    node("u", 'x: "${t.output}"'),
  ),
  aggregationactivate: nodes(
    node("t", "x: a"),
    node("g", 'x: "${t.output}"', 'aggregation: true, activate: {when: "${t.output}", is: 1}, '),
  ),
  onaggregation: nodes(node("g", "x: a", "aggregation: true, "), node("t", 'x: "${g.output}"')),
  activateaggregation: nodes(
    node("g", "x: a", "aggregation: true, "),
    node("t", "x: a", 'activate: {when: "${g.output}", is: 1}, '),
  ),
  activateunknown: nodes(node("t", "x: a", 'activate: {when: "${zz.output}", is: 1}, ')),
  activateinput: nodes(node("t", "x: a", 'activate: {when: "${inputs.zz}", is: 1}, ')),
  outinput: nodes(node("t", "x: a")).replace("${t.output}", "${inputs.zz}"),
  outaggregation: nodes(node("t", "x: a"), node("g", 'x: "${t.output}"', "aggregation: true, ")).replace(
    "t.output",
    "g.output",
  ),
  outempty: nodes(node("t", "x: a")).replace('"${t.output}"', '""'),
  outnull: nodes(node("t", "x: a")).replace('"${t.output}"', "null"),
  outsection: nodes(node("t", "x: a")).replace("t.output", "t.outputs"),
  outproperty: nodes(node("t", "x: a")).replace("t.output", "t.output.nope"),
  order: nodes(
    node("e", 'x: "${c.output}"'),
    node("t", "x: a"),
    node("d", 'x: "${e.output}"'),
    node("c", 'x: "${b.output}"'),
    node("b", "x: a"),
  ),
  bypassed: nodes(
    node("t", "x: a"),
    node("u", "x: a", 'activate: {when: "${inputs.x}", is: never}, ', "bad.py"),
  ),
}

const OBJECTS = `from dataclasses import dataclass


@dataclass
class D:
    a: object
    b: list


class P:
    def __init__(self):
        self.name = "nn"
        self.items = [1, {"k": D("deep", [])}]

    @property
    def prop(self):
        return "property"


${tool("t", "x='d'", "return {'d': D(P(), [1, 2]), 'p': P()}")}`
const reading = (reference: string, more = "") =>
  `inputs: {}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: m, type: python, source: {type: code, path: objects.py}}\n${node("t", `x: ${JSON.stringify(reference)}`, more)}`

export const flowFiles: SectionCase[] = [
  section(
    "1.2, 1.2.1, 1.2.2, A.4",
    "sections that are null or absent; names of folders and files",
    {
      ...DATA,
      ...flows(SECTIONS),
      ...flows({ "123 My-Flow__x": FLOW, named: `name: The Name\nid: my_id\n${FLOW}` }),
    },
    [
      ...tests(SECTIONS),
      { argv: ["flow", "test", "--flow", "123 My-Flow__x"] },
      create("123 My-Flow__x", "ff_na"),
      create("named", "ff_nb"),
      create("noinputs", "ff_noinputs"),
    ],
  ),
  section("1.2.3", "sources and activations of nodes", flows(SOURCES), tests(SOURCES)),
  section("1.2.6", "which mistake is told first", flows(CHECKS), tests(CHECKS)),
  section(
    "1.2.5",
    "properties of objects",
    {
      "flow/flow.dag.yaml": `inputs: {}
outputs: {a: {type: string, reference: "\${m.output.d.a.name}"}, b: {type: string, reference: "\${m.output.p.items[1]['k'].a}"}, c: {type: string, reference: "\${m.output.p.prop}"}, e: {type: object, reference: "\${t.output}"}}
nodes:
- {name: m, type: python, source: {type: code, path: objects.py}}
${node("t", 'x: "${m.output.d.b[1]}"')}`,
      "bad/flow.dag.yaml": reading("${m.output.p.nope}"),
      "key/flow.dag.yaml": reading("${m.output.p['k']}"),
      "activate/flow.dag.yaml": reading("yes", 'activate: {when: "${m.output.p.items[0]}", is: 1}, '),
      ...Object.fromEntries(
        ["flow", "bad", "key", "activate"].flatMap((name) => [
          [`${name}/objects.py`, OBJECTS],
          [`${name}/t.py`, ECHO],
        ]),
      ),
    },
    ["flow", "bad", "key", "activate"].map((name) => `flow test --flow ${name}`),
  ),
]
