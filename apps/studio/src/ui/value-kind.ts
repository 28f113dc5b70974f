/** How a value is best shown. */
export type ValueKind = "nothing" | "text" | "json" | "plain" | "image"

const IMAGE = /^data:(image\/[\w.+-]+);(?:path|base64|url)$/

/** What an image dict of a flow or an OpenAI message says; null where the value is none. */
export function imageOf(
  value: unknown,
): { mime: string; form: "path" | "base64" | "url"; data: string } | null {
  if (typeof value !== "object" || value === null) return null
  const entries = Object.entries(value)
  for (const [key, data] of entries) {
    const match = IMAGE.exec(key)
    if (match && typeof data === "string" && entries.length === 1)
      return { mime: match[1] as string, form: key.slice(key.lastIndexOf(";") + 1) as "path", data }
  }
  const {
    type,
    image_url: url,
    image_file: file,
  } = value as { type?: unknown; image_url?: { url?: unknown }; image_file?: { path?: unknown } }
  if (type === "image_file" && typeof file?.path === "string")
    return { mime: "image/*", form: "path", data: file.path }
  if (type === "image_url" && typeof url?.url === "string")
    return { mime: "image/*", form: "url", data: url.url }
  return null
}

/** Where the page has an image; null where it is none, or lies where the page may not ask: it loads nothing from elsewhere. */
export function pictureAddress(value: unknown, ofPath?: (path: string) => string | null): string | null {
  const image = imageOf(value)
  if (!image) return null
  if (image.form === "base64") return `data:${image.mime};base64,${image.data}`
  if (image.form === "path") return ofPath?.(image.data) ?? null
  return image.data.startsWith("data:image/") ? image.data : null
}

/** Whether there is an image in it, at any depth. */
export function holdsImage(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false
  return imageOf(value) !== null || Object.values(value).some(holdsImage)
}

export function valueKind(value: unknown): ValueKind {
  if (value === undefined || value === null) return "nothing"
  if (typeof value === "string") return "text"
  if (imageOf(value)) return "image"
  return typeof value === "object" ? "json" : "plain"
}

/** The value in one line, for cells: texts as they are, the rest as JSON. */
export function inlineText(value: unknown, length = 300): string {
  if (value === undefined) return ""
  const text = typeof value === "string" ? value : JSON.stringify(value)
  const line = text
    .slice(0, length * 2)
    .replace(/\s+/g, " ")
    .trim()
  return line.length > length || text.length > length * 2 ? `${line.slice(0, length)}…` : line
}
