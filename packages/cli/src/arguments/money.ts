import { MillraceError } from "@internal/schema"
import type { Given } from "../given.ts"

/** An amount in US dollars: `5`, `0.25`, `$5`. */
export function money(given: Given, key: "maxCost"): number | undefined {
  const text = given.text(key)
  if (text === undefined) return undefined
  const amount = Number(text.trim().replace(/^\$/, ""))
  if (Number.isFinite(amount) && amount > 0) return amount
  throw new MillraceError(
    "USAGE",
    { reason: `--max-cost is an amount in US dollars, not ${JSON.stringify(text)}.` },
    { hint: "--max-cost 2.50" },
  )
}
