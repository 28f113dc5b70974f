/**
 * Γ's remainder in Stirling's formula, ln Γ(n+1) − (n+½) ln n + n − ½ ln 2π, for real n > 0.
 * Products of factorials are built from it (Loader's saddle-point form), which keeps full precision for large
 * arguments, where differences of ln Γ would lose half their digits.
 */
export function stirlingRemainder(n: number): number {
  let shifted = n
  let sum = 0
  while (shifted < 16) {
    sum += (shifted + 0.5) * Math.log1p(1 / shifted) - 1
    shifted += 1
  }
  const square = shifted * shifted
  const series = (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square
  return sum + (1 / 12 - (1 / 360 - (1 / 1260 - series) / square) / square) / shifted
}

/** x ln(x/m) + m − x, without cancellation near x = m. */
export function devianceTerm(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const ratio = (x - m) / (x + m)
  let sum = (x - m) * ratio
  let term = 2 * x * ratio
  for (let order = 1; order < 1000; order++) {
    term *= ratio * ratio
    const next = sum + term / (2 * order + 1)
    if (next === sum) break
    sum = next
  }
  return sum
}

/** The binomial density C(n, x) p^x q^(n−x) for real 0 ≤ x ≤ n; `q` is 1 − p, passed on so that no digits are lost. */
export function binomialDensity(x: number, n: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 1 : 0
  if (q === 0) return x === n ? 1 : 0
  if (x === 0) return n === 0 ? 1 : Math.exp(p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q))
  if (x === n) return Math.exp(q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p))
  const exponent =
    stirlingRemainder(n) -
    stirlingRemainder(x) -
    stirlingRemainder(n - x) -
    devianceTerm(x, n * p) -
    devianceTerm(n - x, n * q)
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * x * (n - x)))
}
