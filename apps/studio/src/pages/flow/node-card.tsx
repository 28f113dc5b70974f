import { memo, useState } from "react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { useNodeProblems } from "../../flow/use-problems.ts"
import { classNames } from "../../ui/class-names.ts"
import { ActivationPart } from "./activation-part.tsx"
import styles from "./authoring.module.css"
import { Definition } from "./definition.tsx"
import { NodeFoot } from "./node-foot.tsx"
import { NodeHead } from "./node-head.tsx"
import { CardProblems } from "./problem-list.tsx"
import { useLastRun } from "./use-last-run.ts"
import { Variants } from "./variants.tsx"

/** A node: its head says what it is and did, its body is what it runs and takes, its foot what came out. */
export const NodeCard = memo(function NodeCard({ index }: { index: number }) {
  const flow = useFlow()
  const node = useFlowSlice((open) => open.node(index))
  const [areVariantsShown, showVariants] = useState(false)
  const [isFolded, fold] = useState(false)
  useLastRun(node?.name ?? "")
  const problems = useNodeProblems(node?.name ?? "")
  const picked = useFlowSlice((open) => open.variants[node?.name ?? ""])
  if (!node) return null
  const { stale } = flow.last.get(node.name)
  const chosen = picked ?? node.variants.find(({ isDefault }) => isDefault)?.id
  const variant = node.usesVariants ? node.variants.find(({ id }) => id === chosen) : undefined
  return (
    <section
      className={classNames(styles.card, stale !== undefined && styles.stale)}
      tabIndex={-1}
      data-card={node.name}
      aria-label={`Node ${node.name}`}
    >
      <NodeHead
        node={node}
        areVariantsShown={areVariantsShown}
        onVariants={() => showVariants(!areVariantsShown)}
        isFolded={isFolded}
        onFold={() => fold(!isFolded)}
        problems={problems}
      />
      <CardProblems problems={problems} />
      {!isFolded &&
        (areVariantsShown && node.variants.length > 0 ? (
          <Variants node={node} />
        ) : (
          <>
            <Definition node={node} definition={variant ?? node} variant={variant?.id} />
            {(variant ?? node).activate && (
              <ActivationPart node={node} definition={variant ?? node} variant={variant?.id} />
            )}
          </>
        ))}
      <NodeFoot name={node.name} />
    </section>
  )
})
