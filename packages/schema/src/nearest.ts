/** "Did you mean `x`?", or nothing if no name is near. */
export function didYouMean(wrong: string, names: Iterable<string>): string {
  const near = nearest(wrong, names)
  return near === undefined ? "" : `Did you mean \`${near}\`?`
}

/** The name with the fewest edits, if a third of the letters or fewer differ. */
export function nearest(wrong: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.floor(wrong.length / 3)) + 1
  for (const name of names) {
    const edits = distance(wrong.toLowerCase(), name.toLowerCase(), least)
    if (edits < least && edits < name.length) {
      best = name
      least = edits
    }
  }
  return best
}

/** Edit distance with swaps of neighbours counted once; stops at `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2]! + 1)
      }
      next.push(edits)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
