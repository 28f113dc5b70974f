/** An experiment over three rows: a command makes data, a flow answers, another grades; run with the original, too. */

const tool = (text: string) => `from promptflow.core import tool, log_metric\n@tool\n${text}`

export const experiment = {
  "data.jsonl": '{"q": "a", "gt": "AA"}\n{"q": "b", "gt": "BB"}\n{"q": "c", "gt": "X"}\n',
  "main/flow.dag.yaml": `inputs:
  question: {type: string}
  count: {type: int, default: 2}
outputs:
  answer: {type: string, reference: "\${up.output}"}
nodes:
- name: up
  type: python
  source: {type: code, path: up.py}
  inputs: {q: "\${inputs.question}", n: "\${inputs.count}"}
`,
  "main/up.py": tool(`def up(q: str, n: int):
    if q == "boom":
        raise ValueError("no")
    return q.upper() * (n - 1)
`),
  "eval/flow.dag.yaml": `inputs:
  prediction: {type: string}
  groundtruth: {type: string}
outputs:
  ok: {type: bool, reference: "\${m.output}"}
nodes:
- name: m
  type: python
  source: {type: code, path: m.py}
  inputs: {p: "\${inputs.prediction}", g: "\${inputs.groundtruth}"}
- name: agg
  type: python
  aggregation: true
  source: {type: code, path: agg.py}
  inputs: {r: "\${m.output}"}
`,
  "eval/m.py": tool("def m(p: str, g: str):\n    return p == g\n"),
  "eval/agg.py": tool('def agg(r: list):\n    log_metric("accuracy", sum(r) / len(r))\n'),
  "gen/gen.py": `import json, os, sys
src, out, n = sys.argv[1:]
print("ARGS", n, os.path.basename(src), os.environ["MYVAR"], os.path.basename(os.getcwd()))
os.makedirs(out, exist_ok=True)
with open(os.path.join(out, "rows.jsonl"), "w") as f:
    for line in open(src):
        f.write(json.dumps({**json.loads(line), "n": int(n)}) + "\\n")
`,
  "flow.exp.yaml": `description: my experiment
data: [{name: my_data, path: ./data.jsonl}]
inputs: [{name: count, type: int, default: "2"}]
nodes:
- name: evaluate
  type: flow
  path: ./eval
  inputs: {prediction: "\${main.outputs.answer}", groundtruth: "\${data.my_data.gt}"}
- name: main
  type: flow
  path: ./main
  inputs: {question: "\${my_gen.outputs.out.q}", count: "\${inputs.count}"}
- name: my_gen
  type: command
  command: python gen.py \${inputs.src} \${outputs.out} \${inputs.n}
  code: ./gen
  inputs: {src: "\${data.my_data}", n: "\${inputs.count}"}
  outputs: {out: }
  environment_variables: {MYVAR: hello}
`,
  "simple.exp.yaml": `data: [{name: my_data, path: ./data.jsonl}]
inputs: [{name: count, type: int, default: "2"}]
nodes:
- name: evaluate
  type: flow
  path: ./eval
  inputs: {prediction: "\${main.outputs.answer}", groundtruth: "\${data.my_data.gt}"}
- name: main
  type: flow
  path: ./main
  inputs: {question: "\${data.my_data.q}", count: "\${inputs.count}"}
- {name: after, type: command, command: echo never, inputs: {x: "\${evaluate.outputs}"}}
`,
}

/** A bot and a user that talk until the user says the stop signal. */
export const conversation = {
  "data.jsonl": '{"q": "Q0", "topic": "T0"}\n{"q": "Q1", "topic": "boom"}\n{"q": "Q2", "topic": "T2"}\n',
  "bot/flow.dag.yaml": `inputs:
  q: {type: string}
  history: {type: list, default: []}
outputs:
  answer: {type: string, reference: "\${a.output}"}
nodes:
- name: a
  type: python
  source: {type: code, path: a.py}
  inputs: {q: "\${inputs.q}", h: "\${inputs.history}"}
`,
  "bot/a.py": tool('def a(q: str, h: list) -> str:\n    return f"bot{len(h)}:{q}"\n'),
  "user/flow.dag.yaml": `inputs:
  topic: {type: string}
  history: {type: list, default: []}
  limit: {type: int, default: 3}
outputs:
  question: {type: string, reference: "\${u.output}"}
nodes:
- name: u
  type: python
  source: {type: code, path: u.py}
  inputs: {t: "\${inputs.topic}", h: "\${inputs.history}", k: "\${inputs.limit}"}
`,
  "user/u.py": tool(`def u(t: str, h: list, k: int) -> str:
    if t == "boom" and len(h) > 1:
        raise ValueError("bad")
    return "[STOP]" if len(h) >= k else f"user{len(h)}:{t}"
`),
  "talk.exp.yaml": `data: [{name: d, path: ./data.jsonl}]
inputs: [{name: k, type: int, default: 3}]
nodes:
- name: talk
  type: chat_group
  max_turns: 7
  roles:
  - role: bot
    path: ./bot
    inputs: {q: "\${data.d.q}", history: "\${parent.conversation_history}"}
  - role: user
    path: ./user
    inputs: {topic: "\${data.d.topic}", history: "\${parent.conversation_history}", limit: "\${inputs.k}"}
`,
}
