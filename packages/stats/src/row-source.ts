import { magnitude, mean } from "./sample.ts"

/** The per-row column behind a metric: the metric is its mean, or the share of rows where it `equals` a value. */
export interface RowSource {
  readonly column: string
  readonly equals?: string
  /** Decimals that the metric was printed with, when it is only the mean after rounding to them. */
  readonly roundedTo?: number
}

export type RowColumns = Readonly<Record<string, readonly unknown[]>>

/** A column with more different texts than this is prose, not labels. */
const mostLabels = 20

/**
 * The column that reproduces `metric` as its mean (numbers and booleans) or as the share of one of its labels (text,
 * such as `grade` = "Correct"): to 1e-9, else after rounding to the metric's own decimals, 0.44 to two of them, and
 * never to fewer than two. When several columns fit, one that the metric is named after wins; if their rows
 * still differ, the answer is undefined rather than a guess.
 */
export function rowSource(metric: number, columns: RowColumns, metricName = ""): RowSource | undefined {
  return sharedRowSource([{ metric, columns }], metricName)
}

/** `rowSource` over several runs: the source has to reproduce the metric of every one of them. */
export function sharedRowSource(
  runs: readonly { readonly metric: number; readonly columns: RowColumns }[],
  metricName = "",
): RowSource | undefined {
  const found = candidates(runs.map(({ columns }) => columns)).flatMap((source) => {
    const fits = runs.map(({ metric, columns }) =>
      reproduces(metric, sourceValues(source, columns[source.column]!)),
    )
    if (fits.includes(undefined)) return []
    const exact = fits.every((fit) => fit === "exact")
    const decimals = Math.max(...runs.map(({ metric }) => printedDecimals(metric)))
    return [{ source: exact ? source : { ...source, roundedTo: decimals }, exact }]
  })
  const best = found.some(({ exact }) => exact) ? found.filter(({ exact }) => exact) : found
  const named = best.filter(({ source }) => source.column.toLowerCase() === metricName.toLowerCase())
  const [first, ...others] = (named.length > 0 ? named : best).map(({ source }) => source)
  if (first === undefined) return undefined
  const same = others.every((other) => runs.every(({ columns }) => sameRows(first, other, columns)))
  return same ? first : undefined
}

/** The numbers of a column under a source, row by row; undefined where the row has none. */
export function sourceValues(source: RowSource, column: readonly unknown[]): (number | undefined)[] {
  const { equals } = source
  return column.map((value) => {
    if (equals !== undefined) return typeof value === "string" ? Number(value === equals) : undefined
    if (typeof value === "boolean") return Number(value)
    return typeof value === "number" && Number.isFinite(value) ? value : undefined
  })
}

function candidates(runs: readonly RowColumns[]): RowSource[] {
  const [first, ...others] = runs
  const names = Object.keys(first ?? {}).filter((name) =>
    others.every((columns) => Object.hasOwn(columns, name)),
  )
  const sources = names.flatMap((column): RowSource[] => {
    const present = runs
      .flatMap((columns) => columns[column]!)
      .filter((value) => value !== undefined && value !== null)
    if (present.length === 0) return []
    if (present.every((value) => typeof value === "number" || typeof value === "boolean")) return [{ column }]
    if (!present.every((value) => typeof value === "string")) return []
    const labels = [...new Set(present as string[])] // every value was seen to be text
    return labels.length > mostLabels ? [] : labels.map((equals) => ({ column, equals }))
  })
  return [
    ...sources.filter(({ equals }) => equals === undefined),
    ...sources.filter(({ equals }) => equals !== undefined),
  ]
}

/** Whether a metric is the mean of `values`, or that mean after rounding to the metric's own decimals. */
export function reproduces(
  metric: number,
  values: readonly (number | undefined)[],
): "exact" | "rounded" | undefined {
  if (values.length === 0 || values.includes(undefined)) return undefined
  const average = mean(values as number[]) // none is undefined here
  if (Math.abs(average - metric) <= 1e-9 * Math.max(Math.abs(metric), magnitude(values as number[])))
    return "exact"
  const decimals = printedDecimals(metric)
  if (decimals === 0) return undefined
  // Half a unit and a hair: both ways of rounding an exact half are seen in the wild.
  return Math.abs(average - metric) <= 0.5 * 10 ** -decimals * (1 + 1e-9) ? "rounded" : undefined
}

/** Decimals in the shortest form of a number; 0.5 counts as two, since 0.50 prints so. At most 6 mean rounding. */
function printedDecimals(metric: number): number {
  const text = String(metric)
  if (text.includes("e")) return 0
  const decimals = text.split(".")[1]?.length ?? 0
  return decimals > 6 ? 0 : Math.max(decimals, 2)
}

function sameRows(one: RowSource, other: RowSource, columns: RowColumns): boolean {
  const left = sourceValues(one, columns[one.column]!)
  const right = sourceValues(other, columns[other.column]!)
  return left.every((value, at) => value === right[at])
}
