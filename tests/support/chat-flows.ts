/** Chat flows whose conversations were held with the original, too. */

const tool = (text: string) => `from promptflow.core import tool\n${text}`

/** Says how often it was spoken to. */
export const counting = {
  "count/flow.dag.yaml": `inputs:
  chat_history: {type: list}
  question: {type: string, is_chat_input: true}
outputs:
  answer: {type: string, reference: "\${say.output}", is_chat_output: true}
  n: {type: int, reference: "\${count.output}"}
nodes:
- name: count
  type: python
  source: {type: code, path: count.py}
  inputs: {history: "\${inputs.chat_history}"}
- name: say
  type: python
  source: {type: code, path: say.py}
  inputs: {question: "\${inputs.question}", n: "\${count.output}"}
`,
  "count/count.py": tool(`import json
@tool
def count(history: list) -> int:
    print("history is", json.dumps(history))
    return len(history)
`),
  "count/say.py": tool(`@tool
def say(question: str, n: int) -> str:
    if question == "boom":
        raise ValueError("bad question")
    return f"{n}: you said {question!r}"
`),
}

/** Prints in several ways, and answers with what the message evaluates to. */
export const evaluating = {
  "eval/flow.dag.yaml": `inputs:
  q: {type: string, is_chat_input: true}
  h: {type: list, is_chat_history: true}
  chat_history: {type: list, is_chat_history: false, default: []}
outputs:
  a: {type: string, reference: "\${pr.output}", is_chat_output: true}
  h: {type: string, reference: "\${inputs.h}"}
nodes:
- name: pr
  type: python
  source: {type: code, path: pr.py}
  inputs: {q: "\${inputs.q}"}
`,
  "eval/pr.py": tool(`import sys
@tool
def pr(q: str):
    print("a\\nb")
    print("x", end="")
    print("y", "z", 1)
    print()
    sys.stdout.write("w1")
    sys.stdout.write("w2\\n\\nw3\\n")
    print("err", file=sys.stderr)
    return eval(q)
`),
}

/** Its reply is a generator, and it wants one input more. */
export const streaming = {
  "stream/flow.dag.yaml": `inputs:
  chat_history: {type: list}
  question: {type: string, is_chat_input: true}
  lang: {type: string}
outputs:
  answer: {type: string, reference: "\${say.output}", is_chat_output: true}
  other: {type: string, reference: "\${gen.output}"}
nodes:
- name: gen
  type: python
  source: {type: code, path: gen.py}
  inputs: {lang: "\${inputs.lang}"}
- name: say
  type: python
  source: {type: code, path: say.py}
  inputs: {question: "\${inputs.question}", h: "\${inputs.chat_history}"}
`,
  "stream/gen.py": tool(`@tool
def g(lang: str):
    for i in range(2):
        yield lang + str(i)
`),
  "stream/say.py": tool(`@tool
def say(question: str, h: list):
    for w in ["a ", "b\\n", question, f" {len(h)}"]:
        yield w
`),
}
