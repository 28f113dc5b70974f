import { type ApiFailure, call } from "../../api/call.ts"
import { queryClient } from "../../api/queries.ts"
import { downloadFlow } from "../../flow/download-flow.ts"
import { confirm } from "../../ui/confirm.tsx"
import { toast } from "../../ui/toasts.ts"
import type { ListedFlow } from "./listed-flow.ts"

const again = () =>
  Promise.all(
    ["flows.list", "flows.deleted"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
  )

export function failed(title: string) {
  return (thrown: Error & { hint?: string }) =>
    void toast({ kind: "error", title, text: [thrown.message, thrown.hint].filter(Boolean).join(" ") })
}

export async function downloadFlows(flows: readonly ListedFlow[]): Promise<void> {
  for (const flow of flows) await downloadFlow(flow).catch(failed(`${flow.name} was not downloaded`))
}

/** Asks, and moves them to the trash of the opened folder, from where a press brings them back. */
export async function deleteFlows(
  flows: readonly ListedFlow[],
  all: readonly ListedFlow[],
): Promise<boolean> {
  const names = several(flows)
  const chosen = new Set(flows.map(({ path }) => path))
  const inside = all.filter(
    ({ path }) => !chosen.has(path) && flows.some((flow) => path.startsWith(`${flow.path}/`)),
  )
  const sure = await confirm({
    title: `Delete ${names}?`,
    text: [
      flows.length === 1 ? "It moves" : "They move",
      " to the trash of the opened folder (.millrace/trash): see the filter Deleted. Runs stay.",
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
    await call("flows.undelete", { body: { trash } }).catch(failed(`${path} was not brought back`))
  await again()
}

/**
 * Moves flows of the trash to where they were. Where something else is there by now, `onTaken` may ask for another place;
 * else it says so.
 */
export async function restoreDeleted(
  flows: readonly ListedFlow[],
  onTaken?: (flow: ListedFlow) => void,
): Promise<boolean> {
  const done: ListedFlow[] = []
  for (const flow of flows)
    if (flow.deleted)
      await call("flows.undelete", { body: { trash: flow.deleted.trash } }).then(
        () => done.push(flow),
        (thrown: ApiFailure) =>
          onTaken && thrown.code === "FILE_EXISTS"
            ? onTaken(flow)
            : failed(`${flow.name} was not restored`)(thrown),
      )
  await again()
  if (done.length > 0) toast({ kind: "done", title: `Restored ${several(done)}` })
  return done.length === flows.length
}

/** Who opens what is deleted may not know. */
export const askToRestore = ({ name, path }: ListedFlow): Promise<boolean> =>
  confirm({
    title: `Restore ${name}?`,
    text: `It is deleted, and opens when it is back at ${path}.`,
    action: "Restore",
  })

export async function purgeFlows(flows: readonly ListedFlow[]): Promise<boolean> {
  const names = several(flows)
  const sure = await confirm({
    title: `Delete ${names} for good?`,
    text: "Its files are deleted from the trash. This cannot be undone. Runs stay.",
    action: "Delete for good",
    danger: true,
  })
  if (!sure) return false
  for (const { name, deleted } of flows)
    if (deleted)
      await call("flows.purge", { query: { trash: deleted.trash } }).catch(failed(`${name} was not deleted`))
  await again()
  return true
}

/** Hides flows from lists, or shows them again; a press takes it back. */
export async function archiveFlows(flows: readonly ListedFlow[], isBack = false): Promise<boolean> {
  const operation = isBack ? "flows.restore" : "flows.archive"
  const done: ListedFlow[] = []
  for (const flow of flows)
    await call(operation, { body: { flow: flow.path } }).then(
      () => done.push(flow),
      failed(`${flow.name} was not ${isBack ? "restored" : "archived"}`),
    )
  await again()
  if (done.length > 0)
    toast({
      kind: "done",
      title: `${isBack ? "Restored" : "Archived"} ${several(done)}`,
      action: { label: "Undo", onSelect: () => void archiveFlows(done, !isBack) },
    })
  return done.length === flows.length
}

const several = (flows: readonly ListedFlow[]): string =>
  flows.length === 1 ? (flows[0]?.name ?? "") : `${flows.length} flows`
