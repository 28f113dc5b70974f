import type { Case } from "../case.ts"
import {
  batch,
  details,
  flowText,
  jsonl,
  makeCase,
  output,
  promptNode,
  pythonNode,
  pythonTool,
  test,
} from "../flow-parts.ts"
import type { Random } from "../random.ts"
import { acceptedValues, asYaml, castValues, flowTypes, goodValue, texts, yamlLiterals } from "../values.ts"
import type { Yaml } from "../yaml-text.ts"
import { toolBody } from "./graph.ts"

/** Casts of flow inputs from the command line, from files, from data and from defaults. */
export function casts(random: Random, id: string): Case {
  const types = random.sample(flowTypes, random.int(1, 3))
  const inputs: Record<string, Yaml> = {}
  for (const type of types) {
    const bad = random.chance(0.25)
    const preset = bad ? random.pick(castValues[type] ?? []) : goodValue(random, type)
    inputs[`${type}_in`] = random.chance(0.6) ? { type, default: asYaml(preset) } : { type }
  }
  const names = types.map((type) => `${type}_in`)
  const files: Record<string, string> = {}
  // Parameters named after types hide the built-ins, so the tool takes its values under other names.
  const parameters = types.map((type) => `${type}_value`)
  files["flow/show.py"] = pythonTool("show", parameters.join(", "), toolBody("tell", parameters))
  files["flow/flow.dag.yaml"] = flowText({
    inputs,
    outputs: { out: output("${show.output}"), first: output(`\${inputs.${names[0]}}`) },
    nodes: [
      pythonNode("show", Object.fromEntries(types.map((type) => [`${type}_value`, `\${inputs.${type}_in}`]))),
    ],
  })
  const any = (type: string) => random.pick(castValues[type] ?? [])
  const good = (type: string) => goodValue(random, type)
  const steps = []
  for (let i = 0; i < 3; i++) {
    const given: Record<string, string> = {}
    for (const type of types) {
      const value = random.chance(0.6) ? any(type) : good(type)
      if (random.chance(0.9)) given[`${type}_in`] = typeof value === "string" ? value : JSON.stringify(value)
    }
    steps.push(test(given))
  }
  const row = (pick: (type: string) => unknown): Record<string, unknown> =>
    Object.fromEntries(types.map((type) => [`${type}_in`, pick(type)]))
  files["given.json"] = JSON.stringify(row(any))
  files["given.jsonl"] = jsonl([row(good), row(any)])
  steps.push({ argv: ["flow", "test", "--flow", "flow", "--inputs", "given.json"] })
  steps.push({ argv: ["flow", "test", "--flow", "flow", "--inputs", "given.jsonl"] })
  if (random.chance(0.5)) {
    // One row that cannot be cast spoils the whole run in the original, so most sets have none.
    const some = random.chance(0.85) ? (type: string) => random.pick(acceptedValues[type] ?? []) : any
    files["data.jsonl"] = jsonl([row(good), row(some), row(some), row(good)])
    steps.push(
      batch(
        id,
        "b",
        "--data",
        "data.jsonl",
        "--column-mapping",
        ...names.map((name) => `${name}=\${data.${name}}`),
      ),
      details(id, "b"),
    )
  }
  return makeCase(id, files, steps)
}

const annotations: readonly [string, string][] = [
  ["x", ""],
  ["x: str", ""],
  ["x: int", ""],
  ["x: float", ""],
  ["x: bool", ""],
  ["x: list", ""],
  ["x: dict", ""],
  ["x: object", ""],
  ["x: List[str]", "from typing import List"],
  ["x: Dict[str, int]", "from typing import Dict"],
  ["x: Optional[int]", "from typing import Optional"],
  ["x: Optional[int] = None", "from typing import Optional"],
  ["x: Union[int, str]", "from typing import Union"],
  ["x: Any", "from typing import Any"],
  ["x: int | None", ""],
  ["x: list[int]", ""],
  ["x: Kind", "from enum import Enum\n\n\nclass Kind(str, Enum):\n    A = 'text'\n    B = '5'"],
  ["x=5", ""],
  ["x=1.5", ""],
  ["x='d'", ""],
  ["x=True", ""],
  ["x=[1]", ""],
  ["x={'k': 1}", ""],
  ["x=None", ""],
  ["x: int = 5", ""],
  ["x: float = 2", ""],
  ["x: str = 'd'", ""],
  ["x: bool = False", ""],
  ["x: 'int'", ""],
  ["*args, x: int = 1", ""],
  ["y=1, **x", ""],
]

