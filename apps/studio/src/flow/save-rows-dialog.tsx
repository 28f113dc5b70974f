import { useState } from "react"
import { Button } from "../ui/button.tsx"
import { Checkbox } from "../ui/checkbox.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { ErrorView } from "../ui/error-view.tsx"
import { Form } from "../ui/field.tsx"
import { formatNumber } from "../ui/format.ts"
import { TextField } from "../ui/text-field.tsx"
import { toast } from "../ui/toasts.ts"
import { type DataRow, saveRows } from "./save-rows.ts"

interface SaveRowsDialogProps {
  title: string
  /** What a row is. */
  description: string
  /** Below the opened folder: rows go into its `data`. */
  folder: string
  name: string
  rows: readonly DataRow[]
  /** The same rows with more in them, where that is wanted. */
  more?: { label: string; rows: readonly DataRow[] }
  onClose(): void
}

/** Saves rows in a data file of a flow; a file that is there gets them at its end. */
export function SaveRowsDialog({ title, description, folder, more, onClose, ...given }: SaveRowsDialogProps) {
  const [name, setName] = useState(given.name)
  const [isMore, setMore] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error>()
  const rows = isMore && more ? more.rows : given.rows
  const file = /\.jsonl$/.test(name) ? name : `${name}.jsonl`
  const wrong = /^[\w][\w .-]*$/.test(name) ? undefined : "A file name: letters, digits, - and _"
  const path = `${folder === "." ? "" : `${folder}/`}data/${file}`
  const count = rows.length === 1 ? "1 row" : `${formatNumber(rows.length)} rows`
  const save = async () => {
    if (wrong) return
    setBusy(true)
    setError(undefined)
    try {
      await saveRows(path, rows)
      toast({ kind: "done", title: `${count} saved in ${path}` })
      onClose()
    } catch (thrown) {
      setError(thrown as Error)
    }
    setBusy(false)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="small"
      title={title}
      description={`${count}: ${description}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy && "Saving"} disabled={wrong !== undefined} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <Form onSubmit={() => void save()}>
        <TextField
          label="File"
          prefix="data/"
          code
          value={name}
          onChange={setName}
          error={wrong}
          hint={`In ${path}; rows are added where the file is there.`}
        />
        {more ? <Checkbox label={more.label} checked={isMore} onChange={setMore} /> : null}
      </Form>
      {error && <ErrorView error={error} />}
    </Dialog>
  )
}
