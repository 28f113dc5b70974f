import type { FlowSummary } from "@internal/schema/studio"
import { call, callFile } from "../../api/call.ts"
import { queryClient } from "../../api/queries.ts"
import { confirm } from "../../ui/confirm.tsx"
import { saveFile } from "../../ui/save-file.ts"
import { toast } from "../../ui/toasts.ts"

const again = () => queryClient.invalidateQueries({ queryKey: ["flows.list"] })

export function failed(title: string) {
  return (thrown: Error & { hint?: string }) =>
    void toast({ kind: "error", title, text: [thrown.message, thrown.hint].filter(Boolean).join(" ") })
}

export async function downloadFlows(flows: readonly FlowSummary[]): Promise<void> {
  for (const flow of flows)
    await callFile("flows.download", { query: { flow: flow.path } }).then(
      (zip) => saveFile(zip, `${flow.name.replace(/\.prompty$/, "")}.zip`),
      failed(`${flow.name} was not downloaded`),
    )
}

/** Asks, and moves them to the trash of the opened folder, from where a press brings them back. */
export async function deleteFlows(
  flows: readonly FlowSummary[],
  all: readonly FlowSummary[],
): Promise<boolean> {
  const names = flows.length === 1 ? (flows[0]?.name ?? "") : `${flows.length} flows`
  const chosen = new Set(flows.map(({ path }) => path))
  const inside = all.filter(
    ({ path }) => !chosen.has(path) && flows.some((flow) => path.startsWith(`${flow.path}/`)),
  )
  const sure = await confirm({
    title: `Delete ${names}?`,
    text: [
      flows.length === 1 ? "It moves" : "They move",
      " to .millrace/trash of the opened folder. Runs stay.",
      inside.length > 0 ? ` These lie in it and go too: ${inside.map(({ path }) => path).join(", ")}.` : "",
    ].join(""),
    action: "Delete",
    danger: true,
  })
  if (!sure) return false
  const gone: { path: string; trash: string }[] = []
  // a flow that lies in another one goes with that
  const whole = flows.filter(({ path }) => !flows.some((other) => path.startsWith(`${other.path}/`)))
  for (const { path, name } of whole)
    await call("flows.delete", { query: { flow: path } }).then(
      ({ trash }) => gone.push({ path, trash }),
      failed(`${name} was not deleted`),
    )
  await again()
  if (gone.length > 0)
    toast({ title: `Deleted ${names}`, action: { label: "Undo", onSelect: () => void bringBack(gone) } })
  return true
}

async function bringBack(gone: readonly { path: string; trash: string }[]): Promise<void> {
  for (const { path, trash } of gone)
    await call("flows.rename", { body: { flow: trash, to: path } }).catch(
      failed(`${path} was not brought back`),
    )
  await again()
}
