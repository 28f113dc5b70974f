import type { StudioRun } from "@internal/schema/studio"
import { Copy, Files } from "lucide-react"
import { useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { Button } from "../../ui/button.tsx"
import { CodeBlock } from "../../ui/code-block.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { CloneDialog } from "./clone-dialog.tsx"
import styles from "./run.module.css"

/** The flow's files as they were when the run was submitted. */
export function SnapshotTab({ run }: { run: StudioRun }) {
  const answer = useAnswer("runs.files", { name: run.name })
  const [chosen, choose] = useState<string | null>(null)
  const [cloning, setCloning] = useState(false)
  if (answer.error) return <ErrorView title="The files could not be read." error={answer.error} />
  if (answer.isPending) return <Skeleton text="Reading the files…" rows={6} />
  const files = answer.data
  if (files.length === 0)
    return <EmptyState icon={<Files />}>This run has kept no files of its flow.</EmptyState>
  const file =
    files.find(({ path }) => path === chosen) ??
    files.find(({ path }) => /flow\.(dag|flex)\.ya?ml$|\.prompty$/.test(path)) ??
    files[0]
  return (
    <div className={styles.snapshot}>
      <ul className={styles.files} aria-label="Files">
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
      <div className={styles.source}>
        <div className={styles.bar}>
          <span className={styles.code}>{file?.path}</span>
          <Button size="small" icon={<Copy />} onClick={() => setCloning(true)}>
            Clone into a new flow…
          </Button>
        </div>
        {file?.text == null ? (
          <EmptyState>This file is no text.</EmptyState>
        ) : (
          <CodeBlock text={file.text} label={file.path} lines={400} />
        )}
      </div>
      {cloning ? <CloneDialog run={run} onClose={() => setCloning(false)} /> : null}
    </div>
  )
}
