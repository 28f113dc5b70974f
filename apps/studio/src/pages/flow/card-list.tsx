import { type RefObject, useEffect, useRef, useState } from "react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { kindOf } from "../../flow/flow-shape-of.ts"
import { KindIcon } from "../../graph/kind-icon.tsx"
import { useGrowing } from "../../ui/growing.ts"
import styles from "./authoring.module.css"
import { NameField } from "./name-field.tsx"
import { useNear } from "./near.ts"
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
  const near = useNear(pane, count > FEW)
  const drawn = useGrowing(count, STEP)
  useCardInView(pane, list, selection, drawn)
  return (
    <div ref={list} className={styles.cardList}>
      {Array.from({ length: drawn }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place in the file; its name is edited
        <CardPlace key={index} index={index} near={near} />
      ))}
      {drawn < count && <div style={{ height: (count - drawn) * USUAL_HEIGHT }} />}
    </div>
  )
}

function CardPlace({ index, near }: { index: number; near: ReturnType<typeof useNear> }) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(near === undefined)
  const height = useRef<number>(undefined)
  const hadFocus = useRef(false)
  useEffect(() => {
    const element = place.current
    if (!near || !element) {
      setNear(true)
      return
    }
    return near.watch(element, (is) => {
      const holdsFocus = element.contains(document.activeElement)
      if (!is && holdsFocus) return
      if (!is) height.current = element.offsetHeight
      hadFocus.current = is && holdsFocus
      setNear(is)
    })
  }, [near])
  useEffect(() => {
    if (!isNear || !hadFocus.current) return
    hadFocus.current = false
    place.current?.querySelector<HTMLInputElement>("input")?.focus({ preventScroll: true })
  }, [isNear])
  return (
    <div
      ref={place}
      data-place={index}
      style={isNear ? undefined : { minHeight: height.current ?? USUAL_HEIGHT }}
    >
      {isNear ? <NodeCard index={index} /> : <FarCard index={index} />}
    </div>
  )
}

/** A card that nobody sees: what it is called, so that it is found and reached by keyboard. */
function FarCard({ index }: { index: number }) {
  const flow = useFlow()
  const node = useFlowSlice((open) => open.node(index))
  if (!node) return null
  return (
    <section className={styles.card} data-card={node.name} aria-label={`Node ${node.name}`}>
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

/** The graph marks the node whose card is at the top of the view. */
function useCardInView(
  pane: RefObject<HTMLDivElement | null>,
  list: RefObject<HTMLDivElement | null>,
  selection: Selection,
  count: number,
): void {
  const flow = useFlow()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other nodes have other places
  useEffect(() => {
    const seen = new Set<number>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const index = Number((target as HTMLElement).dataset.place)
          if (isIntersecting) seen.add(index)
          else seen.delete(index)
        }
        const name = flow.outline.nodes[Math.min(...seen)]?.name
        if (name !== undefined) selection.follow(name)
      },
      { root: pane.current, rootMargin: "-16px 0px -75% 0px" },
    )
    for (const place of list.current?.querySelectorAll("[data-place]") ?? []) observer.observe(place)
    return () => observer.disconnect()
  }, [flow, pane, list, selection, count])
}
