import {
  type ImageRef,
  type MediaStore,
  MillraceError,
  type NodeTool,
  type TemplateSource,
} from "@internal/schema"
import type { Value } from "@internal/value"
import { collectImages, placeImages, withImages } from "../prompt/chat-images.ts"
import { RoleEscapes } from "../prompt/escape-roles.ts"
import { parseChat } from "../prompt/parse-chat.ts"
import { renderTemplate } from "../prompt/render.ts"
import { visionRequest } from "../prompt/vision-request.ts"
import { modelKey } from "../reuse/node-key.ts"
import { json } from "../values.ts"
import { answered, retried } from "./llm-node.ts"
import { type Request, wholeCall } from "./model-call.ts"
import { nodeAttempt } from "./node-attempt.ts"
import type { Input, NodeCall, NodeResult } from "./node-call.ts"

type LlmTool = NodeTool & { kind: "llm" }

const AZURE = "AzureOpenAIConnection"
const CALLED_FROM = { "ms-azure-ai-promptflow-called-from": "aoai-gpt4v-tool" }

/** A node of a vision tool: like an LLM node, but the images among its inputs reach the model (spec 5.3, 5.6). */
export async function runVision(call: NodeCall, tool: LlmTool): Promise<NodeResult> {
  const connection = call.connection(tool.connection)
  const isAzure = connection.type === AZURE
  const request = await buildRequest(call, tool, isAzure)
  const known = await call.recall(await modelKey(call, connection, request))
  if (known) return known
  const model = await call.host.models.chat(connection)
  const headers = isAzure ? { headers: CALLED_FROM } : {}
  const parts = { model, connection: connection.name, ...headers }
  const answer = await retried(call, (attempt) =>
    wholeCall(call.host, request, nodeAttempt(call, parts, attempt)),
  )
  return {
    value: json(answered(answer, false)),
    portable: true,
    calls: [],
    ...(answer.usage && { usage: answer.usage }),
  }
}

async function buildRequest(call: NodeCall, tool: LlmTool, isAzure: boolean): Promise<Request> {
  const { names = [], model: fallback } = tool.vision ?? {}
  const store = call.host.media
  const given = new Map<string, Value>()
  const variables = new Map<string, Input>()
  const images = new Map<string, ImageRef>()
  for (const [name, input] of call.inputs) {
    const { value } = input
    const form = value.kind === "json" ? value.json : value.kind === "live" ? value.shown : undefined
    if (!names.includes(name)) {
      variables.set(name, input)
      if (form && store) collectImages(form.value, store, images)
    } else if (form) given.set(name, form.value)
  }
  const { text, escaped } = await renderTemplate(call, variables, {
    template: placed(tool.template),
    listsByLine: true,
  })
  const messages = parseChat(escaped?.text ?? text, escaped?.escapes ?? new RoleEscapes())
  const named = isAzure ? "deployment_name" : "model"
  const model = given.get(named) ?? fallback
  if (typeof model !== "string") {
    const detail = `TypeError: node ${call.node.name} lacks the input ${named}`
    throw new MillraceError("LLM_FAILED", { detail })
  }
  const { parameters, detail } = visionRequest(given)
  const body = { model, messages: sent(messages, images, store, detail), parameters, stream: false }
  return { api: "chat", body }
}

function sent(
  messages: ReturnType<typeof parseChat>,
  images: ReadonlyMap<string, ImageRef>,
  store: MediaStore | undefined,
  detail: string,
): ReturnType<typeof parseChat> {
  return store ? withImages(messages, images, store, detail) : messages
}

const made = new WeakMap<TemplateSource, TemplateSource>()

function placed(source: TemplateSource): TemplateSource {
  let template = made.get(source)
  if (!template) {
    template = { ...source, text: placeImages(source.text) }
    made.set(source, template)
  }
  return template
}
