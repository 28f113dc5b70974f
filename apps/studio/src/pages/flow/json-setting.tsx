import { Maximize2 } from "lucide-react"
import { useState } from "react"
import { readJson } from "../../flow/json-text.ts"
import { confirm } from "../../ui/confirm.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./form.module.css"
import { LargeEditor } from "./large-editor.tsx"

/** Edits an object or a list with room for it: indented JSON, written when it is done and is JSON. */
export function JsonSetting({
  name,
  value,
  onChange,
}: {
  name: string
  value: unknown
  onChange(value: unknown): void
}) {
  const [draft, setDraft] = useState<string>()
  const read = draft === undefined || draft.trim() === "" ? undefined : readJson(draft)
  const problem =
    read && "problem" in read ? `Line ${read.line}, column ${read.column}: ${read.problem}` : undefined
  const close = async () => {
    if (problem) {
      const sure = await confirm({
        title: `Leave ${name} as it was?`,
        text: `What you typed is no JSON. ${problem}`,
        action: "Discard",
        danger: true,
      })
      if (!sure) return
    } else if (draft !== undefined && draft !== indented(value))
      onChange(read && "value" in read ? read.value : undefined)
    setDraft(undefined)
  }
  return (
    <span className={styles.beside}>
      <IconButton
        label={`Edit ${name} in a large editor`}
        icon={<Maximize2 />}
        size="small"
        onClick={() => setDraft(indented(value))}
      />
      {draft !== undefined && (
        <LargeEditor
          title={name}
          language="json"
          text={draft}
          problem={problem}
          onChange={setDraft}
          onClose={() => void close()}
        />
      )}
    </span>
  )
}

function indented(value: unknown): string {
  return value === undefined ? "" : typeof value === "string" ? value : `${JSON.stringify(value, null, 2)}\n`
}
