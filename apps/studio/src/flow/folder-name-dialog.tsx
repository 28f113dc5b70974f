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
  taken?: ReadonlySet<string>
  /** What is wrong with a path, where it is none of a flow. */
  check?: (path: string) => string | null
  label?: string
  hint?: string
  size?: "small" | "medium"
  /** Above the name; or of what is typed, below it. */
  children?: ReactNode | ((path: string) => ReactNode)
  submit: (path: string) => Promise<unknown>
  onClose: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** Asks where something new shall lie. Stays open with what went wrong; its caller closes it. */
export function FolderNameDialog(props: FolderNameDialogProps) {
  const {
    title,
    description,
    action,
    doing,
    taken = NONE,
    check = (path) => folderNameProblem(path, taken),
    label = "Folder",
    hint = "Below the opened folder; / makes folders in it.",
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
    const found = check(path)
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
        {typeof children === "function" ? null : children}
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
          hint={hint}
        />
        {typeof children === "function" ? children(path.trim()) : null}
        {failure ? <ErrorView error={failure} /> : null}
      </Form>
    </Dialog>
  )
}
