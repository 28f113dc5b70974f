import { jsonl } from "../flow-parts.ts"
import { type SectionCase, section, tool } from "./section-case.ts"

/** Connections, chapter 7, as flows and commands meet them. */

/** One of each type: what its file says, and what a tool sees of it. */
const TYPES: Record<string, [type: string, fields: string, attributes: string]> = {
  azure: [
    "azure_open_ai",
    "api_key: k-azure\napi_base: http://a\napi_version: v9\nresource_id: r",
    "api_key api_base api_type api_version auth_mode resource_id",
  ],
  open: ["open_ai", "api_key: k-open\nbase_url: ''\norganization: o", "api_key organization base_url"],
  less: ["serverless", "api_key: k-less\napi_base: http://b", "api_key api_base"],
  search: [
    "cognitive_search",
    "api_key: k-search\napi_base: http://c",
    "api_key api_base api_version auth_mode",
  ],
  serp: ["serp", "api_key: k-serp", "api_key"],
  safety: [
    "azure_content_safety",
    "api_key: k-safety\nendpoint: http://d",
    "api_key endpoint api_version api_type",
  ],
  form: [
    "form_recognizer",
    "api_key: k-form\nendpoint: http://e\napi_version: v8",
    "api_key endpoint api_version api_type",
  ],
  services: ["azure_ai_services", "api_key: k-services\nendpoint: http://f", "api_key endpoint auth_mode"],
  custom: ["custom", "configs: {a: '1', both: config}\nsecrets: {k: k-custom, both: secret}", "a k both"],
}
const CLASSES = [
  "AzureOpenAIConnection",
  "OpenAIConnection",
  "ServerlessConnection",
  "CognitiveSearchConnection",
  "SerpConnection",
  "AzureContentSafetyConnection",
  "FormRecognizerConnection",
  "AzureAIServicesConnection",
  "CustomConnection",
]
const STRONG = `from promptflow.core import tool
from promptflow.connections import CustomStrongTypeConnection
from promptflow.contracts.types import Secret


class Mine(CustomStrongTypeConnection):
    """Mine.

    :param api_key: The key.
    :type api_key: Secret
    """

    api_key: Secret
    api_base: str = "the default"


@tool
def t(c: Mine, what: str = "api_key"):
    return [type(c).__name__, type(c).__module__, c.api_key, sorted(c.configs), sorted(c.secrets), getattr(c, what)]
`
const using = (connection: string, more = "") =>
  `inputs: {x: {type: string, default: in}}\noutputs: {out: {type: object, reference: "\${t.output}"}}\nnodes:\n- {name: t, type: python, source: {type: code, path: ../t.py}, inputs: {c: ${connection}${more}}}\n`

