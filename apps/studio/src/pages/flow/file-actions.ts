import { editYaml } from "@internal/flow"
import { useLocation } from "wouter"
import { type ApiFailure, call, callFile } from "../../api/call.ts"
import { queryClient } from "../../api/queries.ts"
import { movedPath } from "../../flow/edit-history.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { type FlowFacts, useFlow } from "../../flow/flow-context.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { addressOfMade } from "../../flow/open-made-flow.ts"
import { confirm } from "../../ui/confirm.tsx"
import { formatBytes, formatCount } from "../../ui/format.ts"
import { saveFile } from "../../ui/save-file.ts"
import { toast } from "../../ui/toasts.ts"
import { movedEntry } from "./entry-file.ts"
import { besideName, nodesOf, type UploadPlan } from "./file-plans.ts"
import type { ShownFile } from "./file-tree.ts"

/** What the server reads as text at most. */
const TEXT_BYTES = 5 * 1024 * 1024

export const failed = (thrown: Error & { hint?: string }) =>
  void toast({ kind: "error", title: thrown.message, ...(thrown.hint && { text: thrown.hint }) })
const renew = () => queryClient.invalidateQueries({ queryKey: ["files.list"] })

/** What can be done with the files of a flow: each tells what went wrong, but for those that a dialog waits for. */
export function useFileActions(
  view: FlowFacts,
  selected: string | undefined,
  onOpen: (path: string | undefined) => void,
) {
  const flow = useFlow()
  const [, navigate] = useLocation()
  const base = view.path === "." ? "" : `${view.path}/`
  const isMain = (path: string) => path === flow.file

  const open = async ({ path, size }: { path: string; size?: number }) => {
    const file = await flow.document.open(path).catch(failed)
    if (file) return onOpen(path)
    if (size === undefined) return
    const isLarge = size > TEXT_BYTES
    toast({
      kind: "info",
      title: isLarge ? `${path} is larger than ${formatBytes(TEXT_BYTES)}.` : `${path} is no text.`,
      action: {
        label: "Download",
        onSelect: () => void save({ path, name: path.split("/").at(-1) ?? path }),
      },
    })
  }
  const save = ({ path, name }: { path: string; name: string }) =>
    callFile("files.bytes", { query: { path } }).then((bytes) => saveFile(bytes, name), failed)

  return {
    open,
    save,
    async make(name: string) {
      await call("files.write", { body: { path: base + name, text: "", base: null } })
      await renew()
      await open({ path: base + name })
    },
    /** `how`: what becomes of those that are there already. */
    async send({ files, clashes }: UploadPlan, how: "replace" | "both", there: ReadonlySet<string>) {
      await flow.document.flush()
      const taken = new Set(there)
      let sent = 0
      for (const { path, file } of files) {
        const isThere = clashes.includes(path)
        const to = isThere && how === "both" ? besideName(path, taken) : path
        taken.add(to)
        const query = { path: base + to, ...(isThere && how === "replace" && { replace: "true" as const }) }
        await call("files.upload", { query, upload: file }).then(() => sent++, failed)
      }
      if (sent > 0) toast({ kind: "done", title: `Uploaded ${formatCount(sent, "file")}` })
      await renew()
    },
    async remove({ path, shown, kind }: ShownFile) {
      const nodes = nodesOf(flow.outline.nodes, shown)
      const isSure = await confirm({
        title: `Delete ${shown}?`,
        text: [
          isMain(path) && "It is the flow's definition: without it there is no flow here.",
          nodes.length > 0 && `${several(nodes)} no longer run: ${nodes.join(", ")}.`,
          kind === "folder" && "What is in it goes too.",
          "It goes to the trash of the opened folder (.millrace/trash).",
        ]
          .filter(Boolean)
          .join(" "),
        action: "Delete",
        danger: true,
      })
      if (!isSure) return
      await flow.document.flush()
      const deleted = await call("files.delete", { query: { path } }).catch(failed)
      if (!deleted) return
      forgetBelow(flow, path)
      if (selected !== undefined && movedPath(selected, path, "") !== undefined) onOpen(undefined)
      if (isMain(path)) navigate("/flows")
      await renew()
      toast({
        title: `Deleted ${shown}`,
        action: {
          label: "Undo",
          onSelect: () =>
            void call("flows.undelete", { body: { trash: deleted.trash } }).then(async () => {
              if (isMain(path)) navigate(await addressOfMade(flow.path))
              await renew()
            }, failed),
        },
      })
    },
    /** Rejects where nothing was renamed. */
    async rename({ path, shown }: ShownFile, to: string) {
      await flow.document.flush()
      if (flow.document.file(path)?.state === "conflict")
        throw new Error(`${shown} was changed on disk, and here: choose one of both first.`)
      if (isMain(path)) {
        await call("files.rename", { body: { path, to: base + to } })
        forgetBelow(flow, path)
        return afterMain(base + to)
      }
      await flow.document.move(path, base + to, `rename ${shown}`, () => followRename(flow, shown, to))
      const shownNow = selected === undefined ? undefined : movedPath(selected, path, base + to)
      if (shownNow !== undefined) onOpen(shownNow)
      await renew()
    },
  }

  /** A prompty is opened where it lies now; a folder without its flow's file is no flow. */
  async function afterMain(to: string): Promise<void> {
    const from = flow.file
    const isPrompty = from.endsWith(".prompty") && to.endsWith(".prompty")
    const back = () =>
      call("files.rename", { body: { path: to, to: from } }).then(
        async () => {
          navigate(await addressOfMade(flow.path))
        },
        (thrown: ApiFailure) => failed(thrown),
      )
    await renew()
    await addressOfMade(to)
    navigate(isPrompty ? flowAddress(to) : "/flows")
    toast({
      kind: isPrompty ? "done" : "info",
      title: isPrompty ? `Renamed to ${to}` : `${view.name} is no flow any more: its definition is ${to}`,
      action: { label: "Undo", onSelect: () => void back() },
    })
  }
}

