/** A chat flow, what grades its answers, and an experiment of them. */

const tool = (text: string) => `from promptflow.core import tool, log_metric\n@tool\n${text}`
const node = (name: string, inputs: string, more = "") =>
  `- {name: ${name}, type: python, source: {type: code, path: ${name}.py}, inputs: {${inputs}}${more}}\n`

export const gradedChat = {
  "talk/flow.dag.yaml": `inputs:
  question: {type: string, is_chat_input: true}
  chat_history: {type: list, is_chat_history: true, default: []}
  tone: {type: string, default: plain}
outputs:
  answer: {type: string, reference: "\${say.output}", is_chat_output: true}
nodes:
${node("say", `question: "\${inputs.question}", tone: "\${inputs.tone}"`)}`,
  "talk/say.py": tool('def say(question: str, tone: str) -> str:\n    return f"{tone}: {question}"\n'),
  "grade/flow.dag.yaml": `inputs:
  question: {type: string}
  answer: {type: string}
  bonus: {type: int, default: 0}
outputs:
  score: {type: int, reference: "\${grade.output}"}
nodes:
${node("grade", 'question: "${inputs.question}", answer: "${inputs.answer}", bonus: "${inputs.bonus}"')}${node("total", 'scores: "${grade.output}"', ", aggregation: true")}`,
  "grade/grade.py": tool(`def grade(question: str, answer: str, bonus: int) -> int:
    if "boom" in question:
        raise ValueError("cannot grade that")
    return len(answer) - len(question) + bonus
`),
  "grade/total.py": tool('def total(scores: list):\n    log_metric("mean", sum(scores) / len(scores))\n'),
  "after/flow.dag.yaml": `inputs:
  score: {type: int}
outputs:
  doubled: {type: int, reference: "\${twice.output}"}
nodes:
${node("twice", 'score: "${inputs.score}"')}`,
  "after/twice.py": tool("def twice(score: int) -> int:\n    return score * 2\n"),
  "rows.jsonl": '{"q": "from data", "tone": "loud", "truth": "yes"}\n',
  "graded.exp.yaml": `description: Grades the answers of talk.
data:
- {name: rows, path: ./rows.jsonl}
inputs:
- {name: bonus, type: int, default: 5}
nodes:
- name: after
  type: flow
  path: ./after
  inputs: {score: "\${grade.outputs.score}"}
- name: main
  type: flow
  path: ./talk
  inputs: {question: "\${data.rows.q}", tone: "\${data.rows.tone}"}
- name: grade
  type: flow
  path: ./grade
  inputs: {question: "\${main.inputs.question}", answer: "\${main.outputs.answer}", bonus: "\${inputs.bonus}"}
- name: both
  type: flow
  path: ./grade
  inputs: {question: "\${data.rows.q}", answer: "\${main.outputs.answer}"}
- name: alone
  type: flow
  path: ./talk/../after
  inputs: {score: 1}
- {name: told, type: command, command: echo never, inputs: {x: "\${grade.outputs.score}"}}
- {name: heard, type: flow, path: ./after, inputs: {score: "\${told.outputs.x}"}}
`,
}
