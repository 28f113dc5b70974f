import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** A folder with a chain of no-op Python nodes. */
export function pythonChain(folder: string, nodes: number): string {
  mkdirSync(folder, { recursive: true })
  const names = Array.from({ length: nodes }, (_, i) => `n${i}`)
  const node = (name: string, i: number) =>
    `- name: ${name}\n  type: python\n  source: {type: code, path: noop.py}\n  inputs:\n    x: \${${i === 0 ? "inputs.x" : `${names[i - 1]}.output`}}\n`
  writeFileSync(
    join(folder, "flow.dag.yaml"),
    `inputs:\n  x: {type: int, default: 1}\noutputs:\n  x: {type: int, reference: "\${${names.at(-1)}.output}"}\nnodes:\n${names.map(node).join("")}`,
  )
  writeFileSync(
    join(folder, "noop.py"),
    "from promptflow.core import tool\n\n\n@tool\ndef noop(x: int) -> int:\n    return x\n",
  )
  return folder
}

/** Rows of five Python nodes, each with a file of its own; each takes the answers of two of the row above. */
export function wideFlow(folder: string, nodes: number): string {
  mkdirSync(folder, { recursive: true })
  const source = (i: number) => (i < 5 ? "inputs.x" : `n${i - 5}.output`)
  const node = (_: unknown, i: number) =>
    `- name: n${i}\n  type: python\n  source: {type: code, path: n${i}.py}\n  inputs:\n    x: \${${source(i)}}\n    y: \${${source(i % 5 ? i - 1 : i)}}\n`
  writeFileSync(
    join(folder, "flow.dag.yaml"),
    `inputs:\n  x: {type: int, default: 1}\noutputs:\n  x: {type: int, reference: "\${n${nodes - 1}.output}"}\nnodes:\n${Array.from({ length: nodes }, node).join("")}`,
  )
  for (let i = 0; i < nodes; i++)
    writeFileSync(
      join(folder, `n${i}.py`),
      `from promptflow.core import tool\n\n\n@tool\ndef n${i}(x: int, y: int) -> int:\n    return x + y\n`,
    )
  return folder
}

/** One LLM node. */
export function llmFlow(folder: string): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, "flow.dag.yaml"),
    `inputs:
  x: {type: string}
outputs:
  answer: {type: string, reference: "\${ask.output}"}
nodes:
- name: ask
  type: llm
  source: {type: code, path: ask.jinja2}
  inputs: {model: bench, x: "\${inputs.x}"}
  connection: bench
  api: chat
`,
  )
  writeFileSync(join(folder, "ask.jinja2"), "# user:\n{{ x }}\n")
  return folder
}

export function rows(file: string, count: number): string {
  writeFileSync(file, Array.from({ length: count }, (_, x) => `{"x": ${x}}\n`).join(""))
  return file
}
