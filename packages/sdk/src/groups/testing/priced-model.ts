import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Loopback, loopback } from "../../../../../tests/support/loopback.ts"
import type { Millrace } from "../../millrace.ts"

/** Tokens of one call. */
export const INPUT_TOKENS = 100
export const OUTPUT_TOKENS = 20
/** US dollars of one call, by the table's price of gpt-4o-mini. */
export const CALL_COST = (INPUT_TOKENS * 0.15 + OUTPUT_TOKENS * 0.6) / 1_000_000

/** A model that says again what it is asked, at a price, and keeps what it was asked. */
export class PricedModel implements AsyncDisposable {
  readonly asked: string[] = []
  #server!: Loopback

  static async start(): Promise<PricedModel> {
    const model = new PricedModel()
    model.#server = await loopback(async (request, response) => {
      let body = ""
      for await (const chunk of request) body += chunk
      const { messages } = JSON.parse(body) as { messages: { content: string }[] }
      const content = messages.at(-1)?.content ?? ""
      model.asked.push(content)
      const usage = {
        prompt_tokens: INPUT_TOKENS,
        completion_tokens: OUTPUT_TOKENS,
        total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
      }
      const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }]
      response.setHeader("content-type", "application/json")
      response.end(JSON.stringify({ id: "x", object: "chat.completion", model: "m", choices, usage }))
    })
    return model
  }

  /** The flow's connection, to this. */
  async connect(millrace: Millrace): Promise<void> {
    await millrace.connections.create({
      name: "priced",
      type: "open_ai",
      api_key: "none",
      base_url: `${this.#server.url}/v1`,
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]()
  }
}

const node = (name: string, template: string, model: string, x: string) =>
  `{name: ${name}, type: llm, source: {type: code, path: ${template}}, connection: priced, api: chat, inputs: {model: ${model}, temperature: 0, x: "${x}"}}`

/** Two LLM nodes, one after the other; the first has three variants, the second two. Data: 12 rows, half of them `even`. */
export function writeFlows(folder: string, model = "gpt-4o-mini"): void {
  const flow = join(folder, "flow")
  const grade = join(folder, "grade")
  for (const path of [flow, grade]) mkdirSync(path, { recursive: true })
  const files = {
    "flow/flow.dag.yaml": `inputs:
  x: {type: string}
outputs:
  out: {type: string, reference: "\${second.output}"}
nodes:
- {name: first, use_variants: true}
- {name: second, use_variants: true}
node_variants:
  first:
    default_variant_id: plain
    variants:
      plain: {node: ${node("first", "plain.jinja2", model, "${inputs.x}")}}
      loud: {node: ${node("first", "loud.jinja2", model, "${inputs.x}")}}
      odd: {node: ${node("first", "odd.jinja2", model, "${inputs.x}")}}
  second:
    default_variant_id: same
    variants:
      same: {node: ${node("second", "plain.jinja2", model, "${first.output}")}}
      twice: {node: ${node("second", "twice.jinja2", model, "${first.output}")}}
`,
    "flow/plain.jinja2": "user:\n{{x}}",
    "flow/loud.jinja2": "user:\n{{x | upper}}",
    "flow/odd.jinja2": "user:\n{{x if '1' in x else 'no'}}",
    "flow/twice.jinja2": "user:\n{{x}}{{x}}",
    "grade/flow.flex.yaml": "entry: grade.mjs:Grade\n",
    "grade/grade.mjs": `export class Grade {
  call(said, truth) { return { right: said === truth } }
  aggregate(grades) { return { accuracy: grades.filter(({ right }) => right).length / grades.length } }
}
`,
    "data.jsonl": Array.from(
      { length: 12 },
      (_, at) => `${JSON.stringify({ x: `a${at}`, kind: at % 2 === 0 ? "even" : "odd" })}\n`,
    ).join(""),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}
