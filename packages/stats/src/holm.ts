/** Holm's step-down adjusted p values, in the order given; comparing them with α keeps false alarms over the family ≤ α. */
export function holmAdjust(ps: readonly number[]): number[] {
  const order = ps.map((_, at) => at).sort((one, other) => ps[one]! - ps[other]!)
  const adjusted = new Array<number>(ps.length)
  let largest = 0
  order.forEach((at, rank) => {
    largest = Math.max(largest, Math.min(1, ps[at]! * (ps.length - rank)))
    adjusted[at] = largest
  })
  return adjusted
}
