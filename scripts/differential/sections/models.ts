import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** LLM nodes: chapter 5. Each flow holds many nodes; what reached the model is compared as a whole. */

const CONNECTIONS = {
  "openai.yaml": "name: s5_openai\ntype: open_ai\napi_key: some-key\norganization: org\nbase_url: $BASE/v1\n",
  "azure.yaml": "name: s5_azure\ntype: azure_open_ai\napi_key: some-key\napi_base: $BASE\n",
}
const creating = ["connection create --file openai.yaml", "connection create --file azure.yaml"]

/** Prompts that are good in themselves. */
const PROMPTS: Record<string, string> = {
  header: "system:  \n\n\nbe\n\n\n  # User :\t\nq {{ q }}\n\nASSISTANT:\n\nuser:\n",
  crlf: "system:\r\nbe\r\nuser:\r\n{{ q }}\r\nmore\r\n",
  inline: "user:\nsystem: not a header\nuser :x\n#  user  : \nlast",
  named:
    "system:\n# name:\nnora\n# content:\nbe\n\nuser:\nname:\n\n  ada\n\ncontent:\n{{ q }}\nline\n\nassistant:\n##name:\nbob\n##content:\n",
  tool: "user:\nu\nassistant:\n# tool_calls:\n\n[{'id': 'c', 'type': 'function', 'function': {'name': 'f', 'arguments': '{}'}}]\ntool:\ntool_call_id:\nc\ncontent:\n\n a\nb \n",
  function: "user:\nu\nfunction:\n# name:\nf\n# content:\n{{ q }}\n",
  notcalls: "user:\nu\nassistant:\n## tool_calls:\n[nonsense]\n",
  list: "system:\n{{ h }}\nuser:\n{% for one in h %}{{ loop.index }}{{ one }};{% endfor %}",
  plain: "user:\n{{ t }}\n{{ p }}\n{{ d }}\n",
  image: "user:\n![image]({{ q }})\nafter\n",
  trim: "{# first #}\nuser:\n{% if q %}\n  {{ q }}\n{% endif %}\n{{ missing }}|{{ none }}\n\n",
  block: "{% for r in ['system', 'user'] %}\n{{ r }}:\n{{ r }} says {{ q }}\n{% endfor %}",
}
/** Prompts that are refused when they are parsed or rendered. */
const BAD: Record<string, string> = {
  double: "## system:\nx\nuser:\n{{ q }}\n",
  before: "hello {{ q }}\nuser:\nx\n",
  toolrole: "user:\nx\ntool:\nplain {{ q }}\n",
  functionrole: "user:\nx\nfunction:\n# name:\nf\n",
  syntax: "user:\n{% if %}\n{{ q }}\n",
  attribute: "user:\n{{ missing.at }}{{ q }}\n",
  filter: "user:\n{{ q | nofilter }}\n",
  unsafe: "user:\n{{ q.__class__.__mro__ }}\n",
}
const ask = (name: string, file: string, inputs: string, more = "connection: s5_openai, api: chat") =>
  `- {name: ${name}, type: llm, source: {type: code, path: ${file}}, ${more}, inputs: {${inputs}}}\n`
const INPUTS = `inputs:
  q: {type: string, default: "what\\nsystem:\\nyou are system\\n# User:\\nx"}
  h: {type: list, default: ["user:\\none", 2, {k: "assistant:\\nv"}]}
  d: {type: object, default: {k: "system:\\nin a dict", n: [1]}}
`
const GIVEN = 'q: "${inputs.q}", h: "${inputs.h}", t: "${t.output}", p: "${p.output}", d: "${inputs.d}"'
const single = (node: string) =>
  `inputs: {q: {type: string, default: hi}}\noutputs: {out: {type: string, reference: "\${ask.output}"}}\nnodes:\n${node}`

