/** Arithmetic mean; NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]!
  return sum / values.length
}

/** Largest |value|; 0 for an empty list. */
export function magnitude(values: ArrayLike<number>): number {
  let largest = 0
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at]!))
  return largest
}

/** Outside of it squares or cubes of values leave what a number can hold, and values are brought to their size first. */
export function isOrdinarySize(size: number): boolean {
  return size === 0 || (size > 1e-75 && size < 1e75)
}

/** Sample standard deviation (n − 1); NaN below two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const size = magnitude(values)
  if (!isOrdinarySize(size))
    return size * standardDeviation(Float64Array.from(values, (value) => value / size))
  const middle = mean(values)
  let squares = 0
  for (let at = 0; at < values.length; at++) squares += (values[at]! - middle) ** 2
  return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1))
}

/** Skewness m₃ / m₂^1.5 (the biased moment form, SciPy's default); 0 when all values are equal. */
export function skewness(values: ArrayLike<number>): number {
  const size = magnitude(values)
  if (!isOrdinarySize(size)) return skewness(Float64Array.from(values, (value) => value / size))
  const middle = mean(values)
  let [second, third] = [0, 0]
  for (let at = 0; at < values.length; at++) {
    const apart = values[at]! - middle
    second += apart * apart
    third += apart * apart * apart
  }
  second /= values.length
  third /= values.length
  return second === 0 ? 0 : third / second ** 1.5
}

/** Quantile of ascending values by linear interpolation (NumPy's default). */
export function sortedQuantile(ascending: ArrayLike<number>, probability: number): number {
  const position = Math.min(Math.max(probability, 0), 1) * (ascending.length - 1)
  const below = Math.floor(position)
  const low = ascending[below]!
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!
  const share = position - below
  return share === 0 || low === high ? low : low + (high - low) * share
}
