import { imageOf } from "../../ui/value-kind.ts"

/** How a flow writes images (`message_format`). */
export type MessageFormat = "basic" | "openai-vision"

/** An image that somebody has attached; the data is base64. */
export interface AttachedImage {
  mime: string
  data: string
  name: string
}

/** What is written before it is sent. */
export interface Draft {
  text: string
  images: readonly AttachedImage[]
}

export const EMPTY_DRAFT: Draft = { text: "", images: [] }

/** Whether an input of this type can hold images: a text cannot. */
export function takesImages(type: string): boolean {
  return type === "list" || type === "object" || type === "image"
}

/** The value of the chat input, as its type and the flow's format want it. */
export function messageOf({ text, images }: Draft, type: string, format: MessageFormat): unknown {
  if (type === "image" && images[0]) return imageValue(images[0], format)
  if (type !== "list" && images.length === 0) return text
  const parts: unknown[] = images.map((image) => imageValue(image, format))
  if (text !== "") parts.push(format === "basic" ? text : { type: "text", text })
  return parts
}

function imageValue({ mime, data }: AttachedImage, format: MessageFormat): unknown {
  return format === "basic"
    ? { [`data:${mime};base64`]: data }
    : { type: "image_url", image_url: { url: `data:${mime};base64,${data}` } }
}

export type MessagePart =
  | { kind: "text"; text: string }
  | { kind: "image"; value: unknown }
  | { kind: "value"; value: unknown }

/** What a message or a reply shows, one after another. */
export function partsOf(value: unknown): MessagePart[] {
  if (typeof value === "string") return [{ kind: "text", text: value }]
  if (Array.isArray(value)) {
    const parts = value.map(partOf)
    // a list of other things is a value, and no message
    return parts.some(({ kind }) => kind !== "value") ? parts : [{ kind: "value", value }]
  }
  return [partOf(value)]
}

function partOf(value: unknown): MessagePart {
  if (typeof value === "string") return { kind: "text", text: value }
  if (imageOf(value)) return { kind: "image", value }
  const { type, text } = (value ?? {}) as { type?: unknown; text?: unknown }
  if (type === "text" && typeof text === "string") return { kind: "text", text }
  return { kind: "value", value }
}

/** A message as it was written, for writing it anew; undefined where it holds what cannot be written here (a file's image). */
export function draftOf(message: unknown): Draft | undefined {
  const texts: string[] = []
  const images: AttachedImage[] = []
  for (const part of partsOf(message)) {
    if (part.kind === "text") texts.push(part.text)
    else {
      const image = part.kind === "image" ? inlineOf(part.value) : undefined
      if (!image) return undefined
      images.push({ ...image, name: `image ${images.length + 1}` })
    }
  }
  return { text: texts.join("\n"), images }
}

function inlineOf(value: unknown): { mime: string; data: string } | undefined {
  const image = imageOf(value)
  if (image?.form === "base64") return { mime: image.mime, data: image.data }
  const [, mime, data] = /^data:([\w/.+-]+);base64,(.*)$/s.exec(image?.data ?? "") ?? []
  return mime !== undefined && data !== undefined ? { mime, data } : undefined
}

/** A message or reply as text, for the clipboard. */
export function textOf(value: unknown): string {
  return partsOf(value)
    .map((part) =>
      part.kind === "text"
        ? part.text
        : part.kind === "image"
          ? "[image]"
          : JSON.stringify(part.value, null, 2),
    )
    .join("\n")
}

/** Reads image files; others are left out. */
export async function readImages(files: readonly File[]): Promise<AttachedImage[]> {
  const images = files.filter(({ type }) => type.startsWith("image/"))
  return Promise.all(
    images.map(async (file) => ({ mime: file.type, data: await base64Of(file), name: file.name })),
  )
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""))
    reader.onerror = () => reject(reader.error ?? new Error(`${file.name} cannot be read`))
    reader.readAsDataURL(file)
  })
}
