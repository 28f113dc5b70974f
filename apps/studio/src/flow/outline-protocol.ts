import type { FlowEdit, FlowEditResult, FlowOutline } from "@internal/flow"
import { PyFloat } from "@internal/value"

export interface OutlineQuestion {
  id: number
  text: string
  /** Made before the outline is. */
  edit?: FlowEdit
  file?: string
}

export interface OutlineAnswer {
  id: number
  outline?: FlowOutline
  result?: FlowEditResult
  failure?: { message: string; code?: string | undefined; hint?: string | undefined }
}

/** Of what was sent to or from a worker: floats such as `1.0` arrive as objects without a class, and get it back. */
export function revived(sent: unknown): unknown {
  if (Array.isArray(sent)) {
    for (let i = 0; i < sent.length; i++) sent[i] = revived(sent[i])
  } else if (sent instanceof Map) {
    for (const [key, value] of sent) sent.set(key, revived(value))
  } else if (typeof sent === "object" && sent !== null) {
    const fields = sent as Record<string, unknown>
    const names = Object.keys(fields)
    if (names.length === 1 && names[0] === "value" && typeof fields.value === "number")
      return new PyFloat(fields.value)
    for (const name of names) if (typeof fields[name] === "object") fields[name] = revived(fields[name])
  }
  return sent
}
