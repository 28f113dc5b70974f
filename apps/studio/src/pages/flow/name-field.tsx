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

/** What was just added is named next: its suggested name is typed over, once it is drawn. `label` as the field has it. */
export function typeOverName(card: HTMLElement | null | undefined, label: string): void {
  requestAnimationFrame(() => {
    const field = card?.querySelector<HTMLInputElement>(`input[aria-label="${CSS.escape(label)}"]`)
    field?.focus()
    field?.select()
  })
}

/** The card that something in it, a button that was pressed, belongs to. */
export function cardOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>("[data-card]")
}

/** The card keeps the focus: what the keyboard does next is meant for it. */
function leave(field: HTMLInputElement): void {
  const card = cardOf(field)
  field.blur()
  card?.focus({ preventScroll: true })
}
