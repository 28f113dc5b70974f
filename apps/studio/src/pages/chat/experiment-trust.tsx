import type { ExperimentTemplate } from "@internal/schema/studio"
import { useChange } from "../../api/queries.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import styles from "./chat.module.css"

/** Asked once for an experiment that was not made here, before any of its flows runs. */
export function ExperimentTrust({
  attached,
  flow,
  wanted,
  onClose,
}: {
  attached: ExperimentTemplate
  flow: string
  wanted: (() => void) | undefined
  onClose(): void
}) {
  const trust = useChange("experiments.trust", ["experiments.list", "flows.get"])
  return (
    <Dialog
      open={wanted !== undefined}
      onOpenChange={(open) => !open && onClose()}
      size="small"
      title={`Run the code of ${attached.template}?`}
      description="This was not made here. Evaluating runs the code of the flows with your rights, and sends their prompts to the connections that they name."
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant="primary"
            busy={trust.isPending && "Allowing"}
            onClick={async () => {
              await trust.mutateAsync({ body: { template: attached.template, flow } })
              onClose()
              wanted?.()
            }}
          >
            Allow and run
          </Button>
        </>
      }
    >
      <ul className={styles.asks} aria-label="What may run then">
        {attached.asks.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
      {trust.error && <ErrorView error={trust.error} />}
    </Dialog>
  )
}
