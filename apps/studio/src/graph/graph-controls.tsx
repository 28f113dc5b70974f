import { MiniMap, Panel, useReactFlow } from "@xyflow/react"
import { EyeOff, Lock, LockOpen, Map as MapIcon, Maximize, Network, ZoomIn, ZoomOut } from "lucide-react"
import { IconButton } from "../ui/icon-button.tsx"
import styles from "./graph.module.css"

/** Room for the buttons; nodes that are still to be drawn count. */
export const FIT = {
  includeHiddenNodes: true,
  padding: { top: "24px", right: "24px", bottom: "24px", left: "64px" },
  maxZoom: 1,
} as const

export interface GraphControlsProps {
  isLocked: boolean | undefined
  onLock(isLocked: boolean): void
  isMapShown: boolean
  onMap(isShown: boolean): void
  /** Undefined where nothing was moved by hand. */
  onLayOut: (() => void) | undefined
  /** How many nodes were bypassed, and whether their branches are collapsed. */
  bypassed: number
  isCollapsed: boolean
  onCollapse(isCollapsed: boolean): void
}

export function GraphControls(props: GraphControlsProps) {
  const flow = useReactFlow()
  const { isLocked, isMapShown, isCollapsed, bypassed } = props
  return (
    <>
      <Panel position="bottom-left" className={styles.controls} role="toolbar" aria-label="View of the graph">
        <IconButton
          side="right"
          label="Zoom in"
          keys="+"
          icon={<ZoomIn />}
          onClick={() => void flow.zoomIn()}
        />
        <IconButton
          side="right"
          label="Zoom out"
          keys="-"
          icon={<ZoomOut />}
          onClick={() => void flow.zoomOut()}
        />
        <IconButton
          side="right"
          label="Fit the graph"
          keys="0"
          icon={<Maximize />}
          onClick={() => void flow.fitView(FIT)}
        />
        <IconButton
          side="right"
          label="Zoom to 1:1"
          keys="1"
          icon={<span className={styles.percent}>1:1</span>}
          onClick={() => void flow.zoomTo(1)}
        />
        <IconButton
          side="right"
          label="Lay out the graph"
          icon={<Network />}
          onClick={() => {
            props.onLayOut?.()
            requestAnimationFrame(() => void flow.fitView(FIT))
          }}
        />
        <IconButton
          side="right"
          label="Minimap"
          pressed={isMapShown}
          icon={<MapIcon />}
          onClick={() => props.onMap(!isMapShown)}
        />
        {bypassed > 1 && (
          <IconButton
            side="right"
            label="Collapse bypassed branches"
            pressed={isCollapsed}
            icon={<EyeOff />}
            onClick={() => props.onCollapse(!isCollapsed)}
          />
        )}
        {isLocked !== undefined && (
          <IconButton
            side="right"
            label="Lock the graph"
            pressed={isLocked}
            icon={isLocked ? <Lock /> : <LockOpen />}
            onClick={() => props.onLock(!isLocked)}
          />
        )}
      </Panel>
      {isMapShown && (
        <MiniMap
          pannable
          zoomable
          ariaLabel="Minimap of the graph"
          nodeColor="var(--border-control)"
          maskColor="var(--graph-mask)"
          bgColor="var(--surface)"
        />
      )}
    </>
  )
}
