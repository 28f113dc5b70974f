import { type ReactNode, useId, useState } from "react"
import { Button } from "../ui/button.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { ErrorView } from "../ui/error-view.tsx"
import { Form } from "../ui/field.tsx"
import { TextField } from "../ui/text-field.tsx"
import { folderNameProblem } from "./folder-name.ts"

export interface FolderNameDialogProps {
  title: string
  description?: ReactNode
  /** The word on the button, and while it is done. */
  action: string
  doing: string
  initial: string
  /** Paths of flows that are there. */
  taken: ReadonlySet<string>
  label?: string
  size?: "small" | "medium"
  /** Above the name. */
  children?: ReactNode
  submit: (path: string) => Promise<unknown>
  onClose: () => void
}

/** Asks where something new shall lie. Stays open with what went wrong; its caller closes it. */
export function FolderNameDialog(props: FolderNameDialogProps) {
  const {
    title,
    description,
    action,
    doing,
    taken,
    label = "Folder",
    size = "small",
    children,
    submit,
    onClose,
  } = props
  const [path, setPath] = useState(props.initial)
  const [problem, setProblem] = useState<string | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useId()
  const send = async () => {
    const found = folderNameProblem(path, taken)
    setProblem(found)
    if (found || busy) return
    setBusy(true)
    setFailure(null)
    try {
      await submit(path.trim())
    } catch (thrown) {
      setFailure(thrown as Error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description={description}
      size={size}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy && doing}>
            {action}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={() => void send()}>
        {children}
        <TextField
          label={label}
          required
          code
          data-autofocus
          value={path}
          onChange={(value) => {
            setPath(value)
            setProblem(null)
          }}
          error={problem}
          hint="Below the opened folder; / makes folders in it."
        />
        {failure ? <ErrorView error={failure} /> : null}
      </Form>
    </Dialog>
  )
}
