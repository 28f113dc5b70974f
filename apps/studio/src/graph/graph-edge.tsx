import { BaseEdge, EdgeLabelRenderer, type EdgeProps, useStore } from "@xyflow/react"
import { Pin, PinOff } from "lucide-react"
import { createContext, type MouseEvent, memo, type ReactNode, useContext, useState } from "react"
import { classNames } from "../ui/class-names.ts"
import { IconButton } from "../ui/icon-button.tsx"
import { ValueView } from "../ui/value-view.tsx"
import { type GraphEdge, portName } from "./flow-shape.ts"
import styles from "./graph.module.css"
import { bypassedFor } from "./graph-node.tsx"
import { type StatusSource, useNodeStatus, useStatuses } from "./node-status.ts"
import { describeValue } from "./value-words.ts"
import { pathThrough } from "./wires.ts"

/** Which wires show their values all the time, and an image's address. */
export interface WireTools {
  pinned: ReadonlySet<string>
  pin(wire: string, isPinned: boolean): void
  imageAddress?: (path: string) => string | null
}

export const WireContext = createContext<WireTools>({ pinned: new Set(), pin: () => {} })

/** Gone again when nobody points at it for so long: on the way from the wire to the value. */
const LINGER_MS = 200

/** A wire: pointing at it shows the values that went through it in the last run, a click pins them. */
export const GraphWire = memo(function GraphWire(props: EdgeProps) {
  const { source, target, data, id, sourceX, sourceY, targetX, targetY } = props
  const { references, between } = data as { references: GraphEdge[]; between: { x: number; y: number }[] }
  const path = pathThrough([
    { x: sourceX, y: sourceY },
    ...(between.length > 1 ? between : []),
    { x: targetX, y: targetY },
  ])
  const { pinned, pin } = useContext(WireContext)
  const from = useNodeStatus(source)
  const to = useNodeStatus(target)
  const near = useLingering()
  const isPinned = pinned.has(id)
  const isOpen = near.is || isPinned
  const isDim = from.state === "bypassed" || to.state === "bypassed"
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={classNames(styles.wire, isDim && styles.dimWire, isOpen && styles.openWire)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard it is in the menu of the node */}
      <path
        d={path}
        className={styles.wireTarget}
        data-wire={id}
        onMouseEnter={near.begin}
        onMouseLeave={near.end}
        onClick={() => pin(id, !isPinned)}
      />
      {isOpen && (
        <EdgeLabelRenderer>
          <ValueBox
            x={(sourceX + targetX) / 2}
            y={(sourceY + targetY) / 2}
            near={near}
            onClick={() => isPinned || pin(id, true)}
          >
            <WireValues id={id} references={references} isPinned={isPinned} />
          </ValueBox>
        </EdgeLabelRenderer>
      )}
    </>
  )
})

/** Half the largest box, and a margin, in pixels of the window. */
const HALF = { x: 172, y: 130 }

/** At a place of the graph, in the size of the page at any zoom, and never beyond the pane. */
function ValueBox(props: {
  x: number
  y: number
  near: ReturnType<typeof useLingering>
  /** It lies over its wire: a press that means the wire may meet it. */
  onClick: () => void
  children: ReactNode
}) {
  const { x, y, near, onClick, children } = props
  const [dx, dy, zoom] = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const inside = (at: number, half: number, size: number) =>
    Math.max(half, Math.min(at, Math.max(half, size - half)))
  const left = (inside(x * zoom + dx, HALF.x, width) - dx) / zoom
  const top = (inside(y * zoom + dy, HALF.y, height) - dy) / zoom
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: its button does the same
    <div
      className={classNames(styles.value, "nopan nowheel")}
      style={{ transform: `translate(${left}px, ${top}px) scale(${1 / zoom}) translate(-50%, -50%)` }}
      onMouseEnter={near.begin}
      onMouseLeave={near.end}
      onClick={onClick}
    >
      {children}
    </div>
  )
}

function useLingering() {
  const [is, set] = useState(false)
  const [timer] = useState<{ id?: ReturnType<typeof setTimeout> }>({})
  return {
    is,
    begin: ({ buttons }: MouseEvent) => {
      if (buttons !== 0) return // something is drawn or moved over it
      clearTimeout(timer.id)
      set(true)
    },
    end: () => {
      timer.id = setTimeout(() => set(false), LINGER_MS)
    },
  }
}

function WireValues({
  id,
  references,
  isPinned,
}: {
  id: string
  references: GraphEdge[]
  isPinned: boolean
}) {
  const { pin } = useContext(WireContext)
  return (
    <section aria-label={`Values from ${portName(references[0]?.from)} to ${portName(references[0]?.to)}`}>
      <div className={styles.valuePin}>
        <IconButton
          size="small"
          label={isPinned ? "Unpin the values" : "Pin the values"}
          icon={isPinned ? <PinOff /> : <Pin />}
          onClick={(event) => {
            event.stopPropagation()
            pin(id, !isPinned)
          }}
        />
      </div>
      {references.map((reference) => (
        <WireValue key={reference.id} reference={reference} />
      ))}
    </section>
  )
}

function WireValue({ reference }: { reference: GraphEdge }) {
  const statuses = useStatuses()
  const { imageAddress } = useContext(WireContext)
  const from = useNodeStatus(reference.from)
  const to = useNodeStatus(reference.to)
  const value = valueOn(reference, statuses)
  const isBypassed = from.state === "bypassed"
  return (
    <div className={styles.wireValue}>
      <div className={styles.reference}>
        {reference.input} ← {reference.reference}
      </div>
      {isBypassed || to.state === "bypassed" ? (
        <p className={styles.wireNote}>{bypassedFor(isBypassed ? from : to)}</p>
      ) : value === undefined ? (
        <p className={styles.wireNote}>No value yet: it shows what the last run sent.</p>
      ) : (
        <>
          <div className={styles.valueKind}>
            {describeValue(value)}
            {to.stale !== undefined && ` · stale: ${to.stale}`}
          </div>
          <ValueView
            value={value}
            label={`Value of ${reference.input}`}
            fold={400}
            imageAddress={imageAddress}
          />
        </>
      )}
    </div>
  )
}

/** What the node took; else, of a whole output, what the node before gave. */
function valueOn({ from, to, input, reference }: GraphEdge, statuses: StatusSource): unknown {
  const taken = statuses.taken?.(to, input)
  if (taken !== undefined) return taken
  return reference === `\${${from}.output}` ? statuses.get(from).output : undefined
}
