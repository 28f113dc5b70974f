import { readProperty } from "@internal/flow"
import {
  type Binding,
  type LineSession,
  type MediaStore,
  MillraceError,
  type NodeValue,
  type TextStream,
} from "@internal/schema"
import { equals, Json, type Value } from "@internal/value"
import { holdsMedia } from "./media/media-values.ts"
import { withTemplateImages } from "./media/template-image.ts"
import { ofLooked, type Questions, StreamObject } from "./prompt/live-object.ts"

export function json(value: Value): NodeValue {
  return { kind: "json", json: Json.of(value) }
}

export const NULL: NodeValue = json(null)

/** A model's text that is still coming: to all but who iterates it a generator, as it prints (seen on the original). */
export function streamValue(stream: TextStream): NodeValue {
  const address = `0x7f${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`
  const shown = Json.of(`<generator object ${stream.name} at ${address}>`)
  const handle = `stream-${crypto.randomUUID()}`
  return { kind: "live", handle, type: "generator", shown, iterable: true, stream }
}

/** `value[property]` by the tokens of spec 1.2.5, wherever the value lives. */
export async function property(
  value: NodeValue,
  path: string,
  node: string,
  session?: LineSession,
): Promise<NodeValue> {
  if (path === "") return value
  if (value.kind === "json") return json(readProperty(value.json.value, path, node))
  if (value.stream) throw new MillraceError("REFERENCE_PROPERTY", { property: path, node_name: node })
  return required(session).property(value, path, node)
}

/** A node has the section `output` only. The flow's outputs do not look at it: `${n.output[0]}` is the whole output there. */
export function checkSection({ text, section, node }: Binding & { kind: "node-output" }): void {
  if (section === "output") return
  throw new MillraceError("REFERENCE_SECTION", {
    reference: text,
    reference_section: section,
    reference_node_name: node,
  })
}

/** Python's `==` of an activation condition. */
export async function matches(value: NodeValue, expected: Value, session?: LineSession): Promise<boolean> {
  if (value.kind === "json") return equals(value.json.value, expected)
  if (value.stream) return false
  return required(session).equals(value, Json.of(expected))
}

/** What records and logs show of a value (spec 2.6). */
export function shown(value: NodeValue): Json {
  return value.kind === "json" ? value.json : value.shown
}

/** What a template gets for a value. */
export async function templateValue(
  value: NodeValue,
  questions: Questions,
  session?: LineSession,
  media?: MediaStore,
): Promise<unknown> {
  if (value.kind === "live") {
    if (value.stream) return new StreamObject(value, value.stream, questions)
    const [face] = await required(session).look(value, "face", NOTHING)
    return face && ofLooked(face, required(session), questions)
  }
  const { json: form } = value
  return media && holdsMedia(form, media) ? withTemplateImages(form.value, media) : form.value
}

const NOTHING = Json.of(null)

function required(session: LineSession | undefined): LineSession {
  if (!session) throw new TypeError("a live value without the worker that holds it")
  return session
}
