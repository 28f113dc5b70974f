import type { MillraceError } from "./error.ts"
import type { ApiCall } from "./event.ts"

const calls = new WeakMap<object, ApiCall[]>()

/** Keeps the traced calls of a node that failed beside its error. */
export function noteCalls(error: MillraceError, made: ApiCall[]): void {
  calls.set(error, made)
}

/** What `noteCalls` kept; empty without tracing. */
export function callsOf(error: unknown): ApiCall[] {
  return (typeof error === "object" && error !== null && calls.get(error)) || []
}
