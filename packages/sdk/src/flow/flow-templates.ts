import type { InitOptions } from "../api/flows.ts"

/** Files of a new flow, by type. They run as they are (the chat flow on the local model). */
export const TEMPLATES: Record<InitOptions["type"], Record<string, string>> = {
  standard: {
    "flow.dag.yaml": `inputs:
  text:
    type: string
    default: Hello World!
outputs:
  output_prompt:
    type: string
    reference: \${echo_my_prompt.output}
nodes:
- name: hello_prompt
  type: prompt
  source:
    type: code
    path: hello.jinja2
  inputs:
    text: \${inputs.text}
- name: echo_my_prompt
  type: python
  source:
    type: code
    path: hello.py
  inputs:
    input1: \${hello_prompt.output}
`,
    "hello.jinja2": `{# Asks for a short program. Change it to your own prompt. #}
Write a short program that prints: {{ text }}
`,
    "hello.py": `from promptflow.core import tool


@tool
def echo_my_prompt(input1: str) -> str:
    # Call a model here, or return what the next node needs.
    return "Prompt: " + input1.strip()
`,
    "data.jsonl": `{"text": "Hello World!"}
{"text": "Hello prompt flow!"}
`,
    "requirements.txt": "promptflow\n",
    ".gitignore": ".env\n.promptflow/\n__pycache__/\n",
  },
  evaluation: {
    "flow.dag.yaml": `inputs:
  groundtruth:
    type: string
    default: APP
  prediction:
    type: string
    default: APP
outputs:
  results:
    type: string
    reference: \${line_process.output}
nodes:
- name: line_process
  type: python
  source:
    type: code
    path: line_process.py
  inputs:
    groundtruth: \${inputs.groundtruth}
    prediction: \${inputs.prediction}
- name: aggregate
  type: python
  source:
    type: code
    path: aggregate.py
  inputs:
    processed_results: \${line_process.output}
  aggregation: true
`,
    "line_process.py": `from promptflow.core import tool


@tool
def line_process(groundtruth: str, prediction: str) -> str:
    """Grades one line: called once for every row of the data."""
    return "Correct" if groundtruth.lower() == prediction.lower() else "Incorrect"
`,
    "aggregate.py": `from typing import List

from promptflow.core import log_metric, tool


@tool
def aggregate(processed_results: List[str]) -> int:
    """Turns the grades of all lines into metrics: called once, after the last line."""
    correct = processed_results.count("Correct")
    log_metric("accuracy", round(correct / len(processed_results), 2) if processed_results else 0)
    return correct
`,
    "data.jsonl": `{"groundtruth": "App", "prediction": "App"}
{"groundtruth": "Channel", "prediction": "App"}
`,
    "requirements.txt": "promptflow\n",
    ".gitignore": ".env\n.promptflow/\n__pycache__/\n",
  },
  chat: {
    "flow.dag.yaml": `inputs:
  chat_history:
    type: list
    is_chat_history: true
    default: []
  question:
    type: string
    is_chat_input: true
    default: What can you do?
outputs:
  answer:
    type: string
    reference: \${chat.output}
    is_chat_output: true
nodes:
- name: chat
  type: llm
  source:
    type: code
    path: chat.jinja2
  inputs:
    # With an Azure OpenAI connection: deployment_name. With OpenAI or the local model: model.
    deployment_name: gpt-35-turbo
    model: smollm2
    max_tokens: 256
    temperature: 0.7
    chat_history: \${inputs.chat_history}
    question: \${inputs.question}
  connection: local_model
  api: chat
`,
    "chat.jinja2": `# system:
You are a helpful assistant.

{% for item in chat_history %}
# user:
{{ item.inputs.question }}
# assistant:
{{ item.outputs.answer }}
{% endfor %}

# user:
{{ question }}
`,
    "azure_openai.yaml": `$schema: https://azuremlschemas.azureedge.net/promptflow/latest/AzureOpenAIConnection.schema.json
name: open_ai_connection
type: azure_open_ai
api_key: <user-input>
api_base: <your endpoint>
api_type: azure
`,
    "openai.yaml": `$schema: https://azuremlschemas.azureedge.net/promptflow/latest/OpenAIConnection.schema.json
name: open_ai_connection
type: open_ai
api_key: <user-input>
`,
    "README.md": `# Chat flow

\`\`\`
millrace flow test --flow . --inputs question="What can you do?"
\`\`\`

It uses the model on your machine. To use another: \`millrace connection create --file openai.yaml\`, then set
\`connection: open_ai_connection\` and the model's name in flow.dag.yaml.
`,
    "requirements.txt": "promptflow\n",
    ".gitignore": ".env\n.promptflow/\n__pycache__/\n",
  },
  flex: {
    "flow.flex.yaml": `entry: hello:greet
sample:
  inputs:
    text: Hello World!
`,
    "hello.py": `def greet(text: str = "Hello World!") -> str:
    """Called with the inputs of each line. What it answers is the output of the flow."""
    # Call models and other code here, as any Python does.
    return "Greeting: " + text.strip()
`,
    "data.jsonl": `{"text": "Hello World!"}
{"text": "Hello prompt flow!"}
`,
    "requirements.txt": "promptflow\n",
    ".gitignore": ".env\n.promptflow/\n__pycache__/\n",
  },
  prompty: {
    "hello.prompty": `---
name: Hello prompty
description: Answers a question in one sentence.
model:
  api: chat
  configuration:
    connection: local_model
  parameters:
    temperature: 0
    max_tokens: 60
inputs:
  question:
    type: string
    default: What is the capital of France?
---
system:
You are a helpful assistant. Answer in one sentence.

user:
{{question}}
`,
    "data.jsonl": `{"question": "What is the capital of France?"}
{"question": "What do bees make?"}
`,
    ".gitignore": ".env\n.promptflow/\n",
  },
}
