import { lessThan } from "./order.ts"

/**
 * Python's `sorted(items, key=…, reverse=…)`: stable, `<` only. Short lists are compared in CPython's order (a run from
 * the left, then binary insertion), so that a list of mixed types fails on the same pair.
 */
export function sorted(
  items: Iterable<unknown>,
  key: (item: unknown) => unknown,
  reverse = false,
): unknown[] {
  const entries = Array.from(items, (item) => ({ item, key: key(item) }))
  if (reverse) entries.reverse()
  if (entries.length < 64) insertionSort(entries)
  else entries.sort((a, b) => (lessThan(b.key, a.key) ? 1 : lessThan(a.key, b.key) ? -1 : 0))
  if (reverse) entries.reverse()
  return entries.map((entry) => entry.item)
}

interface Entry {
  item: unknown
  key: unknown
}

function insertionSort(entries: Entry[]): void {
  for (let i = firstRun(entries); i < entries.length; i++) {
    const entry = entries[i] as Entry
    let low = 0
    let high = i
    while (low < high) {
      const middle = (low + high) >> 1
      if (lessThan(entry.key, (entries[middle] as Entry).key)) high = middle
      else low = middle + 1
    }
    entries.splice(i, 1)
    entries.splice(low, 0, entry)
  }
}

/** Length of the ordered run at the start; a strictly falling one is turned round. */
function firstRun(entries: Entry[]): number {
  const before = (i: number) => lessThan((entries[i] as Entry).key, (entries[i - 1] as Entry).key)
  if (entries.length < 2) return entries.length
  let end = 2
  if (before(1)) {
    while (end < entries.length && before(end)) end++
    entries.splice(0, end, ...entries.slice(0, end).reverse())
  } else {
    while (end < entries.length && !before(end)) end++
  }
  return end
}
