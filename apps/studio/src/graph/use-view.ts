import { type OnMove, useReactFlow, useStore, useStoreApi } from "@xyflow/react"
import { useCallback, useEffect, useRef } from "react"
import { FIT } from "./graph-controls.tsx"
import { HEIGHT, WIDTH } from "./graph-node.tsx"
import type { Places } from "./layout-protocol.ts"

const MARGIN = 12
/** Below this scale nobody reads a name; what is looked for is shown at the other. */
const READABLE = 0.45
const NEAR = 0.8
/** So long a graph takes to be fitted. */
const FITTED_MS = 60

/**
 * Moves the view so that a place is in it; not at all where it is already. `isSought`: so near, too, that what is there can be
 * read.
 */
export function useGoTo(): (place: { x: number; y: number } | undefined, isSought?: boolean) => void {
  const flow = useReactFlow()
  const store = useStoreApi()
  return useCallback(
    (place, isSought = false) => {
      const { transform, width, height } = store.getState()
      const [dx, dy, zoom] = transform
      if (!place || width === 0) return
      const [left, top] = [place.x * zoom + dx, place.y * zoom + dy]
      const isSeen =
        left >= MARGIN &&
        top >= MARGIN &&
        left + WIDTH * zoom <= width - MARGIN &&
        top + HEIGHT * zoom <= height - MARGIN
      const isFar = isSought && zoom < READABLE
      if (isSeen && !isFar) return
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
      const options = { zoom: isFar ? NEAR : zoom, duration: isStill ? 0 : 150 }
      void flow.setCenter(place.x + WIDTH / 2, place.y + HEIGHT / 2, options)
    },
    [flow, store],
  )
}

/** The node whose card is looked at is in view, and near where it was `sought`. */
export function useSelectedInView(
  selected: string | undefined,
  places: Places | undefined,
  sought: number,
): void {
  const goTo = useGoTo()
  const last = useRef({ selected, sought: 0 }) // what is selected at first is in the graph that is fitted
  useEffect(() => {
    const place = selected === undefined ? undefined : places?.[selected]
    const isSought = sought !== last.current.sought
    if (!place || (selected === last.current.selected && !isSought)) return
    const go = () => {
      last.current = { selected, sought }
      goTo(place, isSought)
    }
    if (!isSought) return go()
    // a graph that has just been opened, or got a node, is fitted first
    const timer = setTimeout(go, FITTED_MS)
    return () => clearTimeout(timer)
  }, [selected, places, sought, goTo])
}

/**
 * The whole graph is in view: at first, when nodes have come or gone, and in another size until somebody moves it by hand. What is
 * answered hears of that.
 */
export function useFit(isLaidOut: boolean, count: number): OnMove {
  const flow = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const byHand = useRef<number>(undefined)
  const fitted = useRef("")
  useEffect(() => {
    if (!isLaidOut || width === 0 || height === 0 || byHand.current === count) return
    const now = `${count} ${width} ${height}`
    if (fitted.current === now) return // only its wires are others
    byHand.current = undefined
    const frame = requestAnimationFrame(() => {
      fitted.current = now
      void flow.fitView(FIT)
    })
    return () => cancelAnimationFrame(frame)
  }, [isLaidOut, count, width, height, flow])
  return useCallback(
    (event) => {
      if (event) byHand.current = count
    },
    [count],
  )
}
