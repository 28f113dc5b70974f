/** Popups that close when something of them is chosen: what they belong to is where the focus goes on. */
const PASSING = "[role=menu], [role=listbox], [data-passing]"
let last: Element | null = null
if (typeof document !== "undefined")
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && !target.closest(PASSING)) last = target
  })

/** Where the focus is, or was before a menu took it, with what stands around that. */
export function placeOfFocus(): Element[] {
  const around: Element[] = []
  for (let at = last; at; at = at.parentElement) around.push(at)
  return around
}

/** Gives the focus back: to the place itself; where that is gone, to the nearest around it that can have it, else to the page. */
export function returnFocus(place: readonly Element[], closing: Element | null): void {
  const now = document.activeElement
  if (now && now !== document.body && !closing?.contains(now)) return // it has been taken already
  const [at, ...around] = place.filter((element) => element.isConnected) as HTMLElement[]
  const isSame = at !== undefined && at === place[0]
  const next = isSame ? at : [at, ...around].find((element) => element && element.tabIndex >= 0)
  ;(next ?? document.querySelector<HTMLElement>("main"))?.focus({ preventScroll: true })
}
