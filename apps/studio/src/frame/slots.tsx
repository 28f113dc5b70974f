import { createContext, type ReactNode, useContext, useState } from "react"
import { createPortal } from "react-dom"

/** Places of the frame that a page fills: `<Slot name="runtime">…</Slot>` anywhere in the page. */
export type SlotName = "breadcrumb" | "actions" | "runtime"

type Places = Partial<Record<SlotName, HTMLElement | null>>
const PlacesContext = createContext<{
  places: Places
  place: (name: SlotName) => (node: HTMLElement | null) => void
}>({
  places: {},
  place: () => () => {},
})

export function SlotProvider({ children }: { children: ReactNode }) {
  const [places, setPlaces] = useState<Places>({})
  const [refs] = useState(() => {
    const ref = (name: SlotName) => (node: HTMLElement | null) =>
      setPlaces((before) => (before[name] === node ? before : { ...before, [name]: node }))
    return { breadcrumb: ref("breadcrumb"), actions: ref("actions"), runtime: ref("runtime") }
  })
  return <PlacesContext value={{ places, place: (name) => refs[name] }}>{children}</PlacesContext>
}

/** In the frame: where the slot is. */
export function SlotPlace({ name, className }: { name: SlotName; className?: string }) {
  const { place } = useContext(PlacesContext)
  return <div ref={place(name)} className={className} />
}

/** In a page: what stands there. */
export function Slot({ name, children }: { name: SlotName; children: ReactNode }) {
  const node = useContext(PlacesContext).places[name]
  return node ? createPortal(children, node) : null
}
