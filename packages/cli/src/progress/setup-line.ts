import type { Progress } from "@internal/sdk"
import { bytes } from "../terminal/amount.ts"

const BAR = 24

/** `fetching smollm2  ━━━━━━╸━━━━━  34 of 98 MB` */
export function setupLine({ step, done, total }: Extract<Progress, { type: "setup" }>): string {
  if (done === undefined || !total) return step
  const figures = total > 10_000 ? `${bytes(done)} of ${bytes(total)}` : `${done} of ${total}`
  return `${step}  ${bar(done / total, BAR)}  ${figures}`
}

/** A bar of `width` cells, the part that is done drawn heavier. */
export function bar(part: number, width: number): string {
  const filled = Math.max(0, Math.min(width, Math.round(part * width)))
  return filled === width ? "━".repeat(width) : `${"━".repeat(filled)}╸${"─".repeat(width - filled - 1)}`
}
