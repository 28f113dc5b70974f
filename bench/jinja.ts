import { spawnSync } from "node:child_process"
import { performance } from "node:perf_hooks"
import { compile } from "../packages/jinja/src/index.ts"
import { type Dict, parse } from "../packages/value/src/index.ts"

/**
 * Rendering a compiled template: ours against Python's Jinja2 (`python3` with `jinja2`, Debian's python3-jinja2).
 * Prints microseconds a rendering (best of the rounds) and how many times faster ours is.
 */
const CONTEXT = JSON.stringify({
  title: "Report",
  question: "What is the capital of France?",
  text: "The quick brown fox jumps over the lazy dog. ".repeat(20),
  history: Array.from({ length: 10 }, (_, i) => ({
    inputs: { question: `Question ${i}?` },
    outputs: { answer: `Answer ${i}.` },
  })),
  examples: Array.from({ length: 16 }, (_, i) => ({
    url: `https://example.org/${i}`,
    text_content: "Some words about a page ".repeat(4),
    category: ["App", "Channel", "Academic", "None"][i % 4],
    score: i * 1.5,
    tags: ["a", "b", "c"],
  })),
  rows: Array.from({ length: 100 }, (_, i) => ({ id: i, name: `name ${i}`, ok: i % 3 === 0, value: i / 7 })),
})

const TEMPLATES: Record<string, string> = {
  "plain prompt": "system:\nYou are helpful.\n\nuser:\n{{ question }}\n",
  "chat history":
    "system:\nYou are helpful.\n{% for item in history %}\nuser:\n{{ item.inputs.question }}\nassistant:\n{{ item.outputs.answer }}\n{% endfor %}\nuser:\n{{ question }}\n",
  "few-shot classification":
    'system:\nClassify.\nThe choices are {{ examples|map(attribute=\'category\')|unique|join(\', \') }}.\n{% for ex in examples %}\nURL: {{ ex.url }}\nText: {{ ex.text_content }}\nOUTPUT:\n{"category": "{{ ex.category }}", "n": {{ loop.index }}}\n{% if not loop.last %}\n---\n{% endif %}\n{% endfor %}\n',
  "conditions and arithmetic":
    "{% set ns = namespace(total=0) %}{% for r in rows %}{% if r.ok and r.id % 2 == 0 %}{% set ns.total = ns.total + r.value * 2 %}{% elif r.id > 50 %}{{ r.id - 50 }},{% else %}-{% endif %}{% endfor %}{{ ns.total|round(2) }}",
  "filters and methods":
    "{{ text|upper|replace('FOX', 'cat')|truncate(80) }}\n{{ text.split()|map('lower')|unique|sort|join(' ') }}\n{{ title.lower().center(20, '*') }}{{ rows|selectattr('ok')|map(attribute='name')|list|length }}{{ rows|sum(attribute='id') }}\n{{ examples[0]|tojson }}",
  macros:
    "{% macro row(r, n=1) %}{{ n }}. {{ r.name|title }} ({{ '%.2f'|format(r.value) }})\n{% endmacro %}{% for r in rows %}{{ row(r, n=loop.index) }}{% endfor %}",
}

/** Renders a template for a while and returns microseconds a rendering, best of five rounds. */
function measure(render: () => string): number {
  const warm = performance.now() + 300
  while (performance.now() < warm) render()
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 5; round++) {
    let count = 0
    const start = performance.now()
    while (performance.now() - start < 150) {
      for (let i = 0; i < 20; i++) render()
      count += 20
    }
    best = Math.min(best, ((performance.now() - start) * 1000) / count)
  }
  return best
}

const PYTHON = `
import json, sys, time
from jinja2.sandbox import SandboxedEnvironment
job = json.load(sys.stdin)
context = json.loads(job["context"])
env = SandboxedEnvironment(trim_blocks=True, keep_trailing_newline=True)
out = {}
for name, source in job["templates"].items():
    template = env.from_string(source)
    text = template.render(context)
    best = float("inf")
    for _ in range(6):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < 0.15:
            for _ in range(20):
                template.render(context)
            count += 20
        best = min(best, (time.perf_counter() - start) * 1e6 / count)
    out[name] = [text, best]
json.dump(out, sys.stdout)
`

const python = spawnSync(process.env.PYTHON ?? "/usr/bin/python3", ["-c", PYTHON], {
  input: JSON.stringify({ context: CONTEXT, templates: TEMPLATES }),
  encoding: "utf8",
  maxBuffer: 1 << 26,
})
if (python.status !== 0) {
  console.error(`No Jinja2 to compare with (set PYTHON to an interpreter that has it):\n${python.stderr}`)
  process.exit(1)
}
const theirs = JSON.parse(python.stdout) as Record<string, [text: string, micros: number]> // the script above
const variables = parse(CONTEXT) as Dict // an object above
for (const [name, source] of Object.entries(TEMPLATES)) {
  const template = compile(source)
  const [text, micros] = theirs[name] as [string, number]
  if (template.render(variables) !== text) throw new Error(`${name}: the two engines do not agree`)
  const own = measure(() => template.render(variables))
  const figures = `${own.toFixed(1).padStart(8)} µs, Jinja2 ${micros.toFixed(1).padStart(8)} µs`
  console.log(`${name.padEnd(26)}${figures}, ratio ${(micros / own).toFixed(1)}`)
}
