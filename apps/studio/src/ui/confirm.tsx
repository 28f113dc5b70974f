import { type ReactNode, useSyncExternalStore } from "react"
import { Button } from "./button.tsx"
import { Dialog } from "./dialog.tsx"

export interface Question {
  title: string
  text?: ReactNode
  /** The word on the button: "Delete". */
  action: string
  /** The word that leaves all as it is, default "Cancel". */
  cancel?: string
  danger?: boolean
}

interface Asked extends Question {
  answer: (yes: boolean) => void
}

let asked: Asked | null = null
const listeners = new Set<() => void>()
const change = (next: Asked | null) => {
  asked = next
  for (const listener of listeners) listener()
}

/** Asks before what cannot be undone: `if (await confirm({ title: "Delete 3 runs?", action: "Delete", danger: true }))`. */
export function confirm(question: Question): Promise<boolean> {
  asked?.answer(false)
  return new Promise((resolve) => {
    change({
      ...question,
      answer(yes) {
        change(null)
        resolve(yes)
      },
    })
  })
}

/** Once in the page. */
export function ConfirmRegion() {
  const question = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => asked,
  )
  if (!question) return null
  return (
    <Dialog
      open
      size="small"
      onOpenChange={(open) => open || question.answer(false)}
      title={question.title}
      footer={
        <>
          <Button onClick={() => question.answer(false)}>{question.cancel ?? "Cancel"}</Button>
          <Button variant={question.danger ? "danger" : "primary"} onClick={() => question.answer(true)}>
            {question.action}
          </Button>
        </>
      }
    >
      {question.text}
    </Dialog>
  )
}
