import {
  type ApiCall,
  className,
  errorRecord,
  MillraceError,
  noteCalls,
  type PromptySource,
  toMillraceError,
  type Usage,
} from "@internal/schema"
import { type Dict, fromPlain, type Value } from "@internal/value"
import type { PromptyTrace } from "../prompty/call-prompty.ts"
import type { Prompt } from "../prompty/prompty-prompt.ts"
import { shown } from "../values.ts"
import type { Answer, EndedCall, Request } from "./model-call.ts"
import type { NodeCall, NodeResult } from "./node-call.ts"

/**
 * Runs an LLM or prompt node, with the call of the original's tool among the node's traced calls while tracing is on
 * (spec 9.2); calls of the model are below it.
 */
export async function tracedNode(call: NodeCall, run: () => Promise<NodeResult>): Promise<NodeResult> {
  const { traces } = call
  if (!traces) return run()
  const start = Date.now()
  const id = crypto.randomUUID()
  const made = (more: Partial<ApiCall>, usage?: Usage): ApiCall => ({
    ...named(toolName(call), "Function", start, usage),
    inputs: toolInputs(call),
    node_name: call.node.name,
    id,
    children: traces.map((child) => ({ ...child, parent_id: id })),
    ...more,
  })
  try {
    const result = await run()
    return { ...result, calls: [made({ output: shown(result.value).value }, result.usage)] }
  } catch (thrown) {
    const error = toMillraceError(thrown)
    noteCalls(error, [made({ error: { message: errorRecord(error).message, type: className(error) } })])
    throw error
  }
}

/** The calls of a prompty: the function that it is, the prompt that it makes, and those of the model. */
export class TracedPrompty implements PromptyTrace {
  readonly #source: PromptySource
  readonly #inputs: Dict
  readonly #start = Date.now()
  readonly #children: ApiCall[] = []

  constructor(source: PromptySource, inputs: Dict) {
    this.#source = source
    this.#inputs = inputs
  }

  prompt(prompt: Prompt): void {
    this.#children.push({
      ...named("convert_prompt_template", "Function", Date.now(), undefined),
      inputs: new Map<string, Value>([
        ["template", this.#source.template.text],
        ["inputs", this.#inputs],
      ]),
      output: prompt.api === "chat" ? fromPlain(prompt.messages) : prompt.text,
      node_name: null,
    })
  }

  called(request: Request, answer: Answer, ended: EndedCall): void {
    this.#children.push(tracedModelCall(request, answer, ended))
  }

  /** All of it, once it has ended. */
  call(more: Partial<ApiCall>, usage?: Usage): ApiCall {
    const within = (name: string, children: ApiCall[]): ApiCall => {
      const id = crypto.randomUUID()
      return {
        ...named(name, "Function", this.#start, usage),
        inputs: this.#inputs,
        node_name: null,
        id,
        children: children.map((child) => ({ ...child, parent_id: id })),
        ...more,
      }
    }
    return within(this.#source.name, [within("Prompty", this.#children)])
  }
}

/** A call of the model as the `openai` package would have made it. */
export function tracedModelCall(request: Request, answer: Answer, ended: EndedCall): ApiCall {
  const { model, parameters, stream, ...said } = request.body
  const failed = ended.error
  const type = failed?.innerError?.innerError?.code ?? failed?.code ?? ""
  const module = request.api === "chat" ? "chat.completions.completions" : "completions"
  return {
    ...named(
      request.api === "chat" ? "openai_chat" : "openai_completion",
      "LLM",
      Date.now() - ended.duration,
      ended.usage,
    ),
    function: `openai.resources.${module}.Completions.create`,
    inputs: fromPlain(
      request.api === "chat"
        ? { model, ...said, ...parameters, stream }
        : { ...said, model, ...parameters, stream },
    ),
    output: stream ? [] : fromPlain(answer.response ?? null),
    error: failed ? { message: failed.message, type } : null,
    node_name: null,
  }
}

function named(name: string, type: string, start: number, usage: Usage | undefined): ApiCall {
  const { prompt_tokens, completion_tokens, total_tokens } = usage ?? {}
  return {
    name,
    type,
    inputs: {},
    output: null,
    start_time: start / 1000,
    end_time: Date.now() / 1000,
    error: null,
    children: [],
    parent_id: "",
    id: crypto.randomUUID(),
    function: name,
    system_metrics: usage ? { completion_tokens, prompt_tokens, total_tokens } : {},
  }
}

function toolName(call: NodeCall): string {
  const { tool } = call.node
  if (tool.kind !== "llm") return "render_template_jinja2"
  const isAzure = call.connection(tool.connection).type === "AzureOpenAIConnection"
  return `${isAzure ? "AzureOpenAI" : "OpenAI"}.${tool.api}`
}

/** The template, the inputs of the node, and what the original adds to them. */
function toolInputs({ node, inputs, stream }: NodeCall): Dict {
  const { tool } = node
  if (tool.kind !== "llm" && tool.kind !== "prompt")
    throw new MillraceError("INTERNAL", { detail: tool.kind })
  const shownInputs: Dict = new Map([[tool.kind === "llm" ? "prompt" : "template", tool.template.text]])
  for (const [name, { value }] of inputs) {
    if (value.kind === "json" || value.kind === "live") shownInputs.set(name, shown(value).value)
    else if (value.kind === "list")
      shownInputs.set(
        name,
        value.items.map((item): Value => shown(item).value),
      )
  }
  if (node.escaped.length > 0) shownInputs.set("_inputs_to_escape", [...node.escaped])
  if (stream !== undefined && tool.kind === "llm") shownInputs.set("stream", stream)
  return shownInputs
}
