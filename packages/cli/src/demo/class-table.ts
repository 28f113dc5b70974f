import { figure } from "../terminal/amount.ts"
import { table } from "../terminal/table.ts"

type Metrics = Readonly<Record<string, unknown>>

const MEAN = ".macro"
/** A class that a run neither met nor predicted has no figure. */
const ABSENT = "–"

/** Names of the metrics that sum up a whole run: those without a class in them. */
export function overallMetrics(metrics: Metrics): string[] {
  return Object.keys(metrics).filter((name) => !name.includes(".") || name.endsWith(MEAN))
}

/**
 * Lines of a table of metrics named `measure.class`: a row for each class, a column for each measure, in a cell the runs'
 * figures in their order (`0.75 → 0.50`), or one where they agree. Empty without such metrics.
 */
export function classTable(runs: readonly Metrics[]): string[] {
  const names = [...new Set(runs.flatMap(Object.keys))].filter((n) => n.includes(".") && !n.endsWith(MEAN))
  const measures = [...new Set(names.map((name) => name.slice(0, name.indexOf("."))))]
  const classes = [...new Set(names.map((name) => name.slice(name.indexOf(".") + 1)))].sort()
  if (names.length === 0) return []
  const cell = (name: string): string => {
    const figures = runs.map((metrics) => (name in metrics ? figure(Number(metrics[name])) : ABSENT))
    return new Set(figures).size === 1 ? String(figures[0]) : figures.join(" → ")
  }
  return table(
    ["class", ...measures].map((title) => ({ title })),
    classes.map((name) => [name, ...measures.map((measure) => cell(`${measure}.${name}`))]),
    0,
  )
}
