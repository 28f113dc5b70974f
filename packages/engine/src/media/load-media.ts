import { type Host, type MediaStore, MillraceError, type Plan, toMillraceError } from "@internal/schema"
import { type Dict, typeName, type Value } from "@internal/value"
import { type MessageFormat, mediaForm, textForm } from "./media-forms.ts"
import { mediaOf, mediaValue } from "./media-values.ts"

export interface MediaContext {
  store: MediaStore
  format: MessageFormat
  signal: AbortSignal
}

/**
 * Flow inputs with their images loaded (spec 2.5): those of the type `image`, and what lists and objects hold; text never.
 * Fails with `MEDIA_FAILED`, naming the input.
 */
export async function loadFlowInputs(
  { kind, inputs: ports, messageFormat: format }: Pick<Plan, "kind" | "inputs" | "messageFormat">,
  inputs: Dict,
  { media }: Pick<Host, "media">,
  signal: AbortSignal,
): Promise<Dict> {
  // a prompty has a notation of its own, and code of a flex flow gets the dict (seen on the original)
  if (!media || kind !== "dag") return inputs
  const context = { store: media, format, signal }
  let loaded: Dict | undefined
  for (const { name, type } of ports) {
    const value = inputs.get(name)
    if (value === undefined || !(type === "image" || type === "list" || type === "object")) continue
    const made = await loadNamed(name, value, type === "image", context)
    if (made === value) continue
    loaded ??= new Map(inputs)
    loaded.set(name, made)
  }
  return loaded ?? inputs
}

/** The value of one input: an image or a list of them, else what holds images. Fails with `MEDIA_FAILED`, naming it. */
export async function loadNamed(
  input: string,
  value: Value,
  isImage: boolean,
  context: MediaContext,
): Promise<Value> {
  try {
    if (!isImage) return await loadNested(value, context)
    if (!Array.isArray(value)) return await loadImage(value, context)
    return await Promise.all(value.map((item) => loadImage(item, context)))
  } catch (thrown) {
    const { data, message, hint } = toMillraceError(thrown)
    const detail = data.reason ?? message
    throw new MillraceError("MEDIA_FAILED", { key: input, detail }, { hint, cause: thrown })
  }
}

/** A value of the type `image`. Fails with `IMAGE_INVALID`. */
async function loadImage(value: Value, context: MediaContext): Promise<Value> {
  if (value instanceof Map) {
    const made = await loadForm(value, context)
    if (made && mediaOf(made, context.store)?.kind === "image") return made
    throw new MillraceError("IMAGE_INVALID", {
      reason: `a dict with the keys ${[...value.keys()].join(", ") || "(none)"} is no image`,
    })
  }
  if (typeof value !== "string") {
    throw new MillraceError("IMAGE_INVALID", { reason: `a value of the type ${typeName(value)} is no image` })
  }
  if (value === "") throw new MillraceError("IMAGE_INVALID", { reason: "the text is empty" })
  return mediaValue(await context.store.load(textForm(value), context.signal), context.store)
}

/** Every dict of the flow's format inside a list or an object, at any depth. */
export async function loadNested(value: Value, context: MediaContext): Promise<Value> {
  if (Array.isArray(value)) {
    const items: Value[] = []
    for (const item of value) items.push(await loadNested(item, context))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!(value instanceof Map)) return value
  const made = await loadForm(value, context)
  if (made !== undefined) return made
  let dict: Dict | undefined
  for (const [key, item] of value) {
    const loaded = await loadNested(item, context)
    if (loaded === item) continue
    dict ??= new Map(value)
    dict.set(key, loaded)
  }
  return dict ?? value
}

async function loadForm(value: Dict, { store, format, signal }: MediaContext): Promise<Dict | undefined> {
  const form = mediaForm(value, format)
  if (form === undefined) return undefined
  if (form.kind === "bad") throw new MillraceError("IMAGE_INVALID", { reason: form.reason })
  return mediaValue(form.kind === "text" ? form : await store.load(form, signal), store)
}
