import { JinjaError } from "@internal/jinja"
import { type LineSession, MillraceError, type NodeValue, type TemplateSource } from "@internal/schema"
import type { Value } from "@internal/value"
import type { EscapedText, Input, NodeCall } from "../nodes/node-call.ts"
import { stamped } from "../stamp.ts"
import { templateValue } from "../values.ts"
import { withChatLists } from "./chat-list.ts"
import { RoleEscapes } from "./escape-roles.ts"
import { Questions } from "./live-object.ts"

export interface Rendered {
  /** The prompt as its inputs would have it. */
  text: string
  /** The prompt with hidden role words, where any had to be hidden. */
  escaped?: EscapedText
}

export interface RenderOptions {
  /** Instead of the node's own. */
  template?: TemplateSource
  /** Lists print one item a line. */
  listsByLine?: boolean
}

/** Renders the node's template with these inputs, role headers hidden where they came from outside (spec 5.2, 5.3). */
export async function renderTemplate(
  call: NodeCall,
  inputs: ReadonlyMap<string, Input>,
  options: RenderOptions = {},
): Promise<Rendered> {
  const { tool } = call.node
  if (tool.kind !== "prompt" && tool.kind !== "llm") throw new TypeError(`${tool.kind} has no template`)
  const escapes = new RoleEscapes()
  const questions = new Questions()
  const context = new Map<string, unknown>()
  for (const [name, input] of inputs) {
    const value = await contextValue(input, call, questions)
    const hidden = escapedValue(name, value, input, call, escapes)
    context.set(name, options.listsByLine ? withChatLists(hidden) : hidden)
  }
  const template = call.prepared.template(options.template ?? tool.template)
  try {
    const text = await questions.render(() => template.render(context))
    if (escapes.size === 0) return { text }
    return { text: escapes.restore(text), escaped: { text, escapes } }
  } catch (thrown) {
    if (!(thrown instanceof JinjaError)) throw thrown
    const detail = escapes.restore(thrown.message)
    call.sink.log("stderr", stamped(`Exception occurs: ${thrown.kind}: ${detail}`))
    throw new MillraceError(
      "TEMPLATE_FAILED",
      { template: tool.template.path, kind: thrown.kind, detail },
      {
        place: { file: tool.template.path, ...(thrown.line !== undefined && { line: thrown.line }) },
        cause: thrown,
      },
    )
  }
}

async function contextValue(input: Input, call: NodeCall, questions: Questions): Promise<unknown> {
  const { value } = input
  if (value.kind === "connection") return value.connection.name
  if (value.kind === "list") return Promise.all(value.items.map((item) => plain(item, call, questions)))
  return plain(value, call, questions)
}

async function plain(value: NodeValue, call: NodeCall, questions: Questions): Promise<unknown> {
  const session: LineSession | undefined =
    value.kind === "live" && !value.stream ? await call.python() : undefined
  return templateValue(value, questions, session, call.host.media)
}

function escapedValue(
  name: string,
  value: unknown,
  input: Input,
  call: NodeCall,
  escapes: RoleEscapes,
): unknown {
  if (input.escaped) {
    escapes.adopt(input.escaped.escapes)
    return input.escaped.text
  }
  return call.node.escaped.includes(name) ? escapes.escape(value as Value) : value
}
