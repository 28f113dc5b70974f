import { type RefObject, useEffect, useMemo } from "react"

/** Pixels below the upper edge of the pane where the view begins, and the part of its height that is looked at first. */
const MARGIN = 16
const UPPER_PART = 0.25
/** What comes to the top so long after scrolling is there because of it. */
const SCROLL_MS = 500

type Tell = (isNear: boolean) => void
/** `isScrolled`: somebody went there; else cards around it have grown. */
type OnTop = (place: number, isScrolled: boolean) => void

/**
 * Where the cards of a pane are: which are near what is seen (a view's height above and below it), and which is at the
 * top. It looks when the pane is scrolled or something in it has another size, and finds the places by halves: observers
 * of intersections would look at every card in every frame, also while somebody types.
 */
export class CardPlaces {
  readonly #watched = new Map<number, { tell: Tell; isNear: boolean }>()
  readonly #onTop: OnTop
  #view: { pane: Element; list: Element } | undefined
  #isDue = false
  #scrolledAt = Number.NEGATIVE_INFINITY

  constructor(onTop: OnTop) {
    this.#onTop = onTop
  }

  watch(place: number, tell: Tell): () => void {
    const watched = { tell, isNear: false }
    this.#watched.set(place, watched)
    this.#due()
    return () => {
      if (this.#watched.get(place) === watched) this.#watched.delete(place)
    }
  }

  begin(pane: Element, list: Element): () => void {
    this.#view = { pane, list }
    const due = () => this.#due()
    const scrolled = () => {
      this.#scrolledAt = performance.now()
      this.#due()
    }
    const sizes = new ResizeObserver(due)
    sizes.observe(pane)
    sizes.observe(list)
    pane.addEventListener("scroll", scrolled, { passive: true })
    this.#look()
    return () => {
      this.#view = undefined
      sizes.disconnect()
      pane.removeEventListener("scroll", scrolled)
    }
  }

  #due(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      this.#look()
    })
  }

  #look(): void {
    if (!this.#view) return
    const { pane, list } = this.#view
    const { top, height } = pane.getBoundingClientRect()
    const places = list.children
    const firstBelow = (edge: number, side: "top" | "bottom") =>
      firstOf(places.length, (i) => (places[i] as Element).getBoundingClientRect()[side] > edge)
    const first = firstBelow(top - height, "bottom")
    const end = firstBelow(top + 2 * height, "top")
    for (const [place, watched] of this.#watched) {
      const isNear = place >= first && place < end
      if (isNear === watched.isNear) continue
      watched.isNear = isNear
      watched.tell(isNear)
    }
    const atTop = firstBelow(top + MARGIN, "bottom")
    if (atTop < firstBelow(top + height * UPPER_PART, "top"))
      this.#onTop(atTop, performance.now() - this.#scrolledAt < SCROLL_MS)
  }
}

/** The first of `count` for which it is so, given that it is so for all after it; `count` where there is none. */
function firstOf(count: number, isSo: (index: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSo(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The places of the cards in `list`, from when both are there. */
export function useCardPlaces(
  pane: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  onTop: OnTop,
): CardPlaces {
  const places = useMemo(() => new CardPlaces(onTop), [onTop])
  useEffect(
    () => (pane.current && list.current ? places.begin(pane.current, list.current) : undefined),
    [pane, list, places],
  )
  return places
}
