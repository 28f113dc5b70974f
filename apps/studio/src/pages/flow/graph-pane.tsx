import { lazy, Suspense } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import { useFlowShape } from "../../flow/use-flow-shape.ts"
import { INPUTS } from "../../graph/flow-shape.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./authoring.module.css"
import { type Selection, useSelected } from "./selection.ts"

const FlowGraph = lazy(() => import("../../graph/flow-graph.tsx"))

/** The graph beside the cards. It hears of the flow's shape and of the selection, never of texts. */
export function GraphPane({ selection, onOpen }: { selection: Selection; onOpen(node: string): void }) {
  const flow = useFlow()
  const shape = useFlowShape()
  const selected = useSelected(selection)
  return (
    <section className={styles.graphPane} aria-label="Graph">
      <Suspense fallback={<Skeleton text="Loading the graph" />}>
        <FlowGraph
          shape={shape}
          statuses={flow.last}
          selected={selected}
          onSelect={onOpen}
          onConnect={(from, to) => connect(flow, from, to)}
        />
      </Suspense>
    </section>
  )
}

/** A wire that is drawn becomes an input of the node that it leads to. */
function connect(flow: ReturnType<typeof useFlow>, from: string, to: string): void {
  const { outline } = flow
  const node = outline.nodes.find(({ name }) => name === to)
  const free = node?.inputs.find(({ value }) => value === "" || value === null)
  if (!node) return
  const name = free?.name ?? (from === INPUTS ? (outline.inputs[0]?.name ?? "input") : from)
  const value = from === INPUTS ? `\${inputs.${outline.inputs[0]?.name ?? "input"}}` : `\${${from}.output}`
  void flow.set(node, ["inputs", name], value, `connect ${node.name}`)
}
