/** A flow of one Python node `work(x)` with the given body; `x` is an input of the given type. */
export function pythonFlow(body: string, type = "string", head = ""): Record<string, string> {
  const lines = body
    .split("\n")
    .map((line) => `    ${line}\n`)
    .join("")
  return {
    "flow/flow.dag.yaml": `inputs:
  x:
    type: ${type}
outputs:
  out:
    type: string
    reference: \${work.output}
nodes:
- name: work
  type: python
  source:
    type: code
    path: work.py
  inputs:
    x: \${inputs.x}
`,
    "flow/work.py": `import os, re, signal, subprocess, sys, time\nfrom promptflow.core import tool\n${head}\n\n@tool\ndef work(x):\n${lines}`,
  }
}

export function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("")
}
