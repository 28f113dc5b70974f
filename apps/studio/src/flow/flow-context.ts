import type { FlowOutline } from "@internal/flow"
import type { FlowView } from "@internal/schema/studio"
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react"
import type { OpenFile } from "./open-files.ts"
import type { OpenFlow } from "./open-flow.ts"

/** What the frame of a page that works on a flow says of it. */
export type FlowFacts = Pick<FlowView, "path" | "name" | "kind" | "file" | "isChat">

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

/** A number for each change of inputs, tests and cases; not for what is typed in files, which is much more often. */
export function useTestsVersion(): number {
  const flow = useFlow()
  return useSyncExternalStore(
    (listener) => flow.subscribe(listener),
    () => flow.testsVersion,
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

const SETTLED_MS = 250

/** A file as it is when nobody has typed in it for a moment: for what is made of its text, and is not the text. */
export function useSettledFile(path: string | undefined): OpenFile | undefined {
  const { document } = useFlow()
  const [settled, settle] = useState(() => (path === undefined ? undefined : document.file(path)))
  useEffect(() => {
    const take = () => settle(path === undefined ? undefined : document.file(path))
    take()
    let timer: ReturnType<typeof setTimeout> | undefined
    const leave = document.subscribe(path ?? "\0", () => {
      clearTimeout(timer)
      timer = setTimeout(take, SETTLED_MS)
    })
    return () => {
      leave()
      clearTimeout(timer)
    }
  }, [document, path])
  return settled
}
