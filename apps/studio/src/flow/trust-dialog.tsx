import type { FlowView } from "@internal/schema/studio"
import type { ReactNode } from "react"
import { useChange } from "../api/queries.ts"
import { Button } from "../ui/button.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { ErrorView } from "../ui/error-view.tsx"

export interface Asked {
  /** What is done once it is allowed; nothing is asked without. */
  wanted: (() => void) | undefined
  onClose(): void
}

/** Asked once for a folder that was not made here, before anything of it runs. */
export function TrustDialog({ view, ...asked }: Asked & { view: Pick<FlowView, "path" | "name"> }) {
  const trust = useChange("flows.trust", ["flows.get"])
  return (
    <AllowDialog
      {...asked}
      what={view.name}
      description="This folder was not made here. Running the flow runs its Python and TypeScript with your rights, and sends its prompts to the connections that it names."
      busy={trust.isPending}
      error={trust.error}
      allow={() => trust.mutateAsync({ body: { flow: view.path } })}
    />
  )
}

/** Asks whether code may run, and then goes on with what was wanted. */
export function AllowDialog({
  wanted,
  onClose,
  what,
  description,
  busy,
  error,
  allow,
  children,
}: Asked & {
  what: string
  description: string
  busy: boolean
  error: Error | null
  allow(): Promise<unknown>
  /** More about what may run. */
  children?: ReactNode
}) {
  return (
    <Dialog
      open={wanted !== undefined}
      onOpenChange={(open) => !open && onClose()}
      size="small"
      title={`Run the code of ${what}?`}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant="primary"
            busy={busy && "Allowing"}
            onClick={() =>
              void allow().then(
                () => {
                  onClose()
                  wanted?.()
                },
                () => {}, // it is shown
              )
            }
          >
            Allow and run
          </Button>
        </>
      }
    >
      {children}
      {error && <ErrorView error={error} />}
    </Dialog>
  )
}
