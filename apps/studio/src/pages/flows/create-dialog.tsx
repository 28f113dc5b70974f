import type { FlowSummary } from "@internal/schema/studio"
import { useState } from "react"
import { Link } from "wouter"
import { call } from "../../api/call.ts"
import { freeName } from "../../flow/folder-name.ts"
import { FolderNameDialog } from "../../flow/folder-name-dialog.tsx"
import { RadioGroup } from "../../ui/radio-group.tsx"
import styles from "./flows.module.css"

type Type = FlowSummary["type"] | "flex" | "prompty"

const TYPES: { value: Type; label: string; hint: string }[] = [
  { value: "standard", label: "Standard", hint: "Prompts, models and code, from inputs to outputs." },
  { value: "chat", label: "Chat", hint: "A conversation: knows what was said before." },
  { value: "evaluation", label: "Evaluation", hint: "Looks at the outputs of a run, and computes metrics." },
  { value: "flex", label: "Flex flow", hint: "A Python function or class: the code says what happens." },
  { value: "prompty", label: "Prompty", hint: "One prompt with its model and its inputs, in one file." },
]
const isType = (text: string): text is Type => TYPES.some(({ value }) => value === text)

interface CreateDialogProps {
  /** Of the address. */
  initial: string
  taken: ReadonlySet<string>
  onMade: (path: string) => Promise<void>
  onClose: () => void
}

export function CreateDialog({ initial, taken, onMade, onClose }: CreateDialogProps) {
  const [type, setType] = useState<Type>(isType(initial) ? initial : "standard")
  return (
    <FolderNameDialog
      title="Create a flow"
      size="medium"
      action="Create"
      doing="Creating…"
      initial={freeName("my-flow", taken)}
      taken={taken}
      submit={async (path) => onMade((await call("flows.create", { body: { path, type } })).path)}
      onClose={onClose}
    >
      <RadioGroup label="Type" look="cards" value={type} onChange={setType} options={TYPES} />
      <p className={styles.gallery}>
        Or begin with <Link href="/gallery">a sample of the gallery</Link>.
      </p>
    </FolderNameDialog>
  )
}
