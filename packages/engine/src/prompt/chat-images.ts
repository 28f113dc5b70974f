import type { ChatMessage, ImageRef, MediaStore, MessagePart } from "@internal/schema"
import type { Value } from "@internal/value"
import { imageText, mapMedia } from "../media/media-values.ts"

/** `![image]({{ name }})` in a prompt of a vision tool: the variable alone, on a line of its own (spec 5.3). */
const PLACEHOLDER = /!\[(\s*image\s*)\]\(\{\{\s*([^{}]+)\s*\}\}\)/g

export function placeImages(template: string): string {
  return template.replace(PLACEHOLDER, (_, _word, name: string) => `\n{{${name}}}\n`)
}

/** The images that a value holds, by the text that stands for them in a rendered prompt. */
export function collectImages(value: Value, store: MediaStore, into: Map<string, ImageRef>): void {
  mapMedia(value, store, (media) => {
    if (media.kind === "image") into.set(imageText(media), media)
    return null
  })
}

/**
 * Messages of a rendered prompt with their images (spec 5.3): a line that is the text of an image becomes the image, the
 * other lines of such a message texts of their own, blank ones nothing. Messages without images stay as they are.
 */
export function withImages(
  messages: readonly ChatMessage[],
  images: ReadonlyMap<string, ImageRef>,
  store: MediaStore,
  detail: string,
): ChatMessage[] {
  if (images.size === 0) return [...messages]
  return messages.map((message) => {
    if (typeof message.content !== "string") return message
    const parts = partsOf(message.content, images, store, detail)
    return parts ? { ...message, content: parts } : message
  })
}

function partsOf(
  content: string,
  images: ReadonlyMap<string, ImageRef>,
  store: MediaStore,
  detail: string,
): MessagePart[] | undefined {
  let found = false
  const parts = content.split("\n").flatMap((line): MessagePart[] => {
    const text = line.trim()
    if (text === "") return []
    const image = images.get(text)
    if (!image) return [{ type: "text", text: line }]
    found = true
    return [{ type: "image_url", image_url: { url: imageUrl(image, store), detail } }]
  })
  return found ? parts : undefined
}

/** Where the image came from, else the image itself as a data URL. */
function imageUrl(image: ImageRef, store: MediaStore): string {
  if (image.url !== null) return image.url
  return `data:${image.mime};base64,${Buffer.from(store.bytes(image)).toString("base64")}`
}
