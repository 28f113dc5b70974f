/** So long cards come to be as high as they will be: outputs of the last run are read, editors come up. */
const HOLD_MS = 2500
const GESTURES = ["wheel", "touchmove", "pointerdown", "keydown", "focusin"] as const

/**
 * Scrolls a pane to what `find` finds, and again whenever something in the pane has another height, until somebody does
 * something or it has settled. `held` is told each time. Answers how to end it.
 */
export function keepAtTop(
  pane: HTMLElement,
  find: () => HTMLElement | null | undefined,
  held: () => void,
): () => void {
  const scroll = () => {
    const target = find()
    if (!target) return
    target.scrollIntoView({ block: "start", behavior: "auto" })
    held()
  }
  const sizes = new ResizeObserver(scroll)
  for (const child of pane.children) sizes.observe(child)
  const end = () => {
    sizes.disconnect()
    clearTimeout(timer)
    for (const gesture of GESTURES) removeEventListener(gesture, end, { capture: true })
  }
  const timer = setTimeout(end, HOLD_MS)
  for (const gesture of GESTURES) addEventListener(gesture, end, { capture: true, passive: true })
  scroll()
  return end
}
