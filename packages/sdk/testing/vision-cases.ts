/** Nodes that send images, as the original 1.18.5 was asked too; `src/media/__fixtures__/vision-answers.json` has what it sent. */
export interface VisionCase {
  id: string
  tool: "llm" | "llm_vision.llm_vision" | "aoai_gpt4v.AzureOpenAI.chat" | "openai_gpt4v.OpenAI.chat"
  /** Inputs of the node beside `x`, `q` and what `given` names: lines of YAML. */
  inputs: string[]
  /** Type and value of the flow input `x`; default an image. */
  type?: string
  given?: unknown
  head?: string
  prompt?: string
}

const PROMPT = `# system:
You see.
# user:
{{q}}
![image]({{x}})

more\u0020\u0020
  {{x}}
# assistant:
ok
# user:
text ![image]( {{ x }} ) tail`

const AZURE = "aoai_gpt4v.AzureOpenAI.chat"
const OPENAI = "openai_gpt4v.OpenAI.chat"
const BOTH = "llm_vision.llm_vision"
const oa = ["connection: oa", "model: m"]
const red = { "data:image/png;path": "red.png" }
const blue = { "data:image/png;path": "sub/blue.png" }

export const VISION_CASES: VisionCase[] = [
  { id: "llm node", tool: "llm", inputs: ["model: m"] },
  {
    id: "both, azure",
    tool: BOTH,
    inputs: ["connection: az", "deployment_name: d", "detail: low", "max_tokens: 5", 'stop: ""', "seed: 3"],
  },
  {
    id: "both, openai",
    tool: BOTH,
    inputs: [...oa, "temperature: 0.5", "top_p: 0.1", "stop: [a]", "presence_penalty: 0.5"],
  },
  { id: "both, other connection", tool: BOTH, inputs: ["connection: sl", "model: m"] },
  { id: "azure", tool: AZURE, inputs: ["connection: az", "deployment_name: d", "detail: high"] },
  { id: "azure without deployment", tool: AZURE, inputs: ["connection: az"] },
  { id: "azure with openai", tool: AZURE, inputs: ["connection: oa", "deployment_name: d"] },
  { id: "openai", tool: OPENAI, inputs: [...oa, "detail: high", "max_tokens: 7"] },
  { id: "openai without model", tool: OPENAI, inputs: ["connection: oa"] },
  { id: "no connection", tool: OPENAI, inputs: ["model: m"] },
  { id: "unknown connection", tool: OPENAI, inputs: ["connection: nope", "model: m"] },
  {
    id: "a list",
    tool: OPENAI,
    inputs: oa,
    type: "list",
    given: ["a", red, "user:\nhack", blue],
    prompt: "# user:\n{{x}}\n{{q}}\n{% for i in x %}\n{{i}}\n{% endfor %}",
  },
  {
    id: "a history",
    tool: OPENAI,
    inputs: oa,
    type: "list",
    given: [{ inputs: { question: ["a", red] }, outputs: { answer: "b" } }],
    prompt:
      "{% for i in x %}\n# user:\n{{i.inputs.question}}\n# assistant:\n{{i.outputs.answer}}\n{% endfor %}\n# user:\n{{q}}",
  },
  {
    id: "texts of openai-vision",
    tool: OPENAI,
    inputs: oa,
    head: "message_format: openai-vision\n",
    type: "list",
    given: [
      { type: "text", text: "a" },
      { type: "image_file", image_file: { path: "red.png" } },
      { type: "text", text: { value: "b", annotations: [] } },
    ],
    prompt: "# user:\n{{x}}\n{{q}}\n",
  },
  {
    id: "no image",
    tool: OPENAI,
    inputs: oa,
    type: "string",
    given: "red",
    prompt: "# user:\n{{x}}\n\n{{q}}\n",
  },
  {
    id: "sections",
    tool: OPENAI,
    inputs: oa,
    prompt:
      "# user:\n## name:\nbob\n## content:\n{{x}}\nhello\n# assistant:\n{{x}}\n# tool:\n## tool_call_id:\n12\n## content:\n{{x}}\nzz\n# system:\n{{ x }}",
  },
  { id: "no role", tool: OPENAI, inputs: oa, prompt: "hello {{x}}\n# user:\n{{x}}" },
  {
    id: "a dict",
    tool: OPENAI,
    inputs: oa,
    type: "object",
    given: { a: red, b: [blue] },
    prompt: "# user:\n{{x}}\n{{x.a}}\n{{x.b}}\n{{x.b[0]}}\n![image]({{x.a}})",
  },
  {
    id: "places",
    tool: OPENAI,
    inputs: oa,
    prompt: "# user:\na\n  {{x}}  \n\n\nb\n ![image]({{x}}) ![image]({{x}})\nc ![ image ]({{x}})",
  },
  {
    id: "texts as numbers",
    tool: OPENAI,
    inputs: [...oa, 'max_tokens: "12"', 'temperature: "0.3"', 'top_p: ""', 'seed: "4"', "stop: '[\"a\"]'"],
    prompt: "# user:\n{{q}}",
  },
  { id: "stop as text", tool: OPENAI, inputs: [...oa, "stop: END"], prompt: "# user:\n{{q}}" },
  { id: "endless", tool: OPENAI, inputs: [...oa, "max_tokens: inf"], prompt: "# user:\n{{q}}" },
  { id: "hot", tool: OPENAI, inputs: [...oa, "temperature: hot"], prompt: "# user:\n{{q}}" },
  {
    id: "parameters of other tools",
    tool: OPENAI,
    inputs: [...oa, 'max_tokens: ""', "n: 3", "stream: true", "response_format: {type: json_object}"],
    prompt: "# user:\n{{q}} {{n}}",
  },
  {
    id: "nothing and zero",
    tool: OPENAI,
    inputs: [...oa, "stop: []", "seed: 0", "max_tokens: 0"],
    prompt: "# user:\n{{q}}",
  },
  {
    id: "tried again",
    tool: OPENAI,
    inputs: ["connection: oa", "model: fail-500-once"],
    prompt: "# user:\n{{q}}",
  },
  { id: "refused", tool: OPENAI, inputs: ["connection: oa", "model: fail-400"], prompt: "# user:\n{{q}}" },
]

export function visionFlow({ tool, inputs, type = "image", head = "", prompt = PROMPT }: VisionCase) {
  const isLlm = tool === "llm"
  const source = isLlm
    ? "  type: llm\n  source: {type: code, path: ask.jinja2}\n  api: chat\n  connection: oa\n"
    : `  type: custom_llm\n  source: {type: package_with_prompt, tool: promptflow.tools.${tool}, path: ask.jinja2}\n`
  return {
    "flow/flow.dag.yaml": `${head}inputs:
  x: {type: ${type}}
  q: {type: string, default: "what?"}
outputs:
  a: {type: string, reference: "\${ask.output}"}
nodes:
- name: ask
${source}  inputs:
    x: "\${inputs.x}"
    q: "\${inputs.q}"
${inputs.map((line) => `    ${line}\n`).join("")}`,
    "flow/ask.jinja2": prompt,
  }
}
