import { type OnMove, useReactFlow, useStore, useStoreApi } from "@xyflow/react"
import { useCallback, useEffect, useRef } from "react"
import { FIT } from "./graph-controls.tsx"
import { HEIGHT, WIDTH } from "./graph-node.tsx"
import type { Places } from "./layout-protocol.ts"

const MARGIN = 12

/** Moves the view so that a place is in it; not at all where it is already. */
export function useGoTo(): (place: { x: number; y: number } | undefined) => void {
  const flow = useReactFlow()
  const store = useStoreApi()
  return useCallback(
    (place) => {
      const { transform, width, height } = store.getState()
      const [dx, dy, zoom] = transform
      if (!place || width === 0) return
      const [left, top] = [place.x * zoom + dx, place.y * zoom + dy]
      const isSeen =
        left >= MARGIN &&
        top >= MARGIN &&
        left + WIDTH * zoom <= width - MARGIN &&
        top + HEIGHT * zoom <= height - MARGIN
      if (isSeen) return
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
      const options = { zoom, duration: isStill ? 0 : 150 }
      void flow.setCenter(place.x + WIDTH / 2, place.y + HEIGHT / 2, options)
    },
    [flow, store],
  )
}

/** The node whose card is looked at is in view. */
export function useSelectedInView(selected: string | undefined, places: Places | undefined): void {
  const goTo = useGoTo()
  const last = useRef(selected) // what is selected at first is in the graph that is fitted
  useEffect(() => {
    if (selected === last.current || selected === undefined || !places) return
    last.current = selected
    goTo(places[selected])
  }, [selected, places, goTo])
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
  useEffect(() => {
    if (!isLaidOut || width === 0 || height === 0 || byHand.current === count) return
    byHand.current = undefined
    const frame = requestAnimationFrame(() => void flow.fitView(FIT))
    return () => cancelAnimationFrame(frame)
  }, [isLaidOut, count, width, height, flow])
  return useCallback(
    (event) => {
      if (event) byHand.current = count
    },
    [count],
  )
}