const several = (nodes: readonly string[]) =>
  nodes.length === 1 ? "A node would" : `${nodes.length} nodes would`

/** Lets go of a file, or of those in a folder. */
function forgetBelow({ document }: OpenFlow, path: string): void {
  for (const file of document.files)
    if (movedPath(file.path, path, "") !== undefined) document.forget(file.path)
}

/** Nodes and variants that named the file, or one in the folder, name it by its new path; so does a flex flow's entry. */
async function followRename(flow: OpenFlow, from: string, to: string): Promise<void> {
  followEntry(flow, from, to)
  for (const node of flow.outline.nodes)
    for (const of of [node, ...node.variants]) {
      const moved = of.source?.path === undefined ? undefined : movedPath(of.source.path, from, to)
      if (moved !== undefined)
        await flow.set(node, ["source", "path"], moved, `rename ${from}`, "id" in of ? of.id : undefined)
    }
}

function followEntry(flow: OpenFlow, from: string, to: string): void {
  const field = (name: string) => {
    const value = flow.outline.fields.find((one) => one.name === name)?.value
    return typeof value === "string" ? value : ""
  }
  const entry = field("entry")
  const after = movedEntry({ entry, code: field("code") }, from, to)
  if (after === undefined || after === entry) return
  if (after === null) {
    toast({
      kind: "info",
      title: `The entry is still ${entry}`,
      text: `No entry can name ${to}: give the file the name of a module, or choose another entry.`,
    })
    return
  }
  const { text } = editYaml(flow.text, { kind: "set", path: ["entry"], value: after }, flow.file)
  flow.document.change([{ path: flow.file, text }], `rename ${from}`)
  toast({ kind: "done", title: `The entry is now ${after}`, text: `It was ${entry}.` })
}
