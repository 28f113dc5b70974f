import type { Finding } from "./compare-scores.ts"
import type { Outcome, RowKey } from "./comparison.ts"
import { isInterval } from "./interval.ts"
import { shown, shownLines, shownP, shownRows, shownSigned } from "./shown.ts"

export interface VerdictFacts {
  readonly metric: string
  readonly base: string
  readonly variant: string
  readonly baseValue?: number
  readonly variantValue?: number
  readonly finding: Finding
  readonly outcome: Outcome
  readonly p?: number
  /** What p is held against. */
  readonly alpha: number
  /** Tests that p is corrected for; 1 when it stands alone. */
  readonly family: number
  readonly rowsNeeded?: number | null
  /** Times that a line ran; 1 without repeats. */
  readonly repeats: number
  readonly failed: readonly { readonly run: string; readonly keys: readonly RowKey[] }[]
  readonly failedCount: "wrong" | "left out"
}

/** One plain sentence: who is better, or that it cannot be told and what would tell. */
export function verdictSentence(facts: VerdictFacts): string {
  return `${opening(facts)}${failures(facts)}.`
}

function opening(facts: VerdictFacts): string {
  const { metric, base, variant, finding, outcome } = facts
  const times = facts.repeats > 1 ? ` run ${facts.repeats} times each` : ""
  const lines = `${finding.rows} shared ${finding.rows === 1 ? "line" : "lines"}${times}`
  const each = finding.rows === 1 ? `the one shared line${times}` : `each of ${lines}`
  if (finding.test === undefined) return untestable(facts, lines)
  if (outcome === "same") {
    const limit = isInterval(finding.interval)
      ? `; a true difference of up to ${shown(finding.interval.high)} is still possible`
      : ""
    return `${variant} and ${base} have the same ${metric} on ${each}${limit}`
  }
  if (outcome === "undecided")
    return `Not enough data to tell ${variant} from ${base} on ${metric}: ${lines}, ${changes(facts)} ${doubt(facts)}${wanted(facts)}`
  return `${variant} is ${outcome} than ${base} on ${metric}: ${values(facts)} on ${lines}, ${changes(facts)} (${chance(facts)})`
}

function untestable(facts: VerdictFacts, lines: string): string {
  const { metric, base, variant, finding } = facts
  const reason = isInterval(finding.interval) ? `${lines} are too few` : finding.interval.none
  const seen = facts.baseValue === undefined || facts.variantValue === undefined ? "" : ` (${values(facts)})`
  return `Whether ${variant} and ${base} differ on ${metric}${seen} cannot be told: ${reason}`
}

function values({ baseValue, variantValue }: VerdictFacts): string {
  return baseValue === undefined || variantValue === undefined
    ? ""
    : `${shown(variantValue)} against ${shown(baseValue)}`
}

function changes({ finding }: VerdictFacts): string {
  const { counts, difference = 0, interval } = finding
  if (counts)
    return `${counts.wrongToRight} changed from wrong to right, ${counts.rightToWrong} from right to wrong`
  const range = isInterval(interval) ? ` [${shownSigned(interval.low)}, ${shownSigned(interval.high)}]` : ""
  return `difference ${shownSigned(difference)}${range}`
}

/** Why it is undecided where p alone would not say so. */
function doubt(facts: VerdictFacts): string {
  if (facts.p === undefined || facts.p >= facts.alpha) return `(${chance(facts)})`
  return `(more lines go one way than chance would have, ${chance(facts)}, but by such uneven amounts that the mean may be the same)`
}

function chance({ p = 1, family }: VerdictFacts): string {
  return family > 1 ? `${shownP(p)}, corrected for ${family} comparisons` : shownP(p)
}

function wanted({ rowsNeeded, finding }: VerdictFacts): string {
  if (rowsNeeded === undefined) return ""
  if (finding.difference === 0) return "; as it stands there is no difference to show"
  if (rowsNeeded === null) return "; a difference this small would take more than a million lines to show"
  const few = rowsNeeded === 1
  return `; about ${shownRows(rowsNeeded)} more ${few ? "line" : "lines"} would show a difference of this size`
}

function failures({ failed, failedCount }: VerdictFacts): string {
  return failed
    .filter(({ keys }) => keys.length > 0)
    .map(({ run, keys }) => {
      const [verb, rest] = keys.length === 1 ? ["counts", "is"] : ["count", "are"]
      return `; ${shownLines(keys)} failed in ${run} and ${failedCount === "wrong" ? `${verb} as wrong` : `${rest} left out`}`
    })
    .join("")
}