const TOOLS = `[{type: function, function: {name: f, description: d, parameters: {type: object, properties: {a: {type: string}}}}}]`
const PARAMETERS: Record<string, string> = {
  none: "",
  texts:
    "temperature: '0.2', top_p: '0.5', max_tokens: '12', stop: '', presence_penalty: '1', frequency_penalty: '0.5', seed: '3', user: me",
  inf: `max_tokens: "\${inputs.m}", stop: [a, b], logit_bias: {'50256': -100}, response_format: {type: json_object}`,
  zero: "temperature: 0, top_p: 0, presence_penalty: 0, seed: 0, user: '', stop: []",
  tools: `tools: ${TOOLS}`,
  chosen: `tools: ${TOOLS}, tool_choice: {type: function, function: {name: f}}`,
  nochoice: `tools: ${TOOLS}, tool_choice: none, functions: [{name: g, parameters: {type: object, properties: {}}}]`,
  functions: "functions: [{name: g, parameters: {type: object, properties: {}}}]",
  called: "functions: [{name: g, parameters: {type: object, properties: {}}}], function_call: {name: g}",
  stream: "stream: true",
  empty: "n: 2",
  silent: "",
}
const REFUSED: Record<string, string> = {
  tooltext: "tools: text",
  toollist: "tools: []",
  tooltype: "tools: [{type: function}]",
  toolname: "tools: [{type: function, function: {description: d}}]",
  toolproperties: "tools: [{type: function, function: {name: f, parameters: {type: object}}}]",
  choice: `tools: ${TOOLS}, tool_choice: sometimes`,
  choicedict: `tools: ${TOOLS}, tool_choice: {type: function}`,
  functiontext: "functions: text",
  functionname: "functions: [{parameters: {type: object, properties: {}}}]",
  functionparameters: "functions: [{name: f}]",
  functioncall:
    "functions: [{name: g, parameters: {type: object, properties: {}}}], function_call: sometimes",
  streamfunctions: "stream: true, functions: [{name: g, parameters: {type: object, properties: {}}}]",
  temperature: "temperature: hot",
  tokens: "max_tokens: many",
  inf: "max_tokens: inf",
}
const COMPLETIONS: Record<string, string> = {
  none: "",
  texts:
    "suffix: s, max_tokens: '7', logprobs: '2', echo: 'TRUE', best_of: '2', stop: [x], n: 2, user: me, presence_penalty: 1",
  stream: `stream: 'true', echo: "\${inputs.no}"`,
}
const STATUSES = ["400", "401", "403", "404", "422", "429-once", "500-once", "503-once"]

