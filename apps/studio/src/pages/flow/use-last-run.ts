import { useSyncExternalStore } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import type { NodeStatus } from "../../graph/node-status.ts"

/** Drawn again with everything that a node does: text that is written, what it prints. `""`: any node. */
export function useLastRunVersion(node: string): number {
  const { last } = useFlow()
  return useSyncExternalStore(
    (listener) => last.subscribe(node, listener),
    () => last.version(node),
  )
}

/** What the last run says of a node; drawn again when that changes. */
export function useLastRun(node: string): NodeStatus {
  const { last } = useFlow()
  return useSyncExternalStore(
    (listener) => last.subscribe(node, listener),
    () => last.get(node),
  )
}
