import { readRemembered, useRemembered } from "../ui/remembered.ts"

const keyOf = (flow: string) => `runtime ${flow}`
const asName = (value: unknown): string | null => (typeof value === "string" ? value : null)

/** The runtime that somebody chose for a flow in this browser; without one the flow finds its own. */
export function chosenRuntime(flow: string): string | undefined {
  return asName(readRemembered(keyOf(flow))) || undefined
}

/** Likewise, and how to choose another; "" is the one that the flow finds. */
export function useChosenRuntime(flow: string): [string, (name: string) => void] {
  return useRemembered(keyOf(flow), "", asName)
}
