import type { FlowView } from "@internal/schema/studio"
import { FilePlus, FileText, Folder, Upload } from "lucide-react"
import { useRef, useState } from "react"
import { call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { useFlow } from "../../flow/flow-context.ts"
import { Button } from "../../ui/button.tsx"
import { classNames } from "../../ui/class-names.ts"
import { confirm } from "../../ui/confirm.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { ContextMenu } from "../../ui/menu.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { TextField } from "../../ui/text-field.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"

/** The files of the flow's folder: open, make, rename, delete, upload. */
export function FilesPane({
  view,
  selected,
  onOpen,
}: {
  view: FlowView
  selected: string | undefined
  onOpen(path: string): void
}) {
  const flow = useFlow()
  const files = useAnswer("files.list", { folder: view.path })
  const [asked, ask] = useState<{
    title: string
    value: string
    confirmed(value: string): Promise<unknown>
  }>()
  const upload = useRef<HTMLInputElement>(null)
  const base = view.path === "." ? "" : `${view.path}/`
  const failed = (thrown: Error & { hint?: string }) =>
    toast({ kind: "error", title: thrown.message, ...(thrown.hint && { text: thrown.hint }) })
  const open = async (path: string) => {
    const file = await flow.document.open(path).catch(failed)
    if (file) onOpen(path)
    else toast({ kind: "info", title: `${path} is no text.` })
  }
  const make = async (name: string) => {
    await call("files.write", { body: { path: base + name, text: "", base: null } })
    await open(base + name)
  }
  return (
    <nav className={styles.files} aria-label="Files">
      <div className={styles.filesHead}>
        Files
        <span>
          <IconButton
            label="New file"
            icon={<FilePlus />}
            size="small"
            onClick={() => ask({ title: "New file", value: "", confirmed: make })}
          />
          <IconButton
            label="Upload a file"
            icon={<Upload />}
            size="small"
            onClick={() => upload.current?.click()}
          />
        </span>
        <input
          ref={upload}
          type="file"
          hidden
          aria-hidden="true"
          tabIndex={-1}
          onChange={async (event) => {
            const file = event.target.files?.[0]
            event.target.value = ""
            if (file)
              await call("files.upload", { query: { path: base + file.name }, upload: file }).catch(failed)
          }}
        />
      </div>
      {files.error && <ErrorView error={files.error} />}
      {!files.data && !files.error && <Skeleton text="Reading files" />}
      {files.data?.map(({ path, kind }) => {
        const shown = path.slice(base.length)
        const depth = shown.split("/").length - 1
        const name = shown.split("/").at(-1) ?? shown
        const indent = { paddingLeft: `${12 + depth * 14}px` }
        if (kind === "folder")
          return (
            <div key={path} className={styles.file} style={indent}>
              <Folder size={14} aria-hidden="true" />
              {name}
            </div>
          )
        return (
          <ContextMenu
            key={path}
            items={[
              { label: "Open", onSelect: () => void open(path) },
              {
                label: "Rename",
                onSelect: () =>
                  ask({
                    title: `Rename ${name}`,
                    value: shown,
                    confirmed: (to) => call("files.rename", { body: { path, to: base + to } }),
                  }),
              },
              {
                label: "Delete",
                danger: true,
                onSelect: async () => {
                  if (
                    await confirm({
                      title: `Delete ${shown}?`,
                      text: "It goes to .millrace/trash of the opened folder.",
                      action: "Delete",
                      danger: true,
                    })
                  )
                    await call("files.delete", { query: { path } }).catch(failed)
                },
              },
            ]}
          >
            <button
              type="button"
              className={classNames(styles.file, selected === path && styles.open)}
              style={indent}
              aria-current={selected === path ? "true" : undefined}
              onClick={() => void open(path)}
            >
              <FileText size={14} aria-hidden="true" />
              {name}
            </button>
          </ContextMenu>
        )
      })}
      <Dialog
        open={asked !== undefined}
        onOpenChange={(isOpen) => !isOpen && ask(undefined)}
        size="small"
        title={asked?.title ?? ""}
        footer={
          <Button
            variant="primary"
            disabled={!asked?.value}
            onClick={() => {
              asked?.confirmed(asked.value).then(() => ask(undefined), failed)
            }}
          >
            {asked?.title.split(" ", 1)[0]}
          </Button>
        }
      >
        {asked && (
          <TextField
            label="Path in the flow's folder"
            code
            autoFocus
            value={asked.value}
            onChange={(value) => ask({ ...asked, value })}
          />
        )}
      </Dialog>
    </nav>
  )
}
