import type { StudioRun } from "@internal/schema/studio"
import { useState } from "react"
import { useLocation } from "wouter"
import { useChange } from "../../api/queries.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { TextField } from "../../ui/text-field.tsx"

/** The flow as it was when it ran, as a new flow of the folder. */
export function CloneDialog({ run, onClose }: { run: StudioRun; onClose: () => void }) {
  const [, go] = useLocation()
  const [path, setPath] = useState(`${run.flowName}-of-${run.name}`.replaceAll(/[^\w.-]+/g, "-").slice(0, 80))
  const clone = useChange("flows.clone", ["flows.list"])
  const submit = async () => {
    const made = await clone.mutateAsync({ body: { path, from: { run: run.name } } }).catch(() => null)
    if (made) go(flowAddress(made.path))
  }
  return (
    <Dialog
      open
      size="small"
      onOpenChange={(open) => open || onClose()}
      title="Clone into a new flow"
      description="The files as they were when the run was submitted."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={clone.isPending && "Cloning…"}
            disabled={path.trim() === ""}
            onClick={() => void submit()}
          >
            Clone
          </Button>
        </>
      }
    >
      <Form onSubmit={() => void submit()}>
        <TextField label="Folder of the new flow" code value={path} onChange={setPath} required />
        {clone.error ? <ErrorView error={clone.error} /> : null}
      </Form>
    </Dialog>
  )
}
