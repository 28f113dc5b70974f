import type { FlowOutline } from "@internal/flow"
import { createContext, useContext, useSyncExternalStore } from "react"
import type { OpenFile } from "./flow-document.ts"
import type { OpenFlow } from "./open-flow.ts"

export const FlowContext = createContext<OpenFlow | undefined>(undefined)

/** The flow that is open on this page. */
export function useFlow(): OpenFlow {
  const flow = useContext(FlowContext)
  if (!flow) throw new TypeError("no flow is open here")
  return flow
}

/** Drawn again when anything of the flow changes; for what has no smaller part to look at. */
export function useOutline(): FlowOutline {
  const flow = useFlow()
  return useSyncExternalStore(
    (listener) => flow.subscribe(listener),
    () => flow.outline,
  )
}

/** A number for each change of the flow, its files or what runs. */
export function useFlowVersion(): number {
  const flow = useFlow()
  return useSyncExternalStore(
    (listener) => flow.subscribe(listener),
    () => flow.version,
  )
}

/** One thing of the flow; drawn again when it is another. `read` answers the same value while nothing has changed. */
export function useFlowSlice<T>(read: (flow: OpenFlow) => T): T {
  const flow = useFlow()
  return useSyncExternalStore(
    (listener) => flow.subscribe(listener),
    () => read(flow),
  )
}

export function useFile(path: string | undefined): OpenFile | undefined {
  const { document } = useFlow()
  return useSyncExternalStore(
    (listener) => document.subscribe(path ?? "\0", listener),
    () => (path === undefined ? undefined : document.file(path)),
  )
}
