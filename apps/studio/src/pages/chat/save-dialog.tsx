import { useState } from "react"
import { call } from "../../api/call.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { formatNumber } from "../../ui/format.ts"
import { TextField } from "../../ui/text-field.tsx"
import { toast } from "../../ui/toasts.ts"
import { withRows } from "./dataset-rows.ts"

/** Saves the conversation as rows of a data file of the flow; a file that is there gets them at its end. */
export function SaveDialog({
  folder,
  rows,
  onClose,
}: {
  /** Of the flow. */
  folder: string
  rows: readonly Record<string, unknown>[]
  onClose(): void
}) {
  const [name, setName] = useState("chat.jsonl")
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error>()
  const file = /\.jsonl$/.test(name) ? name : `${name}.jsonl`
  const wrong = /^[\w][\w .-]*$/.test(name) ? undefined : "A file name: letters, digits, - and _"
  const path = `${folder === "." ? "" : `${folder}/`}data/${file}`
  const count = rows.length === 1 ? "1 row" : `${formatNumber(rows.length)} rows`
  const save = async () => {
    if (wrong) return
    setBusy(true)
    setError(undefined)
    try {
      const there = await call("files.read", { query: { path } }).catch((thrown: { code?: string }) => {
        if (thrown.code === "FILE_NOT_FOUND") return undefined
        throw thrown
      })
      const text = withRows(there?.text ?? "", rows)
      await call("files.write", { body: { path, text, base: there?.version ?? null } })
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
      title="Save the conversation as data"
      description={`${count}, one for each turn that was answered: the inputs with the history as it was, and the reply.`}
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
          hint="Rows are added where the file is there."
        />
      </Form>
      {error && <ErrorView error={error} />}
    </Dialog>
  )
}
