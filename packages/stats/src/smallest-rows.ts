/** The smallest number ≥ `from` where `enough` starts to hold, taking it as growing; null when 10^7 is not enough. */
export function smallestRows(from: number, enough: (rows: number) => boolean): number | null {
  let [low, high] = [from - 1, from]
  while (!enough(high)) {
    if (high > 1e7) return null
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}
