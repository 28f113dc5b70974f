import { Pin } from "lucide-react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { needsOf } from "../../flow/run-needs.ts"
import { Button } from "../../ui/button.tsx"

/** Says on a node that values are pinned which it runs with; shows them. */
export function PinnedMark({ node, onShow }: { node: string; onShow(): void }) {
  const flow = useFlow()
  const count = useFlowSlice(({ cases, outline, variants }) => {
    const pinned = Object.keys(cases.pinned)
    if (pinned.length === 0) return 0 // what most flows have: nothing is looked up for each node then
    return needsOf(outline, { kind: "node", node }, variants).filter(
      ({ key, node: source }) => pinned.includes(key) || pinned.includes(`${source}.output`),
    ).length
  })
  if (count === 0) return null
  return (
    <Button
      size="small"
      variant="quiet"
      icon={<Pin />}
      disabled={flow.running !== undefined}
      onClick={onShow}
    >
      {count} pinned
    </Button>
  )
}
