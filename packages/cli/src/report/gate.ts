import { MillraceError } from "@internal/schema"
import { metricNumber, type Value } from "@internal/value"

/** One reason for which a pipeline may stop: what was asked, whether it holds, in words. */
export interface Gate {
  name: string
  passed: boolean
  message: string
}

const CONDITION = /^\s*(.+?)\s*(<=|>=|==|!=|<|>)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*$/i
const HOLDS: Record<string, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
}

export interface Condition {
  text: string
  metric: string
  holds(value: number): boolean
}

/** `accuracy<0.8`: the pipeline fails when it holds. */
export function readConditions(texts: readonly string[] | undefined): Condition[] {
  return (texts ?? []).map((text) => {
    const [, metric, operator, bound] = CONDITION.exec(text) ?? []
    const compare = HOLDS[operator ?? ""]
    if (metric === undefined || compare === undefined) {
      throw new MillraceError(
        "USAGE",
        { reason: `--fail-on ${JSON.stringify(text)} is no condition.` },
        { hint: "Write a metric, an operator and a number: --fail-on 'accuracy<0.8'" },
      )
    }
    return { text, metric, holds: (value) => compare(value, Number(bound)) }
  })
}

/** A metric that is not there, or is no number, fails its gate: a misspelt name or a NaN must not let a pipeline pass. */
export function conditionGates(
  conditions: readonly Condition[],
  metrics: Readonly<Record<string, Value>>,
  where = "",
): Gate[] {
  return conditions.map(({ text, metric, holds }) => {
    const name = `${where}${text}`
    const value = Object.hasOwn(metrics, metric) ? metricNumber(metrics[metric]) : undefined
    if (value === undefined || Number.isNaN(value)) {
      if (Object.hasOwn(metrics, metric))
        return { name, passed: false, message: `${where}${metric} is no number (--fail-on '${text}')` }
      const names = Object.keys(metrics)
      const there = names.length > 0 ? `the metrics are ${names.join(", ")}` : "there are no metrics"
      return { name, passed: false, message: `${where}no metric ${metric}: ${there}` }
    }
    return { name, passed: !holds(value), message: `${where}${metric} is ${value} (--fail-on '${text}')` }
  })
}

/** `--max-failed 3` or `5%` of the lines that were run. */
export function maxFailedGate(text: string | undefined, counts: { failed: number; ended: number }): Gate[] {
  if (text === undefined) return []
  const [, figure, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? []
  if (figure === undefined) {
    throw new MillraceError("USAGE", {
      reason: `--max-failed is a number or a percentage, not ${JSON.stringify(text)}.`,
    })
  }
  const allowed = percent ? (counts.ended * Number(figure)) / 100 : Number(figure)
  const message = `${counts.failed} of ${counts.ended} lines failed (--max-failed ${text})`
  return [{ name: `max failed ${text}`, passed: counts.failed <= allowed, message }]
}

/** Throws `THRESHOLD_MISSED` (exit code 3) when a gate is shut. */
export function passGates(gates: readonly Gate[]): void {
  const shut = gates.filter((gate) => !gate.passed)
  if (shut.length > 0)
    throw new MillraceError("THRESHOLD_MISSED", { reason: shut.map((g) => g.message).join("; ") })
}
