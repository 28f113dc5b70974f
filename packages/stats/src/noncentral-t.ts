import { normalUpperTail } from "./normal.ts"

/**
 * P(T' > t) for the noncentral t distribution with `df` degrees of freedom and noncentrality `shift`.
 *
 * T' = (Z + shift) / S with S² = χ²/df, so the tail is the mean of P(Z > t·s − shift) over S. Written in ln s the
 * integrand is analytic and dies off on both sides, where the plain trapezoid rule converges exponentially.
 */
export function noncentralTUpperTail(t: number, df: number, shift: number): number {
  const spread = 1 / Math.sqrt(2 * df)
  const step = Math.min(0.05, spread / 6)
  const logDensity = (u: number): number => df * (u + (1 - Math.exp(2 * u)) / 2)
  let weighted = 0
  let total = 0
  const add = (u: number): boolean => {
    const exponent = logDensity(u)
    if (exponent < -46) return false
    const weight = Math.exp(exponent)
    weighted += weight * normalUpperTail(t * Math.exp(u) - shift)
    total += weight
    return true
  }
  for (let at = 0; add(at * step); at++);
  for (let at = -1; add(at * step); at--);
  return weighted / total
}
