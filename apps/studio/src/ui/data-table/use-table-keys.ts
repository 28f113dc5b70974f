import { type KeyboardEvent, useMemo, useState } from "react"
import { extend, nextRow, type Selection, toggle } from "./selection.ts"

interface TableKeys {
  keys: readonly string[]
  selectable: boolean
  selection: Selection
  select: (selection: Selection) => void
  /** Rows in sight. */
  page: number
  show: (at: number) => void
  open: (at: number) => void
}

interface Modifiers {
  shiftKey?: boolean
  ctrlKey?: boolean
  metaKey?: boolean
}

/** The active row: arrows, Home, End and pages move it, Enter opens it, Space selects it, Shift extends, Ctrl/⌘-A takes all. */
export function useTableKeys({ keys, selectable, selection, select, page, show, open }: TableKeys) {
  const [activeKey, setActiveKey] = useState<string | null>(null)
  /** Where a range that Shift extends began. */
  const [from, setFrom] = useState(0)
  // the row stays the active one where others come before it
  const active = useMemo(() => (activeKey === null ? -1 : keys.indexOf(activeKey)), [keys, activeKey])

  const setActive = (at: number, { shiftKey, ctrlKey, metaKey }: Modifiers = {}) => {
    const key = keys[at]
    if (key === undefined) return
    setActiveKey(key)
    if (selectable && shiftKey) select(extend(selection, keys, from, at))
    else {
      setFrom(at)
      if (selectable && (ctrlKey || metaKey)) select(toggle(selection, key))
    }
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // keys of what is in a cell are its own
    if (event.target !== event.currentTarget || event.altKey) return
    const mod = event.ctrlKey || event.metaKey
    if (mod && event.key.toLowerCase() === "a" && selectable) select(new Set(keys))
    else if (mod) return
    else if (event.key === "Enter" && active >= 0) open(active)
    else if (event.key === " " && selectable && active >= 0) setActive(active, { ctrlKey: true })
    else if (event.key === "Escape" && selection.size > 0) select(new Set())
    else {
      const next = nextRow(event.key, active, keys.length, page)
      if (next === null) return
      if (event.shiftKey && from === -1) setFrom(Math.max(0, active))
      setActive(next, { shiftKey: event.shiftKey })
      show(next)
    }
    event.preventDefault()
  }
  return { active, setActive, onKeyDown }
}
