import { CodeEditor } from "../../editor/code-editor.tsx"
import type { Language } from "../../editor/languages.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import styles from "./inputs.module.css"

interface LargeEditorProps {
  title: string
  language: Language
  text: string
  problem: string | undefined
  onChange(text: string): void
  onClose(): void
}

/** A long value over the page, in an editor with room; what is typed is taken as it is typed. */
export function LargeEditor({ title, language, text, problem, onChange, onClose }: LargeEditorProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="large"
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
      note={
        problem && (
          <span className={styles.wrong} role="alert">
            {problem}
          </span>
        )
      }
    >
      <div className={styles.large}>
        <CodeEditor label={title} language={language} text={text} minLines={18} onChange={onChange} />
      </div>
    </Dialog>
  )
}
