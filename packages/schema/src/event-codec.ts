import { type Dict, fromPlain, Json, parse, stringify, toPlain, type Value } from "@internal/value"
import { MillraceError } from "./error.ts"
import { type ApiCall, EVENT_VERSION, type NewEvent, type RunEvent } from "./event.ts"

/** Takes the text of a value that is too large for the journal and answers its name; undefined keeps it inline. */
export type Spill = (text: string) => string | undefined
/** The text that `Spill` was given under this name. */
export type Unspill = (name: string) => string
/** What the journal keeps beside the text of an event. */
export interface Envelope {
  run: string
  seq: number
  at: number
}

const ENVELOPE: readonly string[] = ["run", "seq", "at"]

/** Fields that hold exact values: written as they are, behind the plain ones, and never parsed to be passed on. */
const EXACT: { [Type in NewEvent["type"]]?: readonly string[] } = {
  "run-start": ["mapping"],
  "line-start": ["inputs"],
  "node-start": ["inputs"],
  "call-end": ["said"],
  "node-end": ["calls", "output", "said"],
  "node-error": ["calls"],
  "line-end": ["outputs"],
  metric: ["value"],
}
const NONE: readonly string[] = []

/** Brings events of an older format up to date: one step a version, applied in order. */
const UPCASTS: { [version: number]: (event: Record<string, unknown>) => void } = {}

/**
 * One line of JSON: `{"v":1,"raw":{"output":2},"type":"node-end",…,"output":42}`. `raw` has the lengths of the exact
 * fields, so that reading finds their text without parsing it. `bare`: without what the envelope says.
 */
export function encodeEvent(event: NewEvent | RunEvent, spill?: Spill, bare = false): string {
  const exact = EXACT[event.type] ?? NONE
  let head = ""
  let lengths = ""
  let blobs = ""
  let tail = ""
  // events are plain objects; of a batch there are ten a line
  for (const key in event) {
    const value: unknown = event[key as keyof typeof event]
    if (value === undefined || key === "v" || (value !== null && exact.includes(key))) continue
    if (bare && ENVELOPE.includes(key)) continue
    head += `,"${key}":${plainText(value)}`
  }
  for (const key of exact) {
    const value: unknown = event[key as keyof typeof event]
    if (value === undefined || value === null) continue
    const text = value instanceof Json ? value.text : stringify(fromPlain(value))
    const name = spill?.(text)
    if (name !== undefined) {
      blobs += `${blobs && ","}"${key}":"${name}"`
    } else {
      lengths += `${lengths && ","}"${key}":${text.length}`
      tail += `,"${key}":${text}`
    }
  }
  const raw = lengths && `,"raw":{${lengths}}`
  return `{"v":${EVENT_VERSION}${raw}${blobs && `,"blobs":{${blobs}}`}${head}${tail}}`
}

function plainText(value: unknown): string {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? String(value) : "null"
    case "boolean":
      return value ? "true" : "false"
    case "string":
      return JSON.stringify(value)
    default:
      return JSON.stringify(value, (_, v: unknown) => (typeof v === "bigint" ? String(v) : v))
  }
}

const START = /^\{"v":(\d+)(?:,"raw":\{([^}]*)\})?/
const LENGTH = /"(\w+)":(\d+)/g

/** The event of a text that `encodeEvent` wrote. `envelope` fills what the text itself does not say. */
export function decodeEvent(text: string, envelope?: Envelope, unspill?: Unspill): RunEvent {
  const start = START.exec(text)
  if (!start) throw corrupt(text, envelope)
  const lengths = Array.from(
    (start[2] ?? "").matchAll(LENGTH),
    ([, key, n]) => [key as string, Number(n)] as const,
  )
  const tail = lengths.reduce((sum, [key, n]) => sum + key.length + 4 + n, 0)
  const cut = text.length - 1 - tail
  const event = plainFields(tail === 0 ? text : `${text.slice(0, cut)}}`, text, envelope)
  let at = cut
  for (const [key, n] of lengths) {
    at += key.length + 4
    event[key] = exactField(key, text.slice(at, at + n))
    at += n
  }
  for (const [key, name] of Object.entries((event.blobs ?? {}) as Record<string, string>)) {
    if (!unspill) throw corrupt(text, envelope)
    event[key] = exactField(key, unspill(name))
  }
  delete event.raw
  delete event.blobs
  upcast(event, envelope)
  // encodeEvent only takes events, and upcast made the rest up to date
  return Object.assign(event, envelope) as unknown as RunEvent
}

function plainFields(head: string, text: string, envelope?: Envelope): Record<string, unknown> {
  try {
    return JSON.parse(head)
  } catch {
    throw corrupt(text, envelope)
  }
}

function exactField(key: string, text: string): unknown {
  if (key === "calls") return (parse(text) as Value[]).map(callOf)
  if (key === "mapping") return Object.fromEntries(parse(text) as Dict)
  return Json.ofText(text)
}

/** A call whose inputs and output stay exact values: `1.0` is not 1. */
export function callOf(value: Value): ApiCall {
  const fields = Array.from(value as Dict, ([key, v]): [string, unknown] => {
    if (key === "inputs" || key === "output") return [key, v]
    return [key, key === "children" ? (v as Value[]).map(callOf) : toPlain(v)]
  })
  return Object.fromEntries(fields) as unknown as ApiCall
}

function upcast(event: Record<string, unknown>, envelope?: Envelope): void {
  const version = Number(event.v)
  if (version > EVENT_VERSION) {
    throw new MillraceError("STORE_FAILED", {
      subject: `Run ${envelope?.run ?? event.run}`,
      reason: `its events have format ${version}, and this version reads up to ${EVENT_VERSION}`,
      hint: "A newer Millrace wrote this run: update this one.",
    })
  }
  for (let v = version; v < EVENT_VERSION; v++) UPCASTS[v]?.(event)
  event.v = EVENT_VERSION
}

function corrupt(text: string, envelope?: Envelope): MillraceError {
  return new MillraceError("STORE_FAILED", {
    subject: envelope ? `Event ${envelope.seq} of run ${envelope.run}` : "An event",
    reason: `it is not one that can be read: ${text.slice(0, 80)}`,
    hint: "The database is damaged; restore it from a backup, or delete the run.",
  })
}
