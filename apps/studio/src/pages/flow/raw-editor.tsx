import { referenceCompletions } from "@internal/flow"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { completeReferences } from "../../editor/completions.ts"
import { languageOf } from "../../editor/languages.ts"
import { useFile, useFlow, useOutline } from "../../flow/flow-context.ts"
import { placeAt } from "../../flow/problem-places.ts"
import { useEditorProblems } from "../../flow/use-problems.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import styles from "./authoring.module.css"
import type { LinePlace } from "./places.ts"

/** A file as text, instead of the cards. Broken YAML is said where it is, and the cards show what can be made out. */
export function RawEditor({
  path,
  at,
  onClose,
}: {
  path: string
  at?: LinePlace | undefined
  /** Back to the cards; without it there are none. */
  onClose?: () => void
}) {
  const flow = useFlow()
  const outline = useOutline()
  const file = useFile(path)
  const known = useEditorProblems(path)
  if (!file)
    return (
      <EmptyState action={onClose && <Button onClick={onClose}>Back to the cards</Button>}>
        {path} is not there any more: it was moved or deleted.
      </EmptyState>
    )
  const broken =
    path === flow.file
      ? outline.problems.map(({ message, range }) => ({
          ...placeAt(file.text, range.from),
          severity: "error" as const,
          message,
        }))
      : []
  return (
    <section className={styles.raw} aria-label={`${path} as text`}>
      <header className={styles.head}>
        <h2 className={styles.headName}>{path}</h2>
        <span className={styles.space} />
        {onClose && (
          <Button size="small" onClick={onClose}>
            Back to the cards
          </Button>
        )}
      </header>
      <CodeEditor
        key={path}
        label={path}
        language={languageOf(path)}
        text={file.text}
        minLines={30}
        complete={path === flow.file ? completeReferences(referenceCompletions(outline)) : undefined}
        problems={broken.length > 0 ? broken : known}
        goTo={at?.file === path ? at : undefined}
        onChange={(text) => flow.document.change([{ path, text }], `edit ${path}`, `type ${path}`)}
        onUndo={() => void flow.document.undo()}
        onRedo={() => void flow.document.redo()}
      />
    </section>
  )
}
