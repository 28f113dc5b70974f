import type { ChatMessage } from "@internal/schema"
import type { LlamaModel, TemplateModule, Token } from "./engine-types.ts"
import { JobError } from "./protocol.ts"

// What most small models were trained on; for files that carry no template.
const CHATML =
  "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"

/**
 * The tokens of a chat as the model's own template lays it out. The template is rendered with a mark in place of each
 * message's text, so that only the template's own words can become control tokens: text that spells one stays text.
 */
export function chatTokens(
  messages: readonly ChatMessage[],
  model: LlamaModel,
  { Template }: TemplateModule,
): Token[] {
  const texts = messages.map(messageText)
  const mark = (i: number): string => `\uE000${i}\uE001`
  const source = model.fileInfo.metadata.tokenizer?.chat_template ?? CHATML
  let rendered: string
  try {
    rendered = new Template(source).render({
      messages: messages.map(({ role }, i) => ({ role, content: mark(i) })),
      add_generation_prompt: true,
      bos_token: model.tokens.bosString ?? "",
      eos_token: model.tokens.eosString ?? "",
    })
  } catch (error) {
    throw new JobError(`The model's chat template refuses these messages: ${(error as Error).message}`)
  }
  const tokens = rendered
    .split(/\uE000(\d+)\uE001/)
    // Every second part is the number of a message.
    .flatMap((part, i) =>
      i % 2 === 0 ? model.tokenize(part, true) : model.tokenize(texts[Number(part)] ?? "", false),
    )
  const { bos, shouldPrependBosToken } = model.tokens
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos)
  return tokens
}

/** A message's text; parts are joined by line breaks. A picture is refused rather than left out. */
export function messageText(message: ChatMessage): string {
  const { content } = message
  if (typeof content === "string") return content
  const parts = (content ?? []).map((part) => {
    if (part.type === "text") return part.text
    throw new JobError("Local models read text only, and a message holds a picture.")
  })
  return parts.join("\n")
}
