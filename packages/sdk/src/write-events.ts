import { EVENT_VERSION, type NewEvent, type RunEvent, type Writer } from "@internal/schema"
import type { Scrubber } from "@internal/store"

/** Sees every event that is appended, in order, with secrets already masked. */
export type EventListener = (event: RunEvent) => void

/**
 * The writer that the engine gets: masks secrets, appends to the journal, and tells listeners (the screen, the run
 * folder, the fold of a test).
 */
export function observedWriter(
  writer: Writer,
  options: { run: string; scrubber: Scrubber; listeners: EventListener[] },
): Writer {
  const { run, scrubber, listeners } = options
  let seq = 0
  return {
    append: (events: NewEvent[]) => {
      const masked = events.map((event) => scrubber.event(event))
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
