import type { ConnectionSpec, StudioConnection } from "@internal/schema/studio"
import { useId, useState } from "react"
import { useChange } from "../../api/queries.ts"
import { Button } from "../../ui/button.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { changesOf, draftOf, problemsOf } from "./connection-draft.ts"
import { ConnectionForm } from "./connection-form.tsx"

interface EditDrawerProps {
  spec: ConnectionSpec
  /** None: a new one. */
  connection?: StudioConnection
  taken: ReadonlySet<string>
  onSaved: (name: string) => void
  onClose: () => void
}

export function EditDrawer({ spec, connection, taken, onSaved, onClose }: EditDrawerProps) {
  const form = useId()
  const [draft, setDraft] = useState(() => draftOf(spec, connection))
  const [tried, setTried] = useState(false)
  const create = useChange("connections.create", ["connections.list"])
  const update = useChange("connections.update", ["connections.list"])
  const problems = problemsOf(spec, draft, connection, taken)
  const failure = create.error ?? update.error
  const busy = create.isPending || update.isPending
  const save = async () => {
    setTried(true)
    if (busy) return
    if (Object.keys(problems).length > 0) {
      requestAnimationFrame(() => {
        document.getElementById(form)?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
      })
      return
    }
    const { remove, ...values } = changesOf(spec, draft, connection)
    const name = connection?.name ?? draft.name.trim()
    try {
      if (connection) await update.mutateAsync({ query: { name }, body: { ...values, remove } })
      else await create.mutateAsync({ body: { name, type: spec.type, ...values } })
      onSaved(name)
    } catch {
      // stands in the form
    }
  }
  return (
    <Drawer
      open
      sticky
      size={spec.open ? "medium" : "small"}
      onOpenChange={(open) => open || onClose()}
      title={connection ? `Edit ${connection.name}` : `New ${spec.label} connection`}
      description="Secrets are kept encrypted on this machine and never shown again."
      note="* is needed"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy && "Saving…"}>
            Save
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={() => void save()}>
        <ConnectionForm
          spec={spec}
          connection={connection}
          draft={draft}
          onChange={setDraft}
          problems={tried ? problems : {}}
        />
        {failure ? <ErrorView error={failure} title="The connection was not saved." /> : null}
      </Form>
    </Drawer>
  )
}
