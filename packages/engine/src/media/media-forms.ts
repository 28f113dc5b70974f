import type { ImageRef, ImageSource, Plan, TextRef } from "@internal/schema"
import type { Dict, Value } from "@internal/value"

export type MessageFormat = Plan["messageFormat"]

const BASIC_KEY = /^data:(image\/.*);(path|base64|url)$/
/** Any text over the alphabet in groups of two (spec 2.5, quirk: `img/pic1` is read as base64 too). */
const BASE64 = /^([A-Za-z0-9+/]{4})*(([A-Za-z0-9+/]{2})*(==|[A-Za-z0-9+/]=)?)?$/
const DATA_URL = /^data:(image\/[^;,]*);base64,/
const NETLOC = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]/

/**
 * What a dict of the flow's format says: an image, or text of openai-vision; undefined for every other dict (spec 2.5).
 * An image whose address is of no use is `bad`.
 */
export function mediaForm(
  value: Value,
  format: MessageFormat,
): ImageSource | TextRef | { kind: "bad"; reason: string } | undefined {
  if (!(value instanceof Map)) return undefined
  return format === "basic" ? basicForm(value) : visionForm(value)
}

function basicForm(dict: Dict): ReturnType<typeof mediaForm> {
  if (dict.size !== 1) return undefined
  const [[key, value]] = dict as Iterable<[string, Value]> as [[string, Value]]
  const match = BASIC_KEY.exec(key)
  if (!match) return undefined
  const [, mime = "", kind] = match
  if (typeof value !== "string") return { kind: "bad", reason: `${key} needs text` }
  if (kind === "base64") return { kind, value: value.replace(DATA_URL, ""), mime }
  return { kind: kind as "path" | "url", value, mime }
}

function visionForm(dict: Dict): ReturnType<typeof mediaForm> {
  if (dict.size !== 2) return undefined
  const type = dict.get("type")
  if (type === "image_url") {
    const inner = dict.get("image_url")
    const url = inner instanceof Map ? inner.get("url") : undefined
    return typeof url === "string" ? urlOrBase64(url) : undefined
  }
  if (type === "image_file") {
    const inner = dict.get("image_file")
    const path = inner instanceof Map ? inner.get("path") : undefined
    return typeof path === "string" ? { kind: "path", value: path } : undefined
  }
  if (type !== "text") return undefined
  const text = dict.get("text")
  if (typeof text === "string") return { kind: "text", value: text, annotations: null }
  const inner = text instanceof Map ? text.get("value") : undefined
  if (typeof inner !== "string") return undefined
  return { kind: "text", value: inner, annotations: (text as Dict).get("annotations") ?? [] }
}

function urlOrBase64(text: string): ReturnType<typeof mediaForm> {
  const base64 = base64Source(text)
  if (base64) return base64
  if (NETLOC.test(text)) return { kind: "url", value: text }
  return { kind: "bad", reason: "it is neither a URL nor base64" }
}

/** A text that stands for an image: base64, else a URL, else a path (spec 2.5). */
export function textForm(text: string): ImageSource {
  return base64Source(text) ?? { kind: NETLOC.test(text) ? "url" : "path", value: text }
}

function base64Source(text: string): ImageSource | undefined {
  const match = DATA_URL.exec(text)
  const rest = match ? text.slice(match[0].length) : text
  if (!BASE64.test(rest)) return undefined
  return { kind: "base64", value: rest } // what the prefix says is ignored (seen on the original)
}

/** An image as data: where it came from, else the file at `path` as `address` names it. */
export function imageDict(
  image: ImageRef,
  format: MessageFormat,
  address: { path: string } | { base64: string },
): Dict {
  const { mime, url } = image
  const entry = (key: string, value: string): Dict => new Map([[key, value]])
  if (format === "basic") {
    if (url !== null) return entry(`data:${mime};url`, url)
    return "path" in address
      ? entry(`data:${mime};path`, address.path)
      : entry(`data:${mime};base64`, address.base64)
  }
  const dict = (type: string, inner: Dict): Dict =>
    new Map<string, Value>([
      ["type", type],
      [type, inner],
    ])
  if (url === null && "path" in address) return dict("image_file", entry("path", address.path))
  return dict(
    "image_url",
    entry("url", url ?? `data:${mime};base64,${(address as { base64: string }).base64}`),
  )
}

/** A text of openai-vision as data. */
export function textDict({ value, annotations }: TextRef): Dict {
  const text: Value =
    annotations === null
      ? value
      : new Map<string, Value>([
          ["value", value],
          ["annotations", annotations],
        ])
  return new Map<string, Value>([
    ["type", "text"],
    ["text", text],
  ])
}

/** The value with the paths of all images in it replaced. */
export function mapImagePaths(value: Value, format: MessageFormat, replace: (path: string) => string): Value {
  if (Array.isArray(value)) {
    const items = value.map((item) => mapImagePaths(item, format, replace))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!(value instanceof Map)) return value
  const form = mediaForm(value, format)
  if (form?.kind === "path") {
    const inner: Dict = new Map([["path", replace(form.value)]])
    if (format === "basic") return new Map([[`data:${form.mime};path`, replace(form.value)]])
    return new Map([...value, ["image_file", inner]])
  }
  const entries = Array.from(value, ([k, v]) => [k, mapImagePaths(v, format, replace)] as const)
  return entries.some(([k, v]) => v !== value.get(k)) ? new Map(entries) : value
}
