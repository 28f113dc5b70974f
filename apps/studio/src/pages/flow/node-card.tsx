import type { FlowDiagnostic, FlowView } from "@internal/schema/studio"
import { useState } from "react"
import { useFlow, useFlowSlice, useOutline } from "../../flow/flow-context.ts"
import { classNames } from "../../ui/class-names.ts"
import { ActivationPart } from "./activation-part.tsx"
import styles from "./authoring.module.css"
import { Definition } from "./definition.tsx"
import { NodeFoot } from "./node-foot.tsx"
import { NodeHead } from "./node-head.tsx"
import { useLastRun } from "./use-last-run.ts"
import { Variants } from "./variants.tsx"

/** A node: its head says what it is and did, its body is what it runs and takes, its foot what came out. */
export function NodeCard({
  index,
  view,
  problems,
}: {
  index: number
  view: FlowView
  problems: readonly FlowDiagnostic[]
}) {
  const flow = useFlow()
  const node = useOutline().nodes[index]
  const [areVariantsShown, showVariants] = useState(false)
  const [isFolded, fold] = useState(false)
  useLastRun(node?.name ?? "")
  const picked = useFlowSlice((open) => open.variants[node?.name ?? ""])
  if (!node) return null
  const stale = flow.last.stale(node.name)
  const chosen = picked ?? node.variants.find(({ isDefault }) => isDefault)?.id
  const variant = node.usesVariants ? node.variants.find(({ id }) => id === chosen) : undefined
  return (
    <section
      className={classNames(styles.card, stale !== undefined && styles.stale)}
      data-card={node.name}
      aria-label={`Node ${node.name}`}
    >
      <NodeHead
        node={node}
        areVariantsShown={areVariantsShown}
        onVariants={() => showVariants(!areVariantsShown)}
        isFolded={isFolded}
        onFold={() => fold(!isFolded)}
      />
      {problems.map((problem) => (
        <p key={`${problem.code} ${problem.line} ${problem.message}`} className={styles.problem}>
          <span className={styles[problem.severity]}>
            {problem.severity === "error" ? "Error" : "Warning"}
          </span>
          <span>
            {problem.message} {problem.hint && <span className={styles.muted}>{problem.hint}</span>}
          </span>
        </p>
      ))}
      {!isFolded &&
        (areVariantsShown && node.variants.length > 0 ? (
          <Variants node={node} view={view} />
        ) : (
          <>
            <Definition node={node} definition={variant ?? node} variant={variant?.id} view={view} />
            {node.activate && <ActivationPart node={node} />}
          </>
        ))}
      <NodeFoot name={node.name} />
    </section>
  )
}
