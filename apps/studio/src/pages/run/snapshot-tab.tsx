import type { StudioRun } from "@internal/schema/studio"
import { Copy, Files, LayoutList } from "lucide-react"
import { useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { languageOf } from "../../editor/languages.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { late } from "../../ui/late.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { CloneDialog } from "./clone-dialog.tsx"
import styles from "./snapshot.module.css"

const SnapshotFlow = late(() => import("./snapshot-flow.tsx"))

const FLOW_FILE = /(^|\/)flow\.dag\.ya?ml$/

/** The flow as it was when the run was submitted: cards and graph of a DAG flow, and its files. Nothing can be changed. */
export function SnapshotTab({ run }: { run: StudioRun }) {
  const answer = useAnswer("runs.files", { name: run.name })
  const [chosen, choose] = useState<string | null>(null)
  const [cloning, setCloning] = useState(false)
  if (answer.error) return <ErrorView title="The files could not be read." error={answer.error} />
  if (answer.isPending) return <Skeleton text="Reading the files…" rows={6} />
  const files = answer.data
  if (files.length === 0)
    return <EmptyState icon={<Files />}>This run has kept no files of its flow.</EmptyState>
  const flow = files.find(({ path, text }) => text !== null && FLOW_FILE.test(path))
  const file =
    files.find(({ path }) => path === chosen) ??
    (flow ? undefined : (files.find(({ path }) => /\.ya?ml$|\.prompty$/.test(path)) ?? files[0]))
  return (
    <div className={styles.snapshot}>
      <nav className={styles.side} aria-label="Snapshot">
        <Button size="small" icon={<Copy />} onClick={() => setCloning(true)}>
          Clone into a new flow…
        </Button>
        <ul className={styles.files} aria-label="Files">
          {flow ? (
            <li>
              <button
                type="button"
                className={styles.entry}
                aria-current={file === undefined}
                onClick={() => choose(null)}
              >
                <LayoutList aria-hidden="true" size={14} />
                Cards and graph
              </button>
            </li>
          ) : null}
          {files.map(({ path }) => (
            <li key={path}>
              <button
                type="button"
                className={styles.file}
                aria-current={path === file?.path}
                title={path}
                onClick={() => choose(path)}
              >
                {path}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {file ? (
        <section className={styles.source} aria-label={file.path}>
          {file.text === null ? (
            <EmptyState>This file is no text.</EmptyState>
          ) : (
            <CodeEditor
              key={file.path}
              label={file.path}
              language={languageOf(file.path)}
              text={file.text}
              readOnly
            />
          )}
        </section>
      ) : (
        <SnapshotFlow
          instead={<Skeleton text="Drawing the flow…" rows={6} />}
          run={run}
          text={flow?.text ?? ""}
          files={files}
        />
      )}
      {cloning ? <CloneDialog run={run} onClose={() => setCloning(false)} /> : null}
    </div>
  )
}
