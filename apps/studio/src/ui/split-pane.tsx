import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from "react"
import { classNames } from "./class-names.ts"
import { asBoolean, asNumber, useRemembered } from "./remembered.ts"
import styles from "./split-pane.module.css"

export interface SplitPaneProps {
  /** Size and collapse are remembered under it. */
  id: string
  /** `row`: side by side. `column`: one above the other. */
  direction?: "row" | "column"
  /** The pane that has a size; the other takes the rest. */
  sized?: "first" | "second"
  first: ReactNode
  second: ReactNode
  /** What the sized pane is: "Files". */
  label: string
  /** Pixels of the sized pane. */
  initial: number
  min?: number
  max?: number
  /** What the other pane keeps at least. */
  rest?: number
  /** Enter or a double click on the bar hides the sized pane. */
  collapsible?: boolean
  /** Where the page itself shows and hides the pane. */
  collapsed?: boolean
  onCollapsedChange?: (collapsed: boolean) => void
  className?: string
}

const STEP = 16

/** Two panes with a bar between them that is dragged, or moved with arrows, Home and End. */
export function SplitPane({
  id,
  direction = "row",
  sized = "first",
  first,
  second,
  label,
  initial,
  min = 120,
  max = 4000,
  rest = 160,
  collapsible,
  collapsed,
  onCollapsedChange,
  className,
}: SplitPaneProps) {
  const name = useId()
  const root = useRef<HTMLDivElement>(null)
  const [size, setSize] = useRemembered(`split.${id}`, initial, asNumber)
  const [hiddenHere, setHiddenHere] = useRemembered(`split.${id}.hidden`, false, asBoolean)
  const [dragged, setDragged] = useState<number | null>(null)
  const hidden = collapsed ?? hiddenHere
  const shown = dragged ?? size

  const limit = (next: number): number => {
    const box = root.current?.getBoundingClientRect()
    const whole = box ? (direction === "row" ? box.width : box.height) : max
    return Math.round(Math.max(min, Math.min(next, max, whole - rest)))
  }
  const hide = (next: boolean) => {
    if (collapsed === undefined) setHiddenHere(next)
    onCollapsedChange?.(next)
  }
  const placeOf = (event: PointerEvent): number => {
    const box = (root.current as HTMLDivElement).getBoundingClientRect()
    const [at, start, end] =
      direction === "row" ? [event.clientX, box.left, box.right] : [event.clientY, box.top, box.bottom]
    return limit(sized === "first" ? at - start : end - at)
  }
  const keys = (event: KeyboardEvent) => {
    const [less, more] = direction === "row" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"]
    const grow = event.key === more ? 1 : event.key === less ? -1 : 0
    const by = grow * (sized === "first" ? 1 : -1) * STEP * (event.shiftKey ? 4 : 1)
    if (grow) setSize(limit(size + by))
    else if (event.key === "Home") setSize(limit(min))
    else if (event.key === "End") setSize(limit(max))
    else if (event.key === "Enter" && collapsible) hide(!hidden)
    else return
    event.preventDefault()
  }
  const pane = (which: "first" | "second", content: ReactNode) => {
    const has = which === sized
    if (has && hidden) return null
    return (
      <div
        id={has ? name : undefined}
        className={has ? styles.sized : styles.rest}
        style={has ? { flexBasis: shown, [direction === "row" ? "minWidth" : "minHeight"]: min } : undefined}
      >
        {content}
      </div>
    )
  }
  return (
    <div
      ref={root}
      className={classNames(styles.split, styles[direction], className)}
      data-dragged={dragged !== null || undefined}
    >
      {pane("first", first)}
      {hidden && !collapsible ? null : (
        // biome-ignore lint/a11y/useSemanticElements: a line that moves is no <hr>
        <div
          role="separator"
          tabIndex={0}
          aria-label={`Width of ${label}`.replace("Width", direction === "row" ? "Width" : "Height")}
          aria-orientation={direction === "row" ? "vertical" : "horizontal"}
          aria-controls={hidden ? undefined : name}
          aria-valuenow={hidden ? 0 : Math.round(shown)}
          aria-valuemin={collapsible ? 0 : min}
          aria-valuemax={Math.max(max, Math.round(shown))}
          className={styles.bar}
          onKeyDown={keys}
          onDoubleClick={() => collapsible && hide(!hidden)}
          onPointerDown={(event) => {
            if (event.button !== 0 || hidden) return
            event.currentTarget.setPointerCapture(event.pointerId)
            setDragged(size)
          }}
          onPointerMove={(event) => dragged !== null && setDragged(placeOf(event))}
          onPointerUp={() => {
            if (dragged === null) return
            setSize(dragged)
            setDragged(null)
          }}
          onPointerCancel={() => setDragged(null)}
        />
      )}
      {pane("second", second)}
    </div>
  )
}
