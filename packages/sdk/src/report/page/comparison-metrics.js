import { h } from "./dom.js"
import { amountText, figure, intervalPlot, signedFigure } from "./plot.js"

/** Metrics that are drawn at once; an evaluation may log dozens. */
const MOST_DRAWN = 12

/** Each metric with its plots: what each variant reached, and the paired differences from the base. */
export function metricPlots(data) {
  const drawn = data.metrics.slice(0, MOST_DRAWN)
  if (drawn.length === 0) return h("p", { class: "note" }, "The runs have no metric in common.")
  const rest = data.metrics.length - drawn.length
  return h(
    "section",
    {},
    h("h2", {}, "Metrics"),
    h(
      "div",
      { class: "cards" },
      drawn.map((metric) => metricCard(metric, data)),
    ),
    rest > 0 && h("p", { class: "note" }, `${rest} more metrics are in the table only.`),
  )
}

function metricCard({ metric, better, values, differences, notes }, data) {
  const lower = better === "lower" ? " (lower is better)" : ""
  return h(
    "article",
    { class: "card" },
    h("h3", {}, `${metric}${lower}`),
    intervalPlot(values, { title: metric }),
    h("h4", {}, `difference from ${data.base}, same rows`),
    intervalPlot(differences, { title: `Difference in ${metric}`, zero: true, shown: signedFigure }),
    differences.map(({ verdict }) => h("p", { class: "verdict-line" }, verdict)),
    notes.map((note) => h("p", { class: "note" }, note)),
  )
}

/** All numbers in one table, with what they cost. */
export function numbersTable({ arms, metrics, base }) {
  const others = arms.filter(({ label }) => label !== base)
  const heads = [
    "",
    ...arms.map(({ label }) => label),
    ...others.map(({ label }) => `${label} − ${base}`),
    "p",
  ]
  const rows = metrics.map(({ metric, values, differences }) => [
    metric,
    ...values.map((value) => amountText(value)),
    ...differences.map((one) => amountText(one, signedFigure)),
    differences.map(({ p, outcome }) => (p === null ? "" : `${pText(p)} ${outcome}`)).join("; "),
  ])
  const costs = [
    ["tokens per line", ({ tokensPerLine }) => figure(Math.round(tokensPerLine))],
    ["seconds per line (p50)", ({ secondsPerLine }) => figure(secondsPerLine)],
    [
      "dollars for 1,000 lines",
      ({ costPerLine }) => (costPerLine === null ? "unknown" : figure(costPerLine * 1000)),
    ],
  ].map(([name, of]) => [name, ...arms.map(({ cost }) => of(cost)), ...others.map(() => ""), ""])
  return h("section", {}, h("h2", {}, "Numbers"), plainTable("Numbers", heads, [...rows, ...costs]))
}

export function pText(p) {
  return p < 0.001 ? "< 0.001" : p.toFixed(3)
}

/** A table whose first column names its rows; all others are numbers. */
export function plainTable(name, heads, rows) {
  return h(
    "div",
    { class: "table-room", tabindex: 0, role: "region", "aria-label": name },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((text, at) => h("th", { scope: "col", class: at > 0 ? "number" : null }, text)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map(([first, ...others]) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, first),
            others.map((text) => h("td", { class: "number" }, text)),
          ),
        ),
      ),
    ),
  )
}
