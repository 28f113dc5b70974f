import type { StudioLine } from "@internal/schema/studio"
import { createRandom, exactProportionInterval, isInterval, meanInterval, rowSource } from "@internal/stats"
import { asRecord } from "./run-facts.ts"

export interface MetricInterval {
  low: number
  high: number
  /** Rows it is over. */
  rows: number
}

/**
 * The 95 % interval of a metric that is the mean of a column of the evaluation's outputs, or the share of one of its
 * labels; undefined where no column gives the metric. That a column gives it can be chance, so one that is only near
 * (rounded) counts where nothing else is measured, and of metrics with the same value only the first has the interval.
 */
export function metricInterval(
  name: string,
  value: number,
  lines: readonly StudioLine[],
  metrics: Readonly<Record<string, unknown>>,
): MetricInterval | undefined {
  const sameValue = Object.keys(metrics).filter((other) => metrics[other] === value)
  if (sameValue.indexOf(name) > 0) return undefined
  const rows = lines.filter(({ status }) => status === "done").map(({ outputs }) => asRecord(outputs))
  const names = new Set(rows.flatMap((row) => Object.keys(row)))
  const columns = Object.fromEntries(Array.from(names, (column) => [column, rows.map((row) => row[column])]))
  const source = rowSource(value, columns, name)
  if (!source) return undefined
  const isNear = source.roundedTo !== undefined && source.column.toLowerCase() !== name.toLowerCase()
  if (isNear && Object.keys(metrics).length > 1) return undefined
  const scores = rows.map((row) => scoreOf(row[source.column], source.equals))
  if (scores.length < 2 || scores.some((score) => score === undefined)) return undefined
  const numbers = scores as number[]
  const isBinary = numbers.every((score) => score === 0 || score === 1)
  const interval = isBinary
    ? exactProportionInterval(numbers.filter((score) => score === 1).length, numbers.length)
    : meanInterval(numbers, { random: createRandom(1) })
  return isInterval(interval) ? { low: interval.low, high: interval.high, rows: numbers.length } : undefined
}

function scoreOf(value: unknown, equals: string | undefined): number | undefined {
  if (equals !== undefined) return Number(value === equals)
  if (typeof value === "boolean") return Number(value)
  return typeof value === "number" ? value : undefined
}
