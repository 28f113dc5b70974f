import { h } from "./dom.js"
import { brief, count } from "./format.js"
import { cellOf, contains, differs, hasFailed, rowModel } from "./row-model.js"

const PAGE = 50

/** The table of outputs: filters, columns to hide, a page of rows at a time. `open` shows a line. */
export function rowsTable(runs, open) {
  const model = rowModel(runs)
  const view = { page: 0, words: "", failed: false, differing: false, hidden: new Set() }
  const body = h("div", { class: "rows" })
  const show = () => body.replaceChildren(...pageOf(model, view, { open, change }))
  const change = (changes) => {
    Object.assign(view, { page: 0 }, changes)
    show()
  }
  show()
  return h("section", {}, h("h2", {}, "Outputs"), filters(model, view, change), body)
}

function filters({ groups, rows, roots }, view, change) {
  const box = (label, key) =>
    h(
      "label",
      {},
      h("input", { type: "checkbox", onchange: (e) => change({ [key]: e.target.checked }) }),
      ` ${label}`,
    )
  return h(
    "form",
    { class: "filters", onsubmit: (event) => event.preventDefault() },
    h("input", {
      type: "search",
      placeholder: "Find in rows",
      "aria-label": "Find in rows",
      oninput: (event) => change({ words: event.target.value }),
    }),
    rows.some(hasFailed) && box("failed only", "failed"),
    roots.length > 1 && box("different only", "differing"),
    h(
      "details",
      { class: "columns" },
      h("summary", { class: "columns-title" }, "Columns"),
      groups.flatMap((group) =>
        group.columns.map((column) => columnSwitch(group, column, view.hidden, change)),
      ),
    ),
  )
}

function columnSwitch(group, column, hidden, change) {
  const key = keyOf(group, column)
  return h(
    "label",
    {},
    h("input", {
      type: "checkbox",
      checked: true,
      onchange: (event) => {
        if (event.target.checked) hidden.delete(key)
        else hidden.add(key)
        change({})
      },
    }),
    ` ${group.title}: ${column}`,
  )
}

function keyOf(group, column) {
  return `${group.run?.name ?? ""}\n${column}`
}

function pageOf(model, view, { open, change }) {
  const { rows, roots } = model
  const found = rows.filter(
    (row) =>
      (!view.failed || hasFailed(row)) &&
      (!view.differing || differs(row, roots)) &&
      (view.words === "" || contains(row, view.words)),
  )
  const groups = model.groups
    .map((group) => ({ ...group, columns: group.columns.filter((c) => !view.hidden.has(keyOf(group, c))) }))
    .filter((group) => group.run !== null || group.columns.length > 0)
  const first = view.page * PAGE
  const shown = found.slice(first, first + PAGE)
  if (found.length === 0)
    return [h("p", { class: "nothing" }, rows.length === 0 ? "No line has ended." : "No row fits.")]
  const go = (to) => change({ page: to })
  return [
    h(
      "div",
      { class: "table-room", tabindex: 0, role: "region", "aria-label": "Outputs by line" },
      h(
        "table",
        {},
        heads(groups),
        h(
          "tbody",
          {},
          shown.map((row) => rowView(row, { groups, roots, open })),
        ),
      ),
    ),
    h(
      "nav",
      { class: "pages", "aria-label": "Pages" },
      h(
        "button",
        { type: "button", disabled: view.page === 0, onclick: () => go(view.page - 1) },
        "Previous",
      ),
      h("span", {}, `${count(first + 1)}–${count(first + shown.length)} of ${count(found.length)}`),
      h(
        "button",
        { type: "button", disabled: first + PAGE >= found.length, onclick: () => go(view.page + 1) },
        "Next",
      ),
    ),
  ]
}

function heads(groups) {
  const tops = groups.map((group) =>
    h("th", { scope: "colgroup", colspan: Math.max(1, group.columns.length), class: "group" }, group.title),
  )
  const names = groups.flatMap((group) =>
    group.columns.length === 0
      ? [h("th", {})]
      : group.columns.map((column, i) => h("th", { scope: "col", class: i === 0 ? "first" : null }, column)),
  )
  return h(
    "thead",
    {},
    h("tr", {}, h("th", { rowspan: 2, scope: "col", class: "line" }, "line"), tops),
    h("tr", {}, names),
  )
}

function rowView(row, { groups, roots, open }) {
  const failed = hasFailed(row)
  return h(
    "tr",
    { class: failed ? "failed" : null, onclick: () => open(row.number) },
    h(
      "th",
      { scope: "row", class: "line" },
      h(
        "button",
        {
          type: "button",
          "data-line": row.number,
          "aria-label": `Open line ${row.number}${failed ? ", failed" : ""}`,
        },
        failed && h("span", { class: "mark failed", "aria-hidden": "true" }, "✕ "),
        String(row.number),
      ),
    ),
    groups.flatMap((group) => cells(row, group, roots)),
  )
}

function cells(row, group, roots) {
  const line = group.run && row.lines.get(group.run)
  const width = Math.max(1, group.columns.length)
  if (group.run && !line) return [h("td", { class: "absent first", colspan: width }, "no such line")]
  if (line?.error) return [h("td", { class: "failure first", colspan: width }, brief(line.error.message))]
  if (group.columns.length === 0) return [h("td", { class: "absent first" })]
  return group.columns.map((column, i) => {
    const value = cellOf(row, group, column, roots)
    const number = value && typeof value !== "string" && /^-?[\d.]+(e[-+]?\d+)?$/.test(value.json)
    const names = [i === 0 && "first", number && "number"].filter(Boolean).join(" ")
    return h("td", { class: names || null }, h("div", { class: "cell" }, brief(value)))
  })
}