export const connections: SectionCase[] = [
  section(
    "7.1, 7.2, C",
    "each type, as a tool gets it",
    {
      ...Object.fromEntries(
        Object.entries(TYPES).map(([name, [type, fields]]) => [
          `${name}.yaml`,
          `name: s71_${name}\ntype: ${type}\n${fields}\n`,
        ]),
      ),
      "flow/t.py": tool(
        "t",
        `names, ${Object.keys(TYPES)
          .map((name, i) => `${name}: ${CLASSES[i]}`)
          .join(", ")}`,
        `given = dict(${Object.keys(TYPES)
          .map((name) => `${name}=${name}`)
          .join(
            ", ",
          )})\nreturn {k: [type(c).__name__, c.type, c.module, list(c.keys()), {a: getattr(c, a) for a in names[k].split()}, {a: v for a, v in dict(**c).items()}, c['api_key' if k != 'custom' else 'k']] for k, c in given.items()}`,
        `from promptflow.connections import ${CLASSES.join(", ")}\n`,
      ),
      "flow/flow.dag.yaml": `inputs: {names: {type: object, default: ${JSON.stringify(Object.fromEntries(Object.entries(TYPES).map(([name, [, , attributes]]) => [name, attributes])))}}}
outputs: {out: {type: object, reference: "\${t.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: t.py}, inputs: {names: "\${inputs.names}", ${Object.keys(
        TYPES,
      )
        .map((name) => `${name}: s71_${name}`)
        .join(", ")}}}\n`,
    },
    [...Object.keys(TYPES).map((name) => `connection create --file ${name}.yaml`), "flow test --flow flow"],
  ),
  section(
    "6.3, 7.5, 11.3",
    "strong types in a script, wrong types, names that are none",
    {
      "strong.yaml":
        "name: s63_strong\ntype: custom\nconfigs: {api_base: there}\nsecrets: {api_key: k-strong}\n",
      "half.yaml": "name: s63_half\ntype: custom\nconfigs: {other: x}\nsecrets: {api_key: k-half}\n",
      "keyless.yaml": "name: s63_keyless\ntype: custom\nconfigs: {api_base: x}\nsecrets: {nope: k-keyless}\n",
      "serp.yaml": "name: s63_serp\ntype: serp\napi_key: k-serp\n",
      "t.py": STRONG,
      "union.py": tool(
        "t",
        "c: Union[CustomConnection, SerpConnection], x: Optional[SerpConnection] = None",
        "return [type(c).__name__, type(x).__name__]",
        "from typing import Optional, Union\nfrom promptflow.connections import CustomConnection, SerpConnection\n",
      ),
      "loose.py": tool("t", "c, x=None", "return [type(c).__name__, str(c)]"),
      "strong/flow.dag.yaml": using("s63_strong", ", what: api_base"),
      "half/flow.dag.yaml": using("s63_half", ", what: api_base"),
      "keyless/flow.dag.yaml": using("s63_keyless"),
      "wrong/flow.dag.yaml": using("s63_serp"),
      "nobody/flow.dag.yaml": using("s63_nobody"),
      "number/flow.dag.yaml": using("5"),
      "reference/flow.dag.yaml": using('"${inputs.x}"'),
      "union/flow.dag.yaml": using("s63_serp").replace("t.py", "union.py"),
      "both/flow.dag.yaml": using("s63_strong", ", x: s63_serp").replace("t.py", "union.py"),
      "loose/flow.dag.yaml": using("s63_serp").replace("t.py", "loose.py"),
      "data.jsonl": jsonl([{ x: "1" }]),
    },
    [
      ...["strong", "half", "keyless", "serp"].map((name) => `connection create --file ${name}.yaml`),
      ...[
        "strong",
        "half",
        "keyless",
        "wrong",
        "nobody",
        "number",
        "reference",
        "union",
        "both",
        "loose",
      ].map((name) => `flow test --flow ${name}`),
      "run create --flow nobody --data data.jsonl --name s63_a --column-mapping x=${data.x}",
      "run create --flow strong --data data.jsonl --name s63_b --column-mapping x=${data.x}",
    ],
  ),
  section(
    "7.5, 1.9",
    "which connections a flow asks for, and what a command puts in their place",
    {
      "one.yaml": "name: s75_one\ntype: custom\nconfigs: {url: u1}\nsecrets: {k: secret-one}\n",
      "two.yaml": "name: s75_two\ntype: custom\nconfigs: {url: u2}\nsecrets: {k: secret-two}\n",
      "model.yaml": "name: s75_model\ntype: open_ai\napi_key: some-key\nbase_url: $BASE/v1\n",
      "other.yaml": "name: s75_other\ntype: azure_open_ai\napi_key: other-key\napi_base: $BASE\n",
      "t.py": tool(
        "t",
        "c: CustomConnection, x: str = 'd'",
        "return [c.name, c.url, x]",
        "from promptflow.connections import CustomConnection\n",
      ),
      "p.jinja2": "user:\n{{ q }}\n",
      "flow/flow.dag.yaml": `inputs: {x: {type: string, default: in}}
outputs: {out: {type: object, reference: "\${t.output}"}, said: {type: string, reference: "\${ask.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: ../t.py}, inputs: {c: s75_one}}
- {name: ask, type: llm, source: {type: code, path: ../p.jinja2}, connection: s75_model, api: chat, inputs: {model: m, q: "\${inputs.x}"}}
`,
      "swapped/flow.dag.yaml": `inputs: {x: {type: string, default: in}}
outputs: {said: {type: string, reference: "\${ask.output}"}}
nodes:
- {name: ask, type: llm, source: {type: code, path: ../p.jinja2}, connection: s75_model, api: chat, inputs: {deployment_name: m, q: "\${inputs.x}"}}
`,
      "bypassed/flow.dag.yaml": `inputs: {x: {type: string, default: in}}
outputs: {out: {type: object, reference: "\${t.output}"}}
nodes:
- {name: t, type: python, source: {type: code, path: ../t.py}, inputs: {c: s75_one}}
- {name: ask, type: llm, source: {type: code, path: ../p.jinja2}, connection: s75_missing, api: chat, activate: {when: "\${inputs.x}", is: never}, inputs: {model: m, q: "\${inputs.x}"}}
`,
      "data.jsonl": jsonl([{ x: "1" }]),
    },
    [
      ...["one", "two", "model", "other"].map((name) => `connection create --file ${name}.yaml`),
      "flow test --flow flow",
      "flow test --flow bypassed",
      "run create --flow flow --data data.jsonl --name s75_a --column-mapping x=${data.x} --connections t.c=s75_two ask.connection=s75_other ask.deployment_name=dep",
      "run create --flow flow --data data.jsonl --name s75_b --column-mapping x=${data.x} --connections ask.connection=s75_other ask.model=n",
      "flow test --flow swapped",
      "run create --flow flow --data data.jsonl --name s75_c --column-mapping x=${data.x} --connections ask.connection=s75_missing",
      "run create --flow flow --data data.jsonl --name s75_d --column-mapping x=${data.x} --connections ask.temperature=1",
      "run create --flow flow --data data.jsonl --name s75_e --column-mapping x=${data.x} --connections t.x=s75_two",
      "run create --flow flow --data data.jsonl --name s75_f --column-mapping x=${data.x} --connections t=s75_two",
      "run create --flow flow --data data.jsonl --name s75_g --column-mapping x=${data.x} --connections t.c",
    ],
    {
      differs: {
        8: { row: "asks for a model without a name", free: /^requests\/0\/body\/model$/ },
      },
    },
  ),
]
