import type { NewEvent } from "@internal/schema"
import type { PriceBook } from "./price-book.ts"

/**
 * Writes into events of calls what they cost, so that a run's cost is by the prices of its time. What a model on this
 * machine answers is free. `isLocal` is asked by the name of the connection.
 */
export function priceCalls(
  book: PriceBook,
  isLocal: (connection: string) => boolean,
): (event: NewEvent) => NewEvent {
  return (event) => {
    if (event.type !== "call-end" || !event.usage) return event
    const cost = isLocal(event.connection) ? 0 : book.cost(event.model, event.usage)
    return cost === undefined ? event : { ...event, cost }
  }
}
