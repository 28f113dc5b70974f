import { compile, JinjaError } from "@internal/jinja"
import {
  type ChatMessage,
  type ErrorCode,
  type ImageRef,
  MillraceError,
  type PromptySource,
} from "@internal/schema"
import { type Dict, fromPlain, repr } from "@internal/value"
import { imageText } from "../media/media-values.ts"
import { TemplateImage } from "../media/template-image.ts"
import { placeImages, withImages } from "../prompt/chat-images.ts"
import { RoleEscapes } from "../prompt/escape-roles.ts"
import { parseChat } from "../prompt/parse-chat.ts"
import type { PromptyHost } from "./prompty-host.ts"
import { imageSource, PromptyImages } from "./prompty-images.ts"

/** What is sent: messages, or the text of a completion. */
export type Prompt = { api: "chat"; messages: ChatMessage[] } | { api: "completion"; text: string }

/**
 * Renders a prompty (spec 1.4, 5.2, 5.3): role headers in any input stay text, texts such as `data:image/png;path: a.png`
 * are images. Fails with the errors of a prompt, named as the original's core names them.
 */
export async function promptyPrompt(
  source: PromptySource,
  inputs: Dict,
  host: Pick<PromptyHost, "bytes" | "media">,
  signal: AbortSignal,
): Promise<Prompt> {
  const store = new PromptyImages((path) => host.bytes(path), host.media)
  const images = new Map<string, ImageRef>()
  const escapes = new RoleEscapes()
  const variables = new Map<string, unknown>()
  for (const [name, value] of inputs) {
    const at = typeof value === "string" ? imageSource(value) : undefined
    if (at) {
      const image = await store.load(at, signal)
      images.set(imageText(image), image)
      variables.set(name, new TemplateImage(image, store))
    } else variables.set(name, source.api === "chat" ? escapes.escape(value) : value)
  }
  const text = render(source, variables, escapes)
  if (source.api === "completion") return { api: "completion", text }
  try {
    return { api: "chat", messages: withImages(parseChat(text, escapes, "kept"), images, store, "auto") }
  } catch (thrown) {
    throw coreError(thrown)
  }
}

/** What `render()` answers: the messages as Python prints them, or the text. */
export function shownPrompt(prompt: Prompt): string {
  return prompt.api === "completion" ? prompt.text : repr(fromPlain(prompt.messages))
}

function render(source: PromptySource, variables: Map<string, unknown>, escapes: RoleEscapes): string {
  const { path, text } = source.template
  try {
    return compile(placeImages(text), { name: path }).render(variables)
  } catch (thrown) {
    if (!(thrown instanceof JinjaError)) throw thrown
    throw new MillraceError(
      "TEMPLATE_FAILED",
      { template: path, kind: thrown.kind, detail: escapes.restore(thrown.message) },
      {
        original: source.api === "chat" ? ["UserError", "CoreError", "JinjaTemplateError"] : ["UserError"],
        target: "Core",
        place: { file: path, line: (thrown.line ?? 1) + source.line - 1 },
        cause: thrown,
      },
    )
  }
}

/** The same mistakes have names of their own in the original's core. */
const CORE: Partial<Record<ErrorCode, string>> = {
  CHAT_ROLE_INVALID: "ChatAPIInvalidRoleError",
  CHAT_FUNCTION_FORMAT: "ChatAPIFunctionRoleInvalidFormat",
  CHAT_TOOL_FORMAT: "ChatAPIToolRoleInvalidFormat",
}

function coreError(thrown: unknown): unknown {
  const name = thrown instanceof MillraceError ? CORE[thrown.code] : undefined
  if (!(thrown instanceof MillraceError) || !name) return thrown
  const { code, data, message, hint } = thrown
  const original = ["UserError", "CoreError", name]
  return new MillraceError(code, { ...data }, { message, hint, original, target: "Core", cause: thrown })
}
