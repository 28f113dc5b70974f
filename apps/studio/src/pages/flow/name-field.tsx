import { useEffect, useState } from "react"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"

/** A name that is edited where it stands. Enter or leaving takes it, Escape gives it up. */
export function NameField({
  label,
  name,
  onRename,
}: {
  label: string
  name: string
  onRename(to: string): Promise<void>
}) {
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  const take = () => {
    const to = text.trim()
    if (to === name) return
    if (to === "") return setText(name)
    onRename(to).catch((thrown: Error & { hint?: string }) => {
      toast({ kind: "error", title: thrown.message, ...(thrown.hint && { text: thrown.hint }) })
      setText(name)
    })
  }
  return (
    <input
      className={styles.nameField}
      aria-label={label}
      title={text}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") leave(event.currentTarget)
        if (event.key === "Escape") setText(name)
      }}
    />
  )
}

/** The card keeps the focus: what the keyboard does next is meant for it. */
function leave(field: HTMLInputElement): void {
  const card = field.closest<HTMLElement>("[data-card]")
  field.blur()
  card?.focus({ preventScroll: true })
}
