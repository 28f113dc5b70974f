import type { ExperimentTemplate } from "@internal/schema/studio"
import { useChange } from "../../api/queries.ts"
import { AllowDialog, type Asked } from "../../flow/trust-dialog.tsx"
import styles from "./chat.module.css"

/** Asked once for an experiment that was not made here, before any of its flows runs. */
export function ExperimentTrust({
  attached,
  flow,
  ...asked
}: Asked & { attached: ExperimentTemplate; flow: string }) {
  const trust = useChange("experiments.trust", ["experiments.list", "flows.get"])
  return (
    <AllowDialog
      {...asked}
      what={attached.template}
      description="This was not made here. Evaluating runs the code of the flows with your rights, and sends their prompts to the connections that they name."
      busy={trust.isPending}
      error={trust.error}
      allow={() => trust.mutateAsync({ body: { template: attached.template, flow } })}
    >
      <ul className={styles.asks} aria-label="What may run then">
        {attached.asks.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
    </AllowDialog>
  )
}
