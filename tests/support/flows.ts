/** Small flows for end-to-end tests, as files by path. The same flows were given to the original (findings/flows.md). */

function tool(name: string, signature: string, ...body: string[]): string {
  return `from promptflow.core import tool, log_metric\n\n\n@tool\ndef ${name}(${signature}):\n${body.map((l) => `    ${l}\n`).join("")}`
}

function python(name: string, inputs: Record<string, string>, more = ""): string {
  const lines = Object.entries(inputs).map(([key, value]) => `    ${key}: ${value}\n`)
  return `- name: ${name}\n  type: python\n  source: {type: code, path: ${name}.py}\n  inputs:\n${lines.join("")}${more}`
}

function at(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]))
}

/** Upper-cases a text and prints something. */
export const one = at("one", {
  "flow.dag.yaml": `inputs:
  text: {type: string, default: hello}
outputs:
  out: {type: string, reference: "\${up.output}"}
nodes:
${python("up", { text: "${inputs.text}" })}`,
  "up.py": tool("up", "text: str", 'print("upping", text)', "return text.upper()"),
})

/** Two nodes out of order, casts, a property path, a literal output. */
export const chain = at("chain", {
  "flow.dag.yaml": `inputs:
  text: {type: string}
  n: {type: int, default: 2}
outputs:
  d: {type: object, reference: "\${b.output}"}
  first: {type: string, reference: "\${b.output.items_[0]}"}
  lit: {type: string, reference: constant}
  inp: {type: int, reference: "\${inputs.n}"}
nodes:
${python("b", { text: "${a.output}", k: '"7"' })}${python("a", { text: "${inputs.text}", n: "${inputs.n}" })}`,
  "a.py": tool("a", "text: str, n: int", "return text * n"),
  "b.py": tool(
    "b",
    "text: str, k: int = 1",
    'return {"text": text, "k": k, "items_": [text, None, True, 1.0], "é": "ü"}',
  ),
})

/** Fails on odd numbers. */
export const fail = at("fail", {
  "flow.dag.yaml": `inputs:
  x: {type: int}
outputs:
  out: {type: int, reference: "\${f.output}"}
nodes:
${python("f", { x: "${inputs.x}" })}${python("g", { x: "${f.output}" })}`,
  "f.py": tool("f", "x: int", "if x % 2:", '    raise ValueError(f"odd {x}.")', "return x + 1"),
  "g.py": tool("g", "x: int", "return x * 2"),
  "data.jsonl": '{"x": 0}\n{"x": 1}\n{"x": 2}\n{"x": 3}\n',
})

/** Grades answers and logs metrics. */
export const agg = at("agg", {
  "flow.dag.yaml": `inputs:
  answer: {type: string}
  truth: {type: string, default: A}
outputs:
  grade: {type: string, reference: "\${line.output}"}
nodes:
${python("line", { answer: "${inputs.answer}", truth: "${inputs.truth}" })}${python("agg", { grades: "${line.output}", truths: "${inputs.truth}" }, "  aggregation: true\n")}`,
  "line.py": tool(
    "line",
    "answer: str, truth: str",
    'if answer == "!":',
    '    raise Exception("bang")',
    'return "Correct" if answer == truth else "Incorrect"',
  ),
  "agg.py": tool(
    "agg",
    "grades: list, truths: list",
    'log_metric("accuracy", sum(g == "Correct" for g in grades) / max(1, len(grades)))',
    'log_metric("n", len(truths))',
    'return {"grades": grades}',
  ),
  "data.jsonl": '{"answer": "A"}\n{"answer": "!"}\n{"answer": "B", "truth": "B"}\n',
})

/** Waits for as long as it is told, in seconds. */
export const slow = at("slow", {
  "flow.dag.yaml": `inputs:
  seconds: {type: double}
outputs:
  out: {type: string, reference: "\${wait.output}"}
nodes:
${python("wait", { seconds: "${inputs.seconds}" })}`,
  "wait.py": `import time\n${tool("wait", "seconds: float", "time.sleep(seconds)", 'return "waited"')}`,
})
