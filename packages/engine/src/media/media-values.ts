import type { ImageRef, Media, MediaStore } from "@internal/schema"
import { type Dict, Json, type Value } from "@internal/value"

/** How an image or text is written inside values: `{ key: ["image", sha1, mime, url] }`. Python does the same. */
export function mediaValue(media: Media, { key }: Pick<MediaStore, "key">): Dict {
  const parts: Value[] =
    media.kind === "image"
      ? ["image", media.sha1, media.mime, media.url]
      : ["text", media.value, media.annotations]
  return new Map<string, Value>([[key, parts]])
}

/** The image or text that a value stands for; undefined for every other value. */
export function mediaOf(value: Value, { key }: Pick<MediaStore, "key">): Media | undefined {
  if (!(value instanceof Map) || value.size !== 1) return undefined
  const parts = value.get(key)
  if (!Array.isArray(parts)) return undefined
  const [kind, first, second, third] = parts
  if (kind === "text") return { kind, value: String(first), annotations: second ?? null }
  return {
    kind: "image",
    sha1: String(first),
    mime: String(second),
    url: typeof third === "string" ? third : null,
  }
}

/** The value with every image and text in it replaced; the same value if there is none. */
export function mapMedia(
  value: Value,
  store: Pick<MediaStore, "key">,
  replace: (media: Media) => Value,
): Value {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => mapMedia(item, store, replace))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!(value instanceof Map)) return value
  const media = mediaOf(value, store)
  if (media) return replace(media)
  const entries = Array.from(value, ([k, v]) => [k, mapMedia(v, store, replace)] as const)
  return entries.some(([k, v]) => v !== value.get(k)) ? new Map(entries) : value
}

/** Looks at the text only, so that values without media cost nothing more. */
export function holdsMedia(json: Json, { key }: Pick<MediaStore, "key">): boolean {
  return json.text.includes(key)
}

export function mapMediaJson(
  json: Json,
  store: Pick<MediaStore, "key"> | undefined,
  replace: (media: Media) => Value,
): Json {
  if (!store || !holdsMedia(json, store)) return json
  return Json.of(mapMedia(json.value, store, replace))
}

/** What `str()` and `repr()` of an image show; in a prompt it marks the image's place. */
export function imageText({ sha1 }: Pick<ImageRef, "sha1">): string {
  return `Image(${sha1.slice(0, 8)})`
}
