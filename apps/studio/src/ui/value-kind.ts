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
  const { type, image_url: url } = value as { type?: unknown; image_url?: { url?: unknown } }
  if (type === "image_url" && typeof url?.url === "string")
    return { mime: "image/*", form: "url", data: url.url }
  return null
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
