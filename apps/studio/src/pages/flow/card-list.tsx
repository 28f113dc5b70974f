import { type RefObject, useCallback, useEffect, useRef, useState } from "react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { kindOf } from "../../flow/flow-shape-of.ts"
import { KindIcon } from "../../graph/kind-icon.tsx"
import { useGrowing } from "../../ui/growing.ts"
import styles from "./authoring.module.css"
import { type CardPlaces, useCardPlaces } from "./card-places.ts"
import { NameField } from "./name-field.tsx"
import { NodeCard } from "./node-card.tsx"
import type { Selection } from "./selection.ts"

/** Of this many nodes each has its whole card at once. */
const FEW = 30
/** Pixels of a card that nobody has seen yet: were it as low as its name, dozens would be near the view at first. */
const USUAL_HEIGHT = 320
/** So many cards are drawn at a time when a flow is opened. */
const STEP = 100

export interface CardListProps {
  /** What scrolls. */
  pane: RefObject<HTMLDivElement | null>
  selection: Selection
}

/** A card a node. Of a large flow those near the view are whole; the others are their names, as high as they were. */
export function CardList({ pane, selection }: CardListProps) {
  const count = useFlowSlice((flow) => flow.outline.nodes.length)
  const list = useRef<HTMLDivElement>(null)
  const drawn = useGrowing(count, STEP)
  const flow = useFlow()
  // the graph marks the node whose card is at the top of the view
  const follow = useCallback(
    (place: number, isScrolled: boolean) => {
      const name = flow.outline.nodes[place]?.name
      if (name !== undefined && (isScrolled || selection.node === undefined)) selection.follow(name)
    },
    [flow, selection],
  )
  const places = useCardPlaces(pane, list, follow)
  const near = count > FEW ? places : undefined
  return (
    <div ref={list} className={styles.cardList}>
      {Array.from({ length: drawn }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place in the file; its name is edited
        <CardPlace key={index} index={index} places={near} selection={selection} />
      ))}
      {drawn < count && <div style={{ height: (count - drawn) * USUAL_HEIGHT }} />}
    </div>
  )
}

interface CardPlaceProps {
  index: number
  places: CardPlaces | undefined
  selection: Selection
}

function CardPlace({ index, places, selection }: CardPlaceProps) {
  useRenamed(index, selection)
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(places === undefined)
  const height = useRef<number>(undefined)
  /** What of the far card had the focus. */
  const hadFocus = useRef<"[data-card]" | "input">(undefined)
  useEffect(() => {
    const element = place.current
    if (!places || !element) {
      setNear(true)
      return
    }
    return places.watch(index, (is) => {
      const holdsFocus = element.contains(document.activeElement)
      if (!is && holdsFocus) return
      if (!is) height.current = element.offsetHeight
      const isOnCard = document.activeElement?.matches("[data-card]")
      hadFocus.current = is && holdsFocus ? (isOnCard ? "[data-card]" : "input") : undefined
      setNear(is)
    })
  }, [places, index])
  useEffect(() => {
    if (!isNear || !hadFocus.current) return
    place.current?.querySelector<HTMLElement>(hadFocus.current)?.focus({ preventScroll: true })
    hadFocus.current = undefined
  }, [isNear])
  return (
    <div ref={place} style={isNear ? undefined : { minHeight: height.current ?? USUAL_HEIGHT }}>
      {isNear ? <NodeCard index={index} /> : <FarCard index={index} />}
    </div>
  )
}

/** A node that gets another name stays the chosen one. */
function useRenamed(index: number, selection: Selection): void {
  const flow = useFlow()
  const name = useFlowSlice((open) => open.node(index)?.name)
  const before = useRef(name)
  useEffect(() => {
    const old = before.current
    before.current = name
    if (name === undefined || old === name || selection.node !== old) return
    if (!flow.outline.nodes.some((node) => node.name === old)) selection.select(name)
  }, [flow, name, selection])
}

/** A card that nobody sees: what it is called, so that it is found and reached by keyboard. */
function FarCard({ index }: { index: number }) {
  const flow = useFlow()
  const node = useFlowSlice((open) => open.node(index))
  if (!node) return null
  return (
    <section className={styles.card} tabIndex={-1} data-card={node.name} aria-label={`Node ${node.name}`}>
      <header className={styles.head}>
        <KindIcon kind={kindOf(node)} />
        <NameField
          label={`Name of node ${node.name}`}
          name={node.name}
          onRename={(to) => flow.edit({ kind: "node-rename", node: index, to }, `rename ${node.name}`)}
        />
      </header>
    </section>
  )
}
