import { plainTable, pText } from "./comparison-metrics.js"
import { h } from "./dom.js"
import { count } from "./format.js"
import { amountText, intervalPlot, signedFigure } from "./plot.js"

/** The comparison on the rows of each segment by themselves: a plot for each variant, and the numbers. */
export function segmentsSection({ segments, arms, base }) {
  if (segments === null) return null
  const others = arms.filter(({ label }) => label !== base)
  const heads = [
    segments.column,
    "rows",
    ...arms.map(({ label }) => label),
    ...others.flatMap(({ label }) => [`${label} − ${base}`, "p"]),
  ]
  return h(
    "section",
    {},
    h("h2", {}, `By ${segments.column}`),
    segments.metrics.map(({ metric, segments: list }) =>
      h(
        "details",
        { open: metric === segments.metrics[0].metric },
        h("summary", {}, metric),
        h(
          "div",
          { class: "cards" },
          others.map(({ label }, variant) =>
            h(
              "article",
              { class: "card" },
              h("h4", {}, `${label} − ${base}`),
              intervalPlot(
                list.map(({ segment, differences }) => ({ ...differences[variant], label: segment })),
                { title: `${metric} by ${segments.column}`, zero: true, shown: signedFigure },
              ),
            ),
          ),
        ),
        plainTable(
          `${metric} by ${segments.column}`,
          heads,
          list.map(({ segment, rows, values, differences }) => [
            segment,
            count(rows),
            ...values.map((value) => amountText(value)),
            ...differences.flatMap((one) => [
              amountText(one, signedFigure),
              one.p === null ? "" : `${pText(one.p)} ${one.outcome}`,
            ]),
          ]),
        ),
      ),
    ),
  )
}
