import { referenceCompletions } from "@internal/flow"
import type { FlowView } from "@internal/schema/studio"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { completeReferences } from "../../editor/completions.ts"
import { languageOf } from "../../editor/languages.ts"
import { useFile, useFlow, useOutline } from "../../flow/flow-context.ts"
import { Button } from "../../ui/button.tsx"
import styles from "./authoring.module.css"
import { problemsIn } from "./problems.ts"

/** A file as text, instead of the cards. Broken YAML is said where it is, and the cards show what can be made out. */
export function RawEditor({ view, path, onClose }: { view: FlowView; path: string; onClose(): void }) {
  const flow = useFlow()
  const outline = useOutline()
  const file = useFile(path)
  if (!file) return null
  const known = problemsIn(view, path).flatMap(({ line, column, severity, message }) =>
    line === undefined ? [] : [{ line, severity, message, ...(column !== undefined && { column }) }],
  )
  const broken =
    path === flow.file
      ? outline.problems.map(({ message, range }) => ({
          ...placeOf(file.text, range.from),
          severity: "error" as const,
          message,
        }))
      : []
  return (
    <section className={styles.raw} aria-label={`${path} as text`}>
      <header className={styles.head}>
        <h2 className={styles.headName}>{path}</h2>
        <span className={styles.space} />
        <Button size="small" onClick={onClose}>
          Back to the cards
        </Button>
      </header>
      <CodeEditor
        key={path}
        label={path}
        language={languageOf(path)}
        text={file.text}
        minLines={30}
        complete={path === flow.file ? completeReferences(referenceCompletions(outline)) : undefined}
        problems={broken.length > 0 ? broken : known}
        onChange={(text) => flow.document.change([{ path, text }], `edit ${path}`, `type ${path}`)}
        onUndo={() => void flow.document.undo()}
        onRedo={() => void flow.document.redo()}
      />
    </section>
  )
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n")
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
