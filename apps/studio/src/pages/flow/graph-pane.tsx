import { useFlow } from "../../flow/flow-context.ts"
import { useFolderImages } from "../../flow/folder-images.ts"
import { useFlowShape } from "../../flow/use-flow-shape.ts"
import { late } from "../../ui/late.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./authoring.module.css"
import { useGraphEdits } from "./graph-edits.ts"
import { type Selection, useSelected, useSought } from "./selection.ts"

const FlowGraph = late(() => import("../../graph/flow-graph.tsx"))

export interface GraphPaneProps {
  selection: Selection
  /** Scrolls to the card of a node. */
  onShow(node: string): void
  /** Goes to it with the focus. */
  onOpen(node: string): void
}

/** The graph beside the cards. It hears of the flow's shape and of the selection, never of texts. */
export function GraphPane({ selection, onShow, onOpen }: GraphPaneProps) {
  const flow = useFlow()
  const shape = useFlowShape()
  const selected = useSelected(selection)
  const sought = useSought(selection)
  const edits = useGraphEdits()
  const imageAddress = useFolderImages(flow.folder)
  return (
    <section className={styles.graphPane} aria-label="Graph">
      <FlowGraph
        instead={<Skeleton text="Loading the graph" />}
        shape={shape}
        statuses={flow.last}
        selected={selected}
        sought={sought}
        onSelect={onShow}
        onOpen={onOpen}
        edits={edits}
        imageAddress={imageAddress}
      />
    </section>
  )
}
