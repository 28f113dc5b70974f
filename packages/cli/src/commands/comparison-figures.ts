import type { RunComparison } from "@internal/sdk"
import { figure } from "../terminal/amount.ts"

type IntervalResult = RunComparison["comparison"]["metrics"][number]["values"][number]["interval"]

/** `  [0.21, 0.68]`: an interval of a single value need not be symmetric, so both ends are shown. */
export function spread(interval: IntervalResult): string {
  return "low" in interval ? `  [${figure(interval.low)}, ${figure(interval.high)}]` : ""
}
export function range(interval: IntervalResult): string {
  return "low" in interval ? `  [${signed(interval.low)}, ${signed(interval.high)}]` : ""
}
export function signed(n: number): string {
  return n > 0 ? `+${figure(n)}` : figure(n)
}
export function percent(part: number): string {
  const rounded = Math.round(part * 100)
  return `${rounded > 0 ? "+" : rounded < 0 ? "−" : ""}${Math.abs(rounded)} %`
}
