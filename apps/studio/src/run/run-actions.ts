import type { StudioRun } from "@internal/schema/studio"
import { call } from "../api/call.ts"
import { queryClient } from "../api/queries.ts"
import { confirm } from "../ui/confirm.tsx"
import type { ShownError } from "../ui/error-view.tsx"
import { toast } from "../ui/toasts.ts"

type Named = Pick<StudioRun, "name" | "displayName">

const several = (runs: readonly Named[]): string =>
  runs.length === 1 ? (runs[0]?.displayName ?? "the run") : `${runs.length} runs`

/** Does it with one after another; says at the end what could not be done, and why. */
async function each(
  runs: readonly Named[],
  does: (name: string) => Promise<unknown>,
  done: string,
): Promise<boolean> {
  const failed: string[] = []
  for (const { name, displayName } of runs)
    await does(name).catch((thrown: ShownError) => {
      failed.push([displayName, thrown.message, thrown.hint].filter(Boolean).join(": "))
    })
  await Promise.all(
    ["runs.list", "runs.get"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
  )
  if (failed.length > 0)
    toast({ kind: "error", title: `${done}: not all`, text: failed.slice(0, 3).join("\n"), duration: 10_000 })
  else toast({ kind: "done", title: `${done}: ${several(runs)}` })
  return failed.length === 0
}

export const archiveRuns = (runs: readonly Named[]) =>
  each(runs, (name) => call("runs.archive", { query: { name } }), "Archived")

export const restoreRuns = (runs: readonly Named[]) =>
  each(runs, (name) => call("runs.restore", { query: { name } }), "Restored")

export async function cancelRuns(runs: readonly Named[]): Promise<boolean> {
  const isSure = await confirm({
    title: `Cancel ${several(runs)}?`,
    text: "Lines that are under way may end; the rest does not run. You can go on with it later.",
    action: runs.length === 1 ? "Cancel the run" : "Cancel the runs",
    cancel: runs.length === 1 ? "Let it run" : "Let them run",
    danger: true,
  })
  if (!isSure) return false
  return each(runs, (name) => call("runs.cancel", { query: { name }, body: { now: false } }), "Asked to end")
}

export const pauseRuns = (runs: readonly Named[]) =>
  each(runs, (name) => call("runs.pause", { query: { name } }), "Asked to pause")

export async function deleteRuns(runs: readonly Named[]): Promise<boolean> {
  const isSure = await confirm({
    title: `Delete ${several(runs)}?`,
    text: "Outputs, logs, metrics and the kept files of the flow are deleted. This cannot be undone.",
    action: "Delete",
    danger: true,
  })
  return isSure && each(runs, (name) => call("runs.delete", { query: { name } }), "Deleted")
}