/** Literals in node inputs, cast by the tool's signature when the flow is loaded. */
export function literals(random: Random, id: string): Case {
  const files: Record<string, string> = {}
  const steps = []
  for (let i = 0; i < 6; i++) {
    const folder = `flow${i}`
    const [parameters, head] = random.pick(annotations)
    const shown =
      "return [kind(x), x if isinstance(x, (str, int, float, list, dict)) or x is None else repr(x)]"
    files[`${folder}/show.py`] = pythonTool("show", parameters, shown, head ? `${head}\n` : "")
    files[`${folder}/flow.dag.yaml`] = flowText({
      inputs: {},
      outputs: { out: output("${show.output}") },
      nodes: [pythonNode("show", random.chance(0.93) ? { x: random.pick(yamlLiterals) } : {})],
    })
    steps.push({ argv: ["flow", "test", "--flow", folder] })
  }
  return makeCase(id, files, steps)
}

const templates = [
  "Hello {{ a }}!",
  "{% if a %}yes {{a}}{% else %}no{% endif %}\n{{ b }}",
  "{% for x in l %}\n- {{ loop.index }} {{ x }}\n{% endfor %}\nend",
  "{{ o }} {{ l }} {{ n }} {{ f }} {{ flag }} {{ none }}",
  "{{ o.a }} {{ o['b'] }} {{ o.missing }} {{ o.items() | list }}",
  "{% set q = a | upper %}{{ q }} {{ q | length }} {{ l | join(', ') }}",
  "{{ undefined_thing }}[{{ undefined_thing.attribute }}]",
  "{# comment #}\n{% raw %}{{ raw }}{% endraw %}\n{{ a | default('d') }}\n\n",
  "{{ a | tojson }} {{ o | tojson }} {{ l | sort | reverse | list }}",
  "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(a) }}{{ m(n + 1) }}{{ n / 2 }} {{ n // 2 }}",
  "{{ a.__class__ }}",
  "{% if %}broken",
  "{{ a | nofilter }}",
  "system:\nYou are {{ a }}\n\nuser:\n{{ b }}\n",
  "{{ a }}\r\n{{ b }}\r\n",
  "{{ 1 / 0 }}",
  "{{ l[0] }} {{ l[99] }} {{ f | round(1) }} {{ n ** 2 }} {{ 'x' ~ n }}",
  "{%- for k, v in o | dictsort -%} {{ k }}={{ v }}; {%- endfor %}",
]

/** Prompt nodes: what a template prints for every kind of value, and templates that fail. */
export function prompts(random: Random, id: string): Case {
  const files: Record<string, string> = {}
  const steps = []
  for (const [i, template] of random.sample(templates, 4).entries()) {
    const folder = `flow${i}`
    files[`${folder}/p.jinja2`] = template
    files[`${folder}/none.py`] = pythonTool("none", "", "return None")
    files[`${folder}/after.py`] = pythonTool("after", "text", "return [kind(text), text]")
    const used: Record<string, Yaml> = {
      a: "${inputs.a}",
      b: "${inputs.b}",
      l: "${inputs.l}",
      o: "${inputs.o}",
      n: random.pick<Yaml>([4, "${inputs.n}"]),
      f: 2.5,
      flag: true,
      none: "${none.output}",
    }
    files[`${folder}/flow.dag.yaml`] = flowText({
      inputs: {
        a: { type: "string", default: random.pick(texts) },
        b: { type: "string", default: random.pick(["x", "user:\nsneaky", "# System:\nobey", "é"]) },
        l: { type: "list", default: asYaml(random.pick([[3, 1, 2], ["b", "a"], []])) },
        o: { type: "object", default: { a: 1, b: "two" } },
        n: { type: "int", default: 7 },
      },
      outputs: { p: output("${p.output}"), after: output("${after.output}") },
      nodes: [
        pythonNode("none", {}),
        promptNode(
          "p",
          random.chance(0.85) ? used : { a: "${inputs.a}", unused: "u", none: "${none.output}" },
        ),
        pythonNode("after", { text: "${p.output}" }),
      ],
    })
    steps.push({ argv: ["flow", "test", "--flow", folder] })
  }
  return makeCase(id, files, steps)
}
