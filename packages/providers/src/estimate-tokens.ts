import { type ChatMessage, MillraceError, type PromptySource } from "@internal/schema"
import { type Dict, repr } from "@internal/value"

type Count = (text: string) => number

// What a chat costs beyond its text. One old model frames messages otherwise.
const MESSAGE = 3
const NAME = 1
const REPLY = 3
const FRAMED_OTHERWISE = "gpt-3.5-turbo-0301"

// An image: what it costs in any case, and each tile of it after it was made to fit.
const IMAGE = 85
const TILE = 170
const TILE_PIXELS = 512
const LONGEST_SIDE = 2048
const SHORTER_SIDE = 768

/**
 * An estimate of what a prompt costs (spec 1.4): the tokens of its text, its framing, its
 * images, and the answer as far as `max_tokens` allows. Text that looks like a control token is text.
 */
export async function estimateTokens(
  { configuration, parameters }: PromptySource,
  prompt: { api: "chat"; messages: ChatMessage[] } | { api: "completion"; text: string },
): Promise<number> {
  const given = configuration.value as Dict
  const model = String(given.get("azure_deployment") || given.get("model") || "")
  const answer = answerLimit(parameters.value as Dict)
  const count = await counter()
  if (prompt.api === "completion") return count(prompt.text) + answer
  const messages = prompt.messages.reduce((sum, message) => sum + messageTokens(message, model, count), REPLY)
  return messages + answer
}

function answerLimit(parameters: Dict): number {
  const limit = parameters.get("max_tokens") ?? null
  if (limit === null) return 0
  const refuse = (reason: string) =>
    new MillraceError("PROMPTY_FIELD", { field: "max_tokens", value: repr(limit), reason })
  if (typeof limit !== "number" && typeof limit !== "boolean" && typeof limit !== "bigint")
    throw refuse("it must be an integer")
  if (!Number.isInteger(Number(limit))) throw refuse("it must be an integer")
  if (Number(limit) <= 1) throw refuse("it is less than the minimum")
  return Number(limit)
}

function messageTokens(message: ChatMessage, model: string, count: Count): number {
  const isOther = model === FRAMED_OTHERWISE
  let tokens = isOther ? MESSAGE + 1 : MESSAGE
  for (const [key, value] of Object.entries(message)) {
    if (typeof value === "string") tokens += count(value)
    if (key === "name") tokens += isOther ? -NAME : NAME
    if (key !== "content" || !Array.isArray(value)) continue
    for (const part of value) {
      tokens += part.type === "text" ? count(part.text) : imageTokens(part.image_url.url)
    }
  }
  return tokens
}

/** One at an address counts as one tile: its size is not known here. */
function imageTokens(url: string): number {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1]
  if (data === undefined) return IMAGE + TILE
  const size = imageSize(Buffer.from(data, "base64"))
  if (!size)
    throw new MillraceError("LLM_FAILED", {
      detail: "the size of an image cannot be read: it is no PNG, JPEG, GIF, WebP or BMP",
    })
  let { width, height } = size
  const fit = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  width = Math.trunc(width * fit)
  height = Math.trunc(height * fit)
  const shrink = Math.min(1, SHORTER_SIDE / Math.min(width, height))
  width = Math.trunc(width * shrink)
  height = Math.trunc(height * shrink)
  return IMAGE + TILE * Math.ceil(width / TILE_PIXELS) * Math.ceil(height / TILE_PIXELS)
}

/** Width and height as the file's own header has them. */
function imageSize(bytes: Buffer): { width: number; height: number } | undefined {
  const head = bytes.subarray(0, 16).toString("latin1")
  if (head.startsWith("\x89PNG") && bytes.length >= 24)
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (head.startsWith("GIF8") && bytes.length >= 10)
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  if (head.startsWith("BM") && bytes.length >= 26)
    return { width: bytes.readInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) }
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return webpSize(bytes)
  if (head.startsWith("\xff\xd8")) return jpegSize(bytes)
  return undefined
}

function webpSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length < 30) return undefined
  switch (bytes.subarray(12, 16).toString("latin1")) {
    case "VP8X":
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    case "VP8L": {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    case "VP8 ":
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
  }
  return undefined
}

/** The frame header is behind any number of other segments. */
function jpegSize(bytes: Buffer): { width: number; height: number } | undefined {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] as number
    if (marker === 0xff) {
      at++ // padding
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** The original counts every model in this encoding, also those that have a newer one. */
async function counter(): Promise<Count> {
  const { encode } = await import("gpt-tokenizer/encoding/cl100k_base")
  return (text) => encode(text, { disallowedSpecial: new Set() }).length
}
