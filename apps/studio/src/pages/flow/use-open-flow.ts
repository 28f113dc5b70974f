import type { FlowView } from "@internal/schema/studio"
import { useEffect, useMemo, useState } from "react"
import { onFiles } from "../../api/live-changes.ts"
import { OpenFlow } from "../../flow/open-flow.ts"
import { useServerProblems } from "../../flow/use-problems.ts"
import { leaveFlow, leftFlow, takeBack } from "./left-flows.ts"

/** The flow of a page, opened: it follows the disk and tests by others, and what is typed is not lost when it is left. */
export function useOpenFlow(
  view: FlowView,
  folder: string,
): { flow: OpenFlow; state: "reading" | "open" | Error } {
  const { path, file } = view
  const flow = useMemo(() => {
    const made = new OpenFlow(path, file, folder)
    return leftFlow(path, made.file) ?? made
  }, [path, file, folder])
  const [state, setState] = useState<"reading" | "open" | Error>("reading")
  useServerProblems(flow, view, folder)
  useEffect(() => {
    takeBack(flow)
    flow.load().then(
      () => setState("open"),
      (thrown: Error) => setState(thrown),
    )
    void flow.document.changedOnDisk("any") // of one that was left
    return onFiles((paths) => void flow.document.changedOnDisk(paths))
  }, [flow])
  useEffect(() => (state === "open" ? flow.follow() : undefined), [flow, state])
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => flow.document.state !== "saved" && event.preventDefault()
    addEventListener("beforeunload", leave)
    return () => {
      removeEventListener("beforeunload", leave)
      void leaveFlow(flow)
    }
  }, [flow])
  return { flow, state }
}
