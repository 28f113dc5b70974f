import { editYaml } from "@internal/flow"
import { fromPlain, toPlain, type Value } from "@internal/value"
import { useEffect, useState } from "react"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { languageOf } from "../../editor/languages.ts"
import { useFile, useFlow, useOutline } from "../../flow/flow-context.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { useEditorProblems, useProblems } from "../../flow/use-problems.ts"
import { Button } from "../../ui/button.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { CommitField } from "./commit-field.tsx"
import { entryFile } from "./entry-file.ts"
import { usePlaces } from "./places.ts"
import { CardProblems, ProblemCount } from "./problem-list.tsx"

/** A flex flow: its entry, and the code of that in an editor. */
export function FlexCard({ path, onText }: { path: string; onText(): void }) {
  const flow = useFlow()
  const outline = useOutline()
  const problems = useProblems()
  const field = (name: string) => {
    const value = outline.fields.find((one) => one.name === name)?.value
    return value === undefined ? "" : shownTyped(toPlain(value))
  }
  const entry = field("entry")
  const source = entryFile(entry, field("code"))
  const set = (name: string) => (typed: string) => {
    try {
      const value = typed === "" ? undefined : (fromPlain(typed) as Value)
      const { text } = editYaml(flow.text, { kind: "set", path: [name], value }, flow.file)
      flow.document.change([{ path, text }], name)
    } catch (thrown) {
      toast({ kind: "error", title: (thrown as Error).message })
    }
  }
  return (
    <section className={styles.card} data-card="entry" aria-label="Entry">
      <header className={styles.head}>
        <h2 className={styles.headName}>Entry</h2>
        <ProblemCount problems={problems} />
        <span className={styles.space} />
        <Button size="small" variant="quiet" onClick={onText}>
          Edit as text
        </Button>
      </header>
      <CardProblems problems={problems} />
      <div className={styles.part}>
        <div className={styles.settings}>
          <CommitField label="Name" value={field("display_name")} onCommit={set("display_name")} />
          <CommitField
            label="Entry"
            code
            value={entry}
            hint="module:function, module:Class or file.ts:name"
            onCommit={set("entry")}
          />
        </div>
      </div>
      {source !== undefined && <Source key={source} path={source} />}
    </section>
  )
}

function Source({ path }: { path: string }) {
  const flow = useFlow()
  const full = flow.pathOf(path)
  const file = useFile(full)
  const problems = useEditorProblems(full)
  const { at } = usePlaces()
  const [isMissing, setMissing] = useState(false)
  useEffect(() => {
    flow.document.open(full).then(
      (opened) => setMissing(!opened),
      () => setMissing(true),
    )
  }, [flow, full])
  if (!file) return isMissing ? <p className={styles.problem}>{path} is not there.</p> : null
  return (
    <>
      <div className={styles.fileName}>{path}</div>
      <div className={styles.editor} style={{ maxHeight: "none" }}>
        <CodeEditor
          label={`${path} of the entry`}
          language={languageOf(path)}
          text={file.text}
          minLines={16}
          problems={problems}
          goTo={at?.file === full ? at : undefined}
          onChange={(text) => flow.document.change([{ path: full, text }], `edit ${path}`, `type ${full}`)}
          onUndo={() => void flow.document.undo()}
          onRedo={() => void flow.document.redo()}
          onRun={() => void flow.run()}
        />
      </div>
    </>
  )
}
