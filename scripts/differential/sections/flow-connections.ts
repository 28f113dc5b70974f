import { create, DATA, FLOW, flows, HEAD, llm, node, nodes, tests } from "./flow-texts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Connections that DAG flows and commands name, in nodes and in variables. */

const MISSING = "api: chat, connection: zz, "
const CONNECTIONS = {
  noprompt: nodes(node("t", "x: a"), llm("l", MISSING, "no.jinja2")),
  noapi: nodes(node("t", "x: a"), llm("l", "connection: zz, ")),
  cast: nodes(node("t", "x: a", "", "int.py"), llm("l", MISSING)),
  reference: nodes(node("t", 'x: "${qq.output}"'), llm("l", MISSING)),
  nofile: nodes(node("t", "x: a", "", "no.py"), llm("l", MISSING)),
  notool: nodes(node("t", "x: a", "", "bad.py"), llm("l", MISSING)),
  format: `message_format: nope\n${nodes(node("t", "x: a"), llm("l", MISSING))}`,
  activate: nodes(node("t", "x: a", "activate: {when: 1}, ", "no.py"), llm("l", MISSING)),
  bypassed: nodes(node("t", "x: a"), llm("l", `${MISSING}activate: {when: "\${inputs.x}", is: never}, `)),
  missinginput: nodes(node("t", 'x: "${inputs.x}"'), llm("l", MISSING)).replace(", default: in", ""),
  prompt: nodes(node("t", "x: a"), llm("p", "connection: zz, ").replace("llm", "prompt")),
  python: nodes(node("t", "x: a", "connection: zz, ")),
  empty: nodes(node("t", "x: a", 'connection: "", ')),
  tool: nodes(node("t", "x: a, c: zz", "", "conn.py")),
}

const CUSTOM =
  'name: ff_c\ntype: custom\nconfigs: {url: https://u, n: "5"}\nsecrets: {key: secret-value-12}\n'
const ENVIRONMENT = tool(
  "t",
  "x",
  "return [x] + [os.environ.get(k) and os.environ.get(k)[:9] for k in 'ABCDEFG']",
  "import os\n",
)
const given = (flow: string, ...pairs: string[]) => ({
  argv: ["flow", "test", "--flow", flow, "--environment-variables", ...pairs],
})

const TUNED = `${HEAD}nodes:
- {name: t, use_variants: true}
node_variants:
  t:
    default_variant_id: a
    variants:
      a: {node: {type: python, source: {type: code, path: conn.py}, inputs: {x: va, c: ff_c}}}
      b: {node: {type: python, source: {type: code, path: conn.py}, inputs: {x: vb, c: ff_c}}}\n`
const ASKING = `inputs: {x: {type: string, default: in}}
outputs: {out: {type: string, reference: "\${ask.output}"}}
nodes:
- {name: ask, type: llm, source: {type: code, path: p.jinja2}, api: chat, connection: ff_o, inputs: {model: m1, x: "\${inputs.x}"}}
- {name: t, type: python, source: {type: code, path: conn.py}, inputs: {x: "\${inputs.x}", c: ff_c}}\n`
const selected = (variant: string) => ({ argv: ["flow", "test", "--flow", "tuned", "--variant", variant] })

export const flowConnections: SectionCase[] = [
  section(
    "1.2.6, 7.5",
    "connections that are missing, among other mistakes",
    { ...DATA, ...flows(CONNECTIONS) },
    [
      ...tests(CONNECTIONS),
      "flow test --flow bypassed --node t --inputs x=1",
      ...["noprompt", "prompt", "activate"].map((name) => create(name, `ff_m_${name}`)),
    ],
  ),
  section(
    "1.2.7",
    "values of connections in environment variables",
    {
      ...DATA,
      "c.yaml": CUSTOM,
      "flow/flow.dag.yaml": `environment_variables: {A: "\${ff_c.url}", B: " \${ff_c.key} ", C: "\${ff_c.nope}", D: "x\${ff_c.url}", E: "\${ff_c}", F: "\${ff_c.a.b}"}\n${FLOW}`,
      "missing/flow.dag.yaml": `environment_variables: {A: "\${nobody.url}"}\n${FLOW}`,
      "plain/flow.dag.yaml": FLOW,
      ...Object.fromEntries(["flow", "missing", "plain"].map((name) => [`${name}/t.py`, ENVIRONMENT])),
    },
    [
      "connection create --file c.yaml",
      "flow test --flow flow",
      create("flow", "ff_e1"),
      given("flow", "A=given", "B=${ff_c.url}", "G=${ff_c.url}"),
      "flow test --flow missing",
      create("missing", "ff_e2"),
      create("missing", "ff_e3", "--environment-variables", "A=ok"),
      given("missing", "A=ok"),
      given("plain", "A=${ff_c.url}", "B=${nobody.url}"),
      create("plain", "ff_e4", "--environment-variables", "A=${ff_c.url}", "B=${nobody.url}"),
      "flow test --flow flow --node t --inputs x=1",
    ],
    { differs: { 7: { row: "a variable that names a missing connection", exit: 0, free: true } } },
  ),
  section(
    "1.2.4, 1.9",
    "connections and variants that a command chooses",
    {
      ...DATA,
      ...flows({ asking: ASKING, tuned: TUNED }),
      "c.yaml": CUSTOM,
      "c2.yaml": CUSTOM.replace("ff_c", "ff_d").replace("https://u", "https://v"),
      "o.yaml": "name: ff_o\ntype: open_ai\napi_key: kkkkkkkkkk\nbase_url: $BASE/v1\n",
      "o2.yaml": "name: ff_o2\ntype: open_ai\napi_key: kkkkkkkkk2\nbase_url: $BASE/two/v1\n",
    },
    [
      ...["c", "c2", "o", "o2"].map((file) => `connection create --file ${file}.yaml`),
      create("asking", "ff_a", "--connections", "ask.connection=ff_o2", "ask.model=m2", "t.c=ff_d"),
      ...["ask.temperature=1", "t.x=1", "zz.connection=ff_o", "t.connection=ff_d", "ask=ff_o"].map(
        (pair, i) => create("asking", `ff_b${i}`, "--connections", pair),
      ),
      create("asking", "ff_c", "--connections", "ask.connection=nope"),
      create("tuned", "ff_d", "--variant", "${t.b}", "--connections", "t.c=ff_d"),
      create("tuned", "ff_e", "--variant", "t.b"),
      create("tuned", "ff_f", "--variant", "${t.zz}"),
      ...['"${t.b}"', "${t.b}x", " ${t.b}", ""].map(selected),
    ],
    { differs: { 11: { row: "the snapshot of a run with `--connections`", free: /snapshot/ } } },
  ),
]
