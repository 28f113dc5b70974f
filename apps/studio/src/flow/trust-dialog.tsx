import type { FlowView } from "@internal/schema/studio"
import { useChange } from "../api/queries.ts"
import { Button } from "../ui/button.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { ErrorView } from "../ui/error-view.tsx"

/** Asked once for a folder that was not made here, before anything of it runs. */
export function TrustDialog({
  view,
  wanted,
  onClose,
}: {
  view: Pick<FlowView, "path" | "name">
  wanted: (() => void) | undefined
  onClose(): void
}) {
  const trust = useChange("flows.trust", ["flows.get"])
  return (
    <Dialog
      open={wanted !== undefined}
      onOpenChange={(open) => !open && onClose()}
      size="small"
      title={`Run the code of ${view.name}?`}
      description="This folder was not made here. Running the flow runs its Python and TypeScript with your rights, and sends its prompts to the connections that it names."
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant="primary"
            busy={trust.isPending && "Allowing"}
            onClick={async () => {
              await trust.mutateAsync({ body: { flow: view.path } })
              onClose()
              wanted?.()
            }}
          >
            Allow and run
          </Button>
        </>
      }
    >
      {trust.error && <ErrorView error={trust.error} />}
    </Dialog>
  )
}
