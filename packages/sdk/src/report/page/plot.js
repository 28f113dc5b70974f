import { h, s } from "./dom.js"

const WIDTH = 360
const ROW = 26
const LABELS = 120
/** Room for half of the longest tick. */
const ENDS = 20
const FOOT = 22

/** A number as people write it. */
export function figure(n) {
  if (n === null || n === undefined) return ""
  const size = Math.abs(n)
  const text =
    size >= 1000
      ? Math.round(size).toLocaleString("en")
      : size >= 100
        ? String(Number(size.toFixed(1)))
        : size >= 0.01 || size === 0
          ? Number.isInteger(n)
            ? String(size)
            : size.toFixed(2)
          : size.toPrecision(2)
  return n < 0 ? `−${text}` : text
}

export function signedFigure(n) {
  return n !== null && n > 0 ? `+${figure(n)}` : figure(n)
}

/** `0.72 [0.56, 0.85]` */
export function amountText({ value, low, high }, shown = figure) {
  if (value === null) return ""
  return low === null ? shown(value) : `${shown(value)}  [${shown(low)}, ${shown(high)}]`
}

/**
 * Points with their intervals, one row for each, on a common scale. `zero`: the scale holds 0, with a line through it.
 * Rows have `label`, `value`, `low`, `high` and, for a colour, `outcome`.
 */
export function intervalPlot(rows, { title, zero = false, shown = figure }) {
  const ends = rows.flatMap(({ value, low, high }) => [value, low, high]).filter((n) => n !== null)
  if (zero) ends.push(0)
  if (ends.length === 0) return h("p", { class: "nothing" }, "nothing to draw")
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const spread = most - least || Math.abs(most) || 1
  const [low, high] = [least - spread * 0.05, most + spread * 0.05]
  const room = WIDTH - LABELS - ENDS
  const x = (n) => LABELS + ((n - low) / (high - low)) * room
  const height = rows.length * ROW + FOOT
  const text = rows.map((row) => `${row.label}: ${amountText(row, shown)}`).join("; ")
  return s(
    "svg",
    {
      class: "plot",
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: WIDTH,
      height,
      role: "img",
      "aria-label": `${title}. ${text}`,
    },
    ticks(low, high).map((tick) => [
      s("line", { class: "grid", x1: x(tick), x2: x(tick), y1: 0, y2: height - FOOT }),
      s("text", { class: "tick", x: x(tick), y: height - 7, "text-anchor": "middle" }, shown(tick)),
    ]),
    zero && s("line", { class: "zero", x1: x(0), x2: x(0), y1: 0, y2: height - FOOT }),
    rows.map((row, at) => plotRow(row, { x, y: at * ROW + ROW / 2, shown })),
  )
}

function plotRow(row, { x, y, shown }) {
  const { label, value, low, high, outcome } = row
  return s(
    "g",
    { class: `mark-row ${outcome ?? ""}` },
    s("title", {}, `${label}: ${amountText(row, shown)}`),
    s("text", { x: LABELS - 10, y: y + 4, "text-anchor": "end" }, shortened(label)),
    low !== null && [
      s("line", { class: "reach", x1: x(low), x2: x(high), y1: y, y2: y }),
      [low, high].map((end) => s("line", { class: "reach", x1: x(end), x2: x(end), y1: y - 4, y2: y + 4 })),
    ],
    value !== null && s("circle", { cx: x(value), cy: y, r: 4.5 }),
  )
}

function shortened(label) {
  return label.length > 17 ? `${label.slice(0, 16)}…` : label
}

/** Three to six round numbers within the scale. */
function ticks(low, high) {
  const raw = (high - low) / 4
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((n) => n * unit).find((n) => n >= raw)
  const found = []
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step)
    found.push(Math.abs(tick) < step / 1e6 ? 0 : tick)
  return found
}
