import { Tokens } from "../ui/figures.tsx"
import { formatNumber } from "../ui/format.ts"
import type { TokenCounts } from "./spans.ts"

/** How many tokens, and when pointed at, how many of them were the prompt's and how many the answer's. */
export function TokenCount({ tokens }: { tokens: TokenCounts | undefined }) {
  if (!tokens || tokens.total === 0) return null // most calls are of no model
  const parts = `Prompt ${formatNumber(tokens.prompt)}, completion ${formatNumber(tokens.completion)}`
  return (
    <span title={parts}>
      <Tokens count={tokens.total} unit />
      <span className="visually-hidden"> ({parts})</span>
    </span>
  )
}
