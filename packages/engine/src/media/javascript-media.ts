import { join } from "node:path"
import type { Argument, MediaStore, NodeValue } from "@internal/schema"
import { Json, type Value } from "@internal/value"
import { loadNested, type MediaContext } from "./load-media.ts"
import { imageDict, type MessageFormat } from "./media-forms.ts"
import { holdsMedia, mapMediaJson } from "./media-values.ts"

/** An argument as JavaScript tools get it: an image is a dict of the flow's format with the path of its file, a text text. */
export function forJavascript(argument: Argument, store: MediaStore, format: MessageFormat): Argument {
  if (argument.kind === "list") {
    return { kind: "list", items: argument.items.map((item) => shown(item, store, format)) }
  }
  return argument.kind === "json" ? shown(argument, store, format) : argument
}

function shown(value: NodeValue, store: MediaStore, format: MessageFormat): NodeValue {
  if (value.kind !== "json" || !holdsMedia(value.json, store)) return value
  const dict = mapMediaJson(
    value.json,
    store,
    (media): Value =>
      media.kind === "text"
        ? media.value
        : imageDict(media, format, { path: join(store.folder, media.sha1) }),
  )
  return { kind: "json", json: dict }
}

/** What such a tool answers, with the images that it names in the same way. */
export async function fromJavascript(value: NodeValue, context: MediaContext): Promise<NodeValue> {
  if (value.kind !== "json" || !/image/.test(value.json.text)) return value
  const loaded = await loadNested(value.json.value, context)
  return loaded === value.json.value ? value : { kind: "json", json: Json.of(loaded) }
}
