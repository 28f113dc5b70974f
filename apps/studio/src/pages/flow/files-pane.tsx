import { type DragEvent, useMemo, useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { downloadFlow } from "../../flow/download-flow.ts"
import { type FlowFacts, useFlow } from "../../flow/flow-context.ts"
import { pathProblem } from "../../flow/folder-name.ts"
import { FolderNameDialog } from "../../flow/folder-name-dialog.tsx"
import { neededFiles } from "../../flow/needed-files.ts"
import { Banner } from "../../ui/banner.tsx"
import { classNames } from "../../ui/class-names.ts"
import { ErrorView } from "../../ui/error-view.tsx"
import { droppedFiles, type GivenFile } from "../../ui/given-files.ts"
import { useGrowing } from "../../ui/growing.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./authoring.module.css"
import { ClashDialog } from "./clash-dialog.tsx"
import { failed, useFileActions } from "./file-actions.ts"
import { planUpload, type UploadPlan } from "./file-plans.ts"
import { FileRow, FolderRow } from "./file-row.tsx"
import { type ShownFile, visibleFiles } from "./file-tree.ts"
import own from "./files.module.css"
import { FilesHead } from "./files-head.tsx"

/** Folders with more than this are closed at first. */
const MANY = 8
/** With more files than this a row has no menu until somebody comes near it. */
const MANY_FILES = 60
/** So many rows are drawn at a time. */
const STEP = 300

/** What is asked for a name. */
type Asked = { what: "new"; path: string } | { what: "rename"; file: ShownFile }

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
  const actions = useFileActions(view, selected, onOpen)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [asked, ask] = useState<Asked>()
  const [clash, setClash] = useState<UploadPlan>()
  const [isOver, setOver] = useState(false)
  const base = view.path === "." ? "" : `${view.path}/`
  const there = useMemo(
    () => new Set((files.data ?? []).map(({ path }) => path.slice(base.length))),
    [files.data, base],
  )
  const isOpen = ({ path, children }: ShownFile) => toggled.has(path) !== children <= MANY
  const shown = visibleFiles(files.data ?? [], base, isOpen)
  const drawn = useGrowing(shown.length, STEP)
  const given = (list: GivenFile[]) => {
    const plan = planUpload(neededFiles(list), there)
    if (plan.clashes.length > 0) setClash(plan)
    else void actions.send(plan, "both", there)
  }
  const drag = (event: DragEvent, isInside: boolean) => {
    if (!event.dataTransfer.types.includes("Files")) return
    event.preventDefault()
    setOver(isInside)
  }
  const isMain = asked?.what === "rename" && asked.file.path === flow.file
  return (
    <nav
      className={classNames(styles.files, isOver && own.over)}
      aria-label="Files"
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false)
        void droppedFiles(event.dataTransfer).then(given, failed)
      }}
    >
      <FilesHead
        onNew={() => ask({ what: "new", path: "" })}
        onFiles={given}
        onDownload={() => void downloadFlow({ path: flow.path, name: view.name }).catch(failed)}
      />
      {files.error && <ErrorView error={files.error} />}
      {!files.data && !files.error && <Skeleton text="Reading files" />}
      {shown.slice(0, drawn).map((file) => {
        const change = [
          { label: "Rename", onSelect: () => ask({ what: "rename", file }) },
          file.kind === "file" && { label: "Download", onSelect: () => void actions.save(file) },
          { label: "Delete", danger: true, onSelect: () => void actions.remove(file) },
        ]
        const row = { file, isOfMany: there.size > MANY_FILES }
        return file.kind === "folder" ? (
          <FolderRow
            key={file.path}
            {...row}
            isOpen={isOpen(file)}
            items={[
              { label: "New file in it", onSelect: () => ask({ what: "new", path: `${file.shown}/` }) },
              ...change,
            ]}
            onToggle={() => setToggled(toggledWith(toggled, file.path))}
          />
        ) : (
          <FileRow
            key={file.path}
            {...row}
            isSelected={selected === file.path}
            items={[{ label: "Open", onSelect: () => void actions.open(file) }, ...change]}
            onOpen={() => void actions.open(file)}
          />
        )
      })}
      {asked ? (
        <FolderNameDialog
          title={asked.what === "new" ? "New file" : `Rename ${asked.file.name}`}
          action={asked.what === "new" ? "Create" : "Rename"}
          doing={asked.what === "new" ? "Creating…" : "Renaming…"}
          label="Path in the flow's folder"
          hint="/ makes folders in it."
          initial={asked.what === "new" ? asked.path : asked.file.shown}
          check={(path) => nameProblem(path, there, asked.what === "new" ? undefined : asked.file.shown)}
          submit={async (path) => {
            if (asked.what === "new") await actions.make(path)
            else if (path !== asked.file.shown) await actions.rename(asked.file, path)
            ask(undefined)
          }}
          onClose={() => ask(undefined)}
        >
          {(path) =>
            isMain && asked.file.shown !== path ? <OfMain from={asked.file.name} to={path} /> : null
          }
        </FolderNameDialog>
      ) : null}
      {clash ? (
        <ClashDialog
          clashes={clash.clashes}
          onAnswer={(how) => {
            setClash(undefined)
            if (how) void actions.send(clash, how, there)
          }}
        />
      ) : null}
    </nav>
  )
}

/** The file that says what the flow is gets another name. */
function OfMain({ from, to }: { from: string; to: string }) {
  if (from.endsWith(".prompty") && to.endsWith(".prompty")) return null
  return (
    <Banner
      kind="warn"
      title={`${from} is the flow's definition`}
      hint={`Under another name the studio finds no flow here: this page closes, until the file is called ${from} again.`}
    />
  )
}

function nameProblem(path: string, there: ReadonlySet<string>, before: string | undefined): string | null {
  const problem = pathProblem(path, "the flow's folder, such as prompts/system.jinja2")
  if (problem) return problem
  const typed = path.trim()
  return typed !== before && there.has(typed) ? "There is something of this name already." : null
}

function toggledWith(before: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const after = new Set(before)
  if (!after.delete(path)) after.add(path)
  return after
}
