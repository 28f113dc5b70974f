import {
  type ApiCall,
  callOf,
  type ErrorRecord,
  EVENT_VERSION,
  type NewEvent,
  type RunEvent,
  type Writer,
} from "@internal/schema"
import type { Scrubber } from "@internal/store"
import { fromPlain, Json, type Value } from "@internal/value"

/** Sees every event that is appended, in order, with secrets already masked. */
export type EventListener = (event: RunEvent) => void

/**
 * The writer that the engine gets: masks secrets, appends to the journal, and tells listeners (the screen, the run
 * folder, the fold of a test).
 */
export function observedWriter(
  writer: Writer,
  options: {
    run: string
    scrubber: Scrubber
    listeners: EventListener[]
    /** The event as it leaves the engine: its images as files. */
    kept?(event: NewEvent): NewEvent
  },
): Writer {
  const { run, scrubber, listeners, kept = (event) => event } = options
  let seq = 0
  return {
    append: (events) => {
      const masked = events.map((event) => maskEvent(kept(event), scrubber))
      const at = Date.now()
      for (const event of masked) {
        const stamped: RunEvent = { v: EVENT_VERSION, run, seq: ++seq, at, ...event }
        for (const listen of listeners) listen(stamped)
      }
      return writer.append(masked)
    },
    close: () => writer.close(),
  }
}

/** The same event when there is no secret in it: most have none, and there are many. */
function maskEvent(event: NewEvent, scrubber: Scrubber): NewEvent {
  switch (event.type) {
    case "line-start":
    case "node-start": {
      const inputs = scrubber.value(event.inputs)
      return inputs === event.inputs ? event : { ...event, inputs }
    }
    case "node-end": {
      const output = scrubber.value(event.output)
      const hasCalls = event.calls !== undefined && event.calls.length > 0
      const calls = hasCalls && { calls: maskCalls(event.calls ?? [], scrubber) }
      const isPlain = output === event.output && !(event.said && holdsSecret(event.said, scrubber))
      if (isPlain) return calls ? { ...event, ...calls } : event
      // the masked text is not the answer: nobody may take it for that
      const { key: _key, shared: _shared, said: _said, ...kept } = event
      return { ...kept, output, ...calls, portable: false }
    }
    case "line-end": {
      const outputs = event.outputs && scrubber.value(event.outputs)
      if (event.error) return { ...event, outputs, error: maskError(event.error, scrubber) }
      return outputs === event.outputs ? event : { ...event, outputs }
    }
    case "node-log":
      return { ...event, text: scrubber.text(event.text) }
    case "node-error": {
      const error = maskError(event.error, scrubber)
      return event.calls ? { ...event, error, calls: maskCalls(event.calls, scrubber) } : { ...event, error }
    }
    case "call-end": {
      const { error, said, ...rest } = event
      // a secret may be in two pieces; what would have to be masked is not kept
      const keeps = said && !holdsSecret(said, scrubber)
      return {
        ...rest,
        ...(error && { error: maskError(error, scrubber) }),
        ...(keeps && { said }),
      }
    }
    case "run-end":
      return event.error ? { ...event, error: maskError(event.error, scrubber) } : event
    case "metric":
      return { ...event, name: scrubber.text(event.name), value: scrubber.value(event.value) }
    default:
      return event
  }
}

function holdsSecret({ value }: Json, scrubber: Scrubber): boolean {
  const text = Array.isArray(value) ? value.join("") : ""
  return scrubber.text(text) !== text
}

/** Messages and traces can quote anything, so every text in a record is looked at. */
export function maskError(error: ErrorRecord, scrubber: Scrubber): ErrorRecord {
  return maskTexts(error, scrubber)
}

function maskCalls(calls: ApiCall[], scrubber: Scrubber): ApiCall[] {
  return (scrubber.value(Json.of(fromPlain(calls))).value as Value[]).map(callOf)
}

/** The same value with every text in it masked. */
export function maskTexts<T>(value: T, scrubber: Scrubber): T {
  return masked(value, scrubber) as T // only texts change
}

function masked(value: unknown, scrubber: Scrubber): unknown {
  if (typeof value === "string") return scrubber.text(value)
  if (Array.isArray(value)) return value.map((item) => masked(item, scrubber))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, scrubber)]))
}
