import type { FlowView } from "@internal/schema/studio"
import { useEffect, useMemo, useState } from "react"
import { onFiles } from "../../api/live-changes.ts"
import { OpenFlow } from "../../flow/open-flow.ts"
import { useServerProblems } from "../../flow/use-problems.ts"

/** The flow of a page, opened: it follows the disk and tests by others, and what is typed is not lost when it is left. */
export function useOpenFlow(
  view: FlowView,
  folder: string,
): { flow: OpenFlow; state: "reading" | "open" | Error } {
  const { path, file } = view
  const flow = useMemo(() => new OpenFlow(path, file, folder), [path, file, folder])
  const [state, setState] = useState<"reading" | "open" | Error>("reading")
  useServerProblems(flow, view, folder)
  useEffect(() => {
    flow.load().then(
      () => setState("open"),
      (thrown: Error) => setState(thrown),
    )
    return onFiles((paths) => void flow.document.changedOnDisk(paths))
  }, [flow])
  useEffect(() => (state === "open" ? flow.follow() : undefined), [flow, state])
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => flow.document.state !== "saved" && event.preventDefault()
    addEventListener("beforeunload", leave)
    return () => {
      removeEventListener("beforeunload", leave)
      void flow.document.flush()
    }
  }, [flow])
  return { flow, state }
}