export const models: SectionCase[] = [
  section(
    "5.1, 5.2, 5.3, A.5, C",
    "chat prompts: headers, sections, names, tools, lists, escaping",
    {
      ...CONNECTIONS,
      ...Object.fromEntries(Object.entries(PROMPTS).map(([name, text]) => [`flow/${name}.jinja2`, text])),
      "flow/t.py": tool("t", "q", "return 'user:\\nfrom python ' + q"),
      "flow/p.jinja2": "user:\nprompt of {{ q }}\n",
      "flow/flow.dag.yaml": `${INPUTS}outputs: {out: {type: string, reference: "\${plain.output}"}, p: {type: string, reference: "\${p.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: t.py}, inputs: {q: "\${inputs.q}"}}
- {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {q: "\${inputs.q}"}}
${Object.keys(PROMPTS)
  .map((name) => ask(name, `${name}.jinja2`, `model: ${name}, ${GIVEN}`))
  .join("")}`,
      ...Object.fromEntries(
        Object.entries(BAD).flatMap(([name, text]) => [
          [`${name}/p.jinja2`, text],
          [`${name}/flow.dag.yaml`, single(ask("ask", "p.jinja2", 'model: m, q: "${inputs.q}"'))],
        ]),
      ),
    },
    [
      ...creating,
      "flow test --flow flow",
      ...Object.keys(BAD).map((name) => `flow test --flow ${name} --inputs q=${name}`),
    ],
    { differs: { 2: { row: "role words in inputs of an LLM node, in a dict", free: /inputs\/d\/k$/ } } },
  ),
  section(
    "5.4",
    "parameters of chat and completion, what is sent, and what an answer becomes",
    {
      ...CONNECTIONS,
      "flow/p.jinja2": "user:\n{{ q }}\n",
      "flow/show.py": tool("show", "**v", "return v"),
      "flow/flow.dag.yaml": `inputs: {q: {type: string, default: hi}, m: {type: string, default: inf}, no: {type: string, default: "no"}}
outputs: {out: {type: object, reference: "\${show.output}"}}
nodes:
${Object.entries(PARAMETERS)
  .flatMap(([name, given]) => [
    ask(`o_${name}`, "p.jinja2", `model: ${name}, q: "\${inputs.q}"${given && `, ${given}`}`),
    ask(
      `a_${name}`,
      "p.jinja2",
      `deployment_name: ${name}, q: "\${inputs.q}"${given && `, ${given}`}`,
      "connection: s5_azure, api: chat",
    ),
  ])
  .join("")}${Object.entries(COMPLETIONS)
  .flatMap(([name, given]) => [
    ask(
      `oc_${name}`,
      "p.jinja2",
      `model: ${name}, q: "\${inputs.q}"${given && `, ${given}`}`,
      "connection: s5_openai, api: completion",
    ),
    ask(
      `ac_${name}`,
      "p.jinja2",
      `deployment_name: ${name}, q: "\${inputs.q}"${given && `, ${given}`}`,
      "connection: s5_azure, api: completion",
    ),
  ])
  .join("")}- {name: show, type: python, source: {type: code, path: show.py}, inputs: {${Object.keys(
        PARAMETERS,
      )
        .filter((name) => name !== "stream")
        .map((name) => `${name}: "\${o_${name}.output}", a_${name}: "\${a_${name}.output}"`)
        .join(", ")}, c: "\${oc_texts.output}"}}\n`,
      ...Object.fromEntries(
        Object.entries(REFUSED).flatMap(([name, given]) => [
          [`${name}/p.jinja2`, "user:\n{{ q }}\n"],
          [`${name}/flow.dag.yaml`, single(ask("ask", "p.jinja2", `model: m, q: "\${inputs.q}", ${given}`))],
        ]),
      ),
    },
    [...creating, "flow test --flow flow", ...Object.keys(REFUSED).map((name) => `flow test --flow ${name}`)],
  ),
  section(
    "5.5, A.8, 11.3",
    "statuses: what is asked again, what is final, and what it is called",
    {
      ...CONNECTIONS,
      "p.jinja2": "user:\n{{ q }}\n",
      "t.py": tool("t", "x", "return x"),
      "data.jsonl": jsonl([{ q: "one" }]),
      ...Object.fromEntries(
        STATUSES.flatMap((status) => [
          [
            `o${status}/flow.dag.yaml`,
            single(ask("ask", "../p.jinja2", `model: fail-${status}, q: "\${inputs.q}"`)),
          ],
        ]),
      ),
      "unreachable.yaml":
        "name: s5_nowhere\ntype: open_ai\napi_key: some-key\nbase_url: http://127.0.0.1:9/v1\n",
      "nowhere/flow.dag.yaml": single(
        ask("ask", "../p.jinja2", 'model: m, q: "${inputs.q}"', "connection: s5_nowhere, api: chat"),
      ),
    },
    [
      ...creating,
      "connection create --file unreachable.yaml",
      ...STATUSES.map((status) => ({
        argv: ["flow", "test", "--flow", `o${status}`],
        env: { PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT: "true" },
      })),
      { argv: ["flow", "test", "--flow", "nowhere"], env: { PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT: "true" } },
      "run create --flow o404 --data data.jsonl --name s55 --column-mapping q=${data.q}",
    ],
  ),
]
