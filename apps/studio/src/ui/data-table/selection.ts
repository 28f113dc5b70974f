/** Selected rows, by key. */
export type Selection = ReadonlySet<string>

export function toggle(selection: Selection, key: string): Selection {
  const next = new Set(selection)
  if (!next.delete(key)) next.add(key)
  return next
}

/** All from one place to another, both included, beside what is selected. */
export function extend(selection: Selection, keys: readonly string[], from: number, to: number): Selection {
  return new Set([...selection, ...keys.slice(Math.min(from, to), Math.max(from, to) + 1)])
}

/** None, some or all of the rows that are shown. */
export function coverage(selection: Selection, keys: readonly string[]): boolean | "some" {
  if (selection.size === 0 || keys.length === 0) return false
  let selected = 0
  for (const key of keys) if (selection.has(key)) selected += 1
  return selected === keys.length ? true : selected > 0 ? "some" : false
}

/** Where a key leads among `count` rows; null where it is none of ours. `page` is how many rows are seen. */
export function nextRow(key: string, active: number, count: number, page: number): number | null {
  const last = count - 1
  const steps: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active < 0 ? 0 : active - 1,
    PageDown: Math.max(0, active) + page,
    PageUp: active - page,
    Home: 0,
    End: last,
  }
  const next = steps[key]
  return next === undefined || count === 0 ? null : Math.max(0, Math.min(last, next))
}
