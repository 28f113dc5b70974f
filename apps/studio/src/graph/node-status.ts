import { createContext, useContext, useMemo, useSyncExternalStore } from "react"
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
  /** `""`: any node. */
  subscribe(node: string, listener: () => void): () => void
  /** What a node took for an input in the last run, or the flow gave for an output, as plain data; undefined: nothing is known. */
  taken?(node: string, input: string): unknown
}

const NONE: NodeStatus = {}
const NOTHING: StatusSource = { get: () => NONE, subscribe: () => () => {} }

export const StatusContext = createContext<StatusSource>(NOTHING)

export function useStatuses(): StatusSource {
  return useContext(StatusContext)
}

export function useNodeStatus(node: string): NodeStatus {
  const source = useContext(StatusContext)
  return useSyncExternalStore(
    (listener) => source.subscribe(node, listener),
    () => source.get(node),
  )
}

/** Ids of the nodes that were bypassed; another set only when others were. */
export function useBypassed(source: StatusSource, nodes: readonly { id: string }[]): ReadonlySet<string> {
  const names = useSyncExternalStore(
    (listener) => source.subscribe("", listener),
    () =>
      nodes
        .filter(({ id }) => source.get(id).state === "bypassed")
        .map(({ id }) => id)
        .join("\n"),
  )
  return useMemo(() => new Set(names === "" ? [] : names.split("\n")), [names])
}
