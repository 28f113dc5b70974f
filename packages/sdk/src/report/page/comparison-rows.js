import { h } from "./dom.js"
import { brief, count, fields, whole } from "./format.js"
import { figure } from "./plot.js"

/** Rows that got worse and better, one metric and variant at a time. */
export function changesSection({ changed, base }) {
  const lists = changed.filter(({ rows }) => rows.length > 0)
  if (lists.length === 0) return null
  const room = h("div", {})
  const show = (at) => room.replaceChildren(changesTable(lists[at], base))
  show(0)
  return h(
    "section",
    {},
    h("h2", {}, "Rows that changed"),
    h(
      "div",
      { class: "filters" },
      h(
        "select",
        { "aria-label": "Metric and variant", onchange: (event) => show(Number(event.target.value)) },
        lists.map(({ metric, label, improved, worsened }, at) =>
          h(
            "option",
            { value: at },
            `${metric}: ${label}, ${count(worsened)} worse, ${count(improved)} better`,
          ),
        ),
      ),
    ),
    room,
  )
}

function changesTable({ rows, label, improved, worsened }, base) {
  const left = improved + worsened - rows.length
  return h(
    "div",
    {},
    h(
      "div",
      { class: "table-room", tabindex: 0, role: "region", "aria-label": "Rows that changed" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["line", "change", "inputs", base, label].map((text) => h("th", { scope: "col" }, text)),
          ),
        ),
        h("tbody", {}, rows.map(changedRow)),
      ),
    ),
    left > 0 && h("p", { class: "note" }, `${count(left)} more rows changed; the largest changes are shown.`),
  )
}

function changedRow({ line, direction, before, after, inputs, base, other }) {
  const mark = direction === "improved" ? "▲ better" : "▼ worse"
  return h(
    "tr",
    { class: direction },
    h("th", { scope: "row", class: "line" }, count(line)),
    h("td", { class: "change" }, mark, h("br"), `${figure(before)} → ${figure(after)}`),
    h(
      "td",
      {},
      h(
        "details",
        {},
        h(
          "summary",
          {},
          brief(inputs.map(([name, value]) => `${name}: ${brief(value, 80)}`).join("  "), 120),
        ),
        fields(inputs),
      ),
    ),
    [base, other].map((answers) =>
      h(
        "td",
        {},
        answers.map((answer) => h("div", { class: "answer" }, whole(answer))),
      ),
    ),
  )
}
