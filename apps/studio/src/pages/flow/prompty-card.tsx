import { Play } from "lucide-react"
import { useMemo, useState } from "react"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { completeVariables } from "../../editor/completions.ts"
import { useFile, useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { edited, promptyParts, promptyPorts, withFrontValue } from "../../flow/prompty-text.ts"
import { useEditorProblems, useProblems } from "../../flow/use-problems.ts"
import { Button } from "../../ui/button.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { type LinePlace, usePlaces } from "./places.ts"
import { CardProblems, ProblemCount } from "./problem-list.tsx"
import { PromptyForm } from "./prompty-form.tsx"
import { PromptyPorts } from "./prompty-ports.tsx"
import { RawEditor } from "./raw-editor.tsx"

/** A prompty: its front matter as a form, its template in an editor. One that cannot be read is shown as text. */
export function PromptyCard({ path, onText }: { path: string; onText(): void }) {
  const flow = useFlow()
  const file = useFile(path)
  const running = useFlowSlice((open) => open.running)
  const problems = useProblems()
  const places = usePlaces()
  const shown = useEditorProblems(path)
  const text = file?.text ?? ""
  const parts = useMemo(() => promptyParts(path, text), [path, text])
  const inTemplate = useMemo(
    () =>
      parts instanceof Error
        ? []
        : shown
            .filter(({ line }) => line >= parts.line)
            .map((problem) => ({ ...problem, line: problem.line - parts.line + 1 })),
    [shown, parts],
  )
  // once each time that somebody is led there: drawn again, or with other lines above it, the template stays where it is
  const [led, setLed] = useState<{ by?: LinePlace | undefined; to?: LinePlace | undefined }>({})
  if (file && !(parts instanceof Error) && led.by !== places.at) {
    const by = places.at
    const isInside = by?.file === path && by.line >= parts.line
    setLed({ by, to: isInside ? { ...by, line: by.line - parts.line + 1 } : undefined })
  }
  if (!file) return null
  if (parts instanceof Error) return <RawEditor path={path} at={places.at} />
  const change = (label: string, make: (text: string) => string, key?: string) => {
    try {
      const now = flow.document.file(path)?.text ?? ""
      flow.document.change([{ path, text: make(now) }], label, key)
    } catch (thrown) {
      toast({ kind: "error", title: (thrown as Error).message })
    }
  }
  const set = (at: string[], value: unknown) => change(at.join("."), (now) => withFrontValue(now, at, value))
  const rename = (section: string) => (from: string, to: string) =>
    change(`rename ${from}`, (now) => edited(now, { kind: "rename", path: [section, from], to }))
  const inputs = promptyPorts(parts.front, "inputs")
  return (
    <section className={styles.card} data-card="prompty" aria-label="Prompty">
      <header className={styles.head}>
        <h2 className={styles.headName}>{path.split("/").at(-1)}</h2>
        <ProblemCount problems={problems} />
        <span className={styles.space} />
        <Button size="small" variant="quiet" onClick={onText}>
          Edit as text
        </Button>
        <IconButton
          label="Run the prompty"
          icon={<Play />}
          disabled={running !== undefined}
          onClick={() => void flow.run()}
        />
      </header>
      <CardProblems problems={problems} />
      <PromptyForm front={parts.front} onChange={set} />
      <PromptyPorts section="inputs" ports={inputs} onChange={set} onRename={rename("inputs")} />
      <PromptyPorts
        section="outputs"
        ports={promptyPorts(parts.front, "outputs")}
        onChange={set}
        onRename={rename("outputs")}
      />
      <div className={styles.editor} style={{ maxHeight: "none" }}>
        <CodeEditor
          label={`Template of ${path.split("/").at(-1)}`}
          language="jinja"
          text={parts.template}
          minLines={12}
          complete={completeVariables(inputs.map(({ name }) => name))}
          problems={inTemplate}
          goTo={led.to}
          onChange={(template) =>
            change("edit the template", (now) => edited(now, { kind: "template", template }), `type ${path}`)
          }
          onUndo={() => void flow.document.undo()}
          onRedo={() => void flow.document.redo()}
          onRun={() => void flow.run()}
        />
      </div>
    </section>
  )
}
