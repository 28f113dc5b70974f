import { createContext, useContext, useSyncExternalStore } from "react"
import type { State } from "../ui/states.ts"

/** What the last run says of a node, as far as the graph shows it. */
export interface NodeStatus {
  state?: State
  /** Milliseconds. */
  duration?: number
  tokens?: number
  /** The condition that was not met, of a bypassed node. */
  condition?: string
  /** Of a bulk test: lines that are done, of how many. */
  count?: string
  /** What has changed since its output. */
  stale?: string
  /** Its output, as plain data. */
  output?: unknown
}

/** Statuses live outside the graph: a node subscribes to its own and nothing else is drawn again. */
export interface StatusSource {
  get(node: string): NodeStatus
  subscribe(node: string, listener: () => void): () => void
}

const NONE: NodeStatus = {}
const NOTHING: StatusSource = { get: () => NONE, subscribe: () => () => {} }

export const StatusContext = createContext<StatusSource>(NOTHING)

export function useNodeStatus(node: string): NodeStatus {
  const source = useContext(StatusContext)
  return useSyncExternalStore(
    (listener) => source.subscribe(node, listener),
    () => source.get(node),
  )
}
