import { onFiles } from "../../api/live-changes.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { toast } from "../../ui/toasts.ts"

/** Flows whose page was left while something of them was not saved, by path: whoever comes back finds it. */
const left = new Map<string, OpenFlow>()

/** Saves what waits. What cannot be saved is kept in this tab, and saved as soon as that can be done. */
export async function leaveFlow(flow: OpenFlow): Promise<void> {
  const { document, path } = flow
  const isSaved = () => document.state === "saved"
  if (isSaved()) return
  left.set(path, flow)
  await document.flush()
  if (isSaved()) takeBack(flow)
  if (left.get(path) !== flow) return
  toast({
    kind: "info",
    title: `Not all of ${path} is saved`,
    text: "It is kept in this tab: come back to the flow to see what keeps it.",
  })
  const forget = document.subscribe("", () => {
    if (isSaved()) takeBack(flow)
    if (left.get(path) !== flow) forget()
  })
}

/** The flow as it was left, for a page that opens the same file. */
export function leftFlow(path: string, file: string): OpenFlow | undefined {
  const flow = left.get(path)
  return flow?.file === file ? flow : undefined
}

/** It is saved, or open again: then its page sees to it. */
export function takeBack(flow: OpenFlow): void {
  if (left.get(flow.path) === flow) left.delete(flow.path)
}

onFiles((paths) => {
  for (const { document } of left.values()) void document.changedOnDisk(paths)
})

globalThis.addEventListener?.("beforeunload", (event) => left.size > 0 && event.preventDefault())
