import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** Inputs that a line of the victim gets, and what it must answer. */
export const expectedOutput = (x: number): string => `said ${x} set, env-${x}, box ${x}`

/**
 * A flow that is hard to go on with: one node sets an environment variable that a later one reads, one hands on an object
 * that lives in its worker, to a later node of the line and to the aggregation stage.
 */
export function writeVictim(folder: string, base: string, lines: number): { flow: string; data: string } {
  const flow = join(folder, "flow")
  mkdirSync(flow, { recursive: true })
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(flow, name), text)
  const connection = `name: model\ntype: open_ai\napi_key: none\nbase_url: ${base}/v1\n`
  writeFileSync(join(folder, "model.yaml"), connection)
  const data = join(folder, "data.jsonl")
  writeFileSync(data, Array.from({ length: lines }, (_, x) => `{"x": ${x}}\n`).join(""))
  return { flow, data }
}

const FILES = {
  "flow.dag.yaml": `inputs:
  x: {type: int}
outputs:
  out: {type: string, reference: "\${last.output}"}
nodes:
- name: prepare
  type: python
  source: {type: code, path: prepare.py}
  inputs: {x: "\${inputs.x}"}
- name: box
  type: python
  source: {type: code, path: box.py}
  inputs: {x: "\${inputs.x}"}
- name: ask
  type: llm
  source: {type: code, path: ask.jinja2}
  inputs: {model: stand-in, temperature: 0, x: "\${inputs.x}", prepared: "\${prepare.output}"}
  connection: model
  api: chat
- name: last
  type: python
  source: {type: code, path: last.py}
  inputs: {answer: "\${ask.output}", box: "\${box.output}"}
- name: total
  type: python
  aggregation: true
  source: {type: code, path: total.py}
  inputs: {answers: "\${last.output}", boxes: "\${box.output}"}
`,
  "prepare.py": `import os
from promptflow.core import tool


@tool
def prepare(x: int) -> str:
    os.environ["PREPARED"] = f"env-{x}"
    return "set"
`,
  "box.py": `from promptflow.core import tool


class Box:
    def __init__(self, x):
        self.x = x


@tool
def box(x: int):
    return Box(x)
`,
  "ask.jinja2": "# user:\n{{ x }} {{ prepared }}\n",
  "last.py": `import os
from promptflow.core import tool


@tool
def last(answer: str, box) -> str:
    return f"said {answer}, {os.environ['PREPARED']}, box {box.x}"
`,
  "total.py": `from pathlib import Path

from promptflow.core import log_metric, tool


@tool
def total(answers: list, boxes: list):
    with open(Path(__file__).parent.parent / "totals", "a") as file:
        file.write("total\\n")
    log_metric("answers", len(answers))
    log_metric("boxes", sum(box.x for box in boxes))
`,
}
