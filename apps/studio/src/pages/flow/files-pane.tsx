import { ChevronDown, ChevronRight, Download, FilePlus, Upload } from "lucide-react"
import { useRef, useState } from "react"
import { call, callFile } from "../../api/call.ts"
import { queryClient, useAnswer } from "../../api/queries.ts"
import { type FlowFacts, useFlow } from "../../flow/flow-context.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { Button } from "../../ui/button.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { saveFile } from "../../ui/save-file.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import { TextField } from "../../ui/text-field.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { FileRow, indentOf } from "./file-row.tsx"
import { type ShownFile, visibleFiles } from "./file-tree.ts"

/** Folders with more than this are closed at first. */
const MANY = 8

interface Asked {
  title: string
  action: string
  value: string
  confirmed(value: string): Promise<unknown>
}

/** With more files than this a row has no menu until somebody comes near it. */
const MANY_FILES = 60

/** The files of the flow's folder: open, make, rename, delete, upload, download. */
export function FilesPane({
  view,
  selected,
  onOpen,
}: {
  view: FlowFacts
  selected: string | undefined
  /** Undefined: the file that was shown is not there any more. */
  onOpen(path: string | undefined): void
}) {
  const flow = useFlow()
  const files = useAnswer("files.list", { folder: view.path })
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [asked, ask] = useState<Asked>()
  const upload = useRef<HTMLInputElement>(null)
  const base = view.path === "." ? "" : `${view.path}/`
  const failed = (thrown: Error & { hint?: string }) =>
    toast({ kind: "error", title: thrown.message, ...(thrown.hint && { text: thrown.hint }) })
  const renew = () => queryClient.invalidateQueries({ queryKey: ["files.list"] })
  const open = async (path: string) => {
    const file = await flow.document.open(path).catch(failed)
    if (file) onOpen(path)
    else toast({ kind: "info", title: `${path} is no text.` })
  }
  const make = async (name: string) => {
    await call("files.write", { body: { path: base + name, text: "", base: null } })
    await renew()
    await open(base + name)
  }
  const send = async (given: readonly File[]) => {
    for (const file of given)
      await call("files.upload", { query: { path: base + file.name }, upload: file }).catch(failed)
    await renew()
  }
  const remove = async ({ path, shown }: ShownFile) => {
    const isSure = await confirm({
      title: `Delete ${shown}?`,
      text: "It goes to .millrace/trash of the opened folder.",
      action: "Delete",
      danger: true,
    })
    if (!isSure) return
    await call("files.delete", { query: { path } }).then(() => {
      flow.document.forget(path)
      if (selected === path) onOpen(undefined)
    }, failed)
    await renew()
  }
  const save = async ({ path, name }: ShownFile) =>
    callFile("files.bytes", { query: { path } }).then((bytes) => saveFile(bytes, name), failed)
  const rename = ({ path, shown, name }: ShownFile) =>
    ask({
      title: `Rename ${name}`,
      action: "Rename",
      value: shown,
      confirmed: async (to) => {
        await flow.document.flush()
        await call("files.rename", { body: { path, to: base + to } })
        flow.document.forget(path)
        await flow.document.open(base + to).catch(() => undefined)
        if (selected === path) onOpen(base + to)
        await followRename(flow, shown, to)
        await renew()
      },
    })
  const isOpen = ({ path, children }: ShownFile) => toggled.has(path) !== children <= MANY
  return (
    <nav className={styles.files} aria-label="Files">
      <div className={styles.filesHead}>
        Files
        <span>
          <IconButton
            label="New file"
            icon={<FilePlus />}
            size="small"
            onClick={() => ask({ title: "New file", action: "Create", value: "", confirmed: make })}
          />
          <IconButton
            label="Upload files"
            icon={<Upload />}
            size="small"
            onClick={() => upload.current?.click()}
          />
          <IconButton
            label="Download all files as a zip"
            icon={<Download />}
            size="small"
            onClick={() =>
              void callFile("flows.download", { query: { flow: flow.path } }).then(
                (zip) => saveFile(zip, `${view.name}.zip`),
                failed,
              )
            }
          />
        </span>
        <input
          ref={upload}
          type="file"
          multiple
          hidden
          aria-hidden="true"
          tabIndex={-1}
          onChange={(event) => {
            const given = [...(event.target.files ?? [])]
            event.target.value = ""
            void send(given)
          }}
        />
      </div>
      {files.error && <ErrorView error={files.error} />}
      {!files.data && !files.error && <Skeleton text="Reading files" />}
      {visibleFiles(files.data ?? [], base, isOpen).map((file) =>
        file.kind === "folder" ? (
          <button
            key={file.path}
            type="button"
            className={styles.file}
            style={indentOf(file)}
            aria-expanded={isOpen(file)}
            onClick={() => setToggled(toggledWith(toggled, file.path))}
          >
            {isOpen(file) ? (
              <ChevronDown size={14} aria-hidden="true" />
            ) : (
              <ChevronRight size={14} aria-hidden="true" />
            )}
            {file.name}
          </button>
        ) : (
          <FileRow
            key={file.path}
            file={file}
            isSelected={selected === file.path}
            isOfMany={(files.data?.length ?? 0) > MANY_FILES}
            items={[
              { label: "Open", onSelect: () => void open(file.path) },
              { label: "Rename", onSelect: () => rename(file) },
              { label: "Download", onSelect: () => void save(file) },
              { label: "Delete", danger: true, onSelect: () => void remove(file) },
            ]}
            onOpen={() => void open(file.path)}
          />
        ),
      )}
      <Dialog
        open={asked !== undefined}
        onOpenChange={(isShown) => !isShown && ask(undefined)}
        size="small"
        title={asked?.title ?? ""}
        footer={
          <Button variant="primary" type="submit" form="file-name" disabled={!asked?.value.trim()}>
            {asked?.action}
          </Button>
        }
      >
        {asked && (
          <Form
            id="file-name"
            onSubmit={() => asked.confirmed(asked.value.trim()).then(() => ask(undefined), failed)}
          >
            <TextField
              label="Path in the flow's folder"
              code
              autoFocus
              value={asked.value}
              onChange={(value) => ask({ ...asked, value })}
            />
          </Form>
        )}
      </Dialog>
    </nav>
  )
}

/** Nodes and variants that named the file name it by its new path. */
async function followRename(flow: OpenFlow, from: string, to: string): Promise<void> {
  for (const node of flow.outline.nodes)
    for (const of of [node, ...node.variants])
      if (of.source?.path === from)
        await flow.set(node, ["source", "path"], to, `rename ${from}`, "id" in of ? of.id : undefined)
}

function toggledWith(before: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const after = new Set(before)
  if (!after.delete(path)) after.add(path)
  return after
}
