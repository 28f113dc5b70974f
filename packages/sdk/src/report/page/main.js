import { h } from "./dom.js"
import { linePane } from "./line-pane.js"
import { ordered, rowModel } from "./row-model.js"
import { rowsTable } from "./rows-table.js"
import { runsTable } from "./runs-table.js"
import { themeChoice } from "./theme.js"

const data = JSON.parse(document.getElementById("data").textContent)
const root = document.getElementById("page")
const left = new Set()
const rowsRoom = h("div", {})
const paneRoom = h("div", { class: "pane-room" })

function chosen() {
  return ordered(data.runs.filter((run) => !left.has(run.name))).map(({ run }) => run)
}

function showRows() {
  rowsRoom.replaceChildren(rowsTable(chosen(), open))
}

function open(number) {
  const numbers = rowModel(chosen()).rows.map((row) => row.number)
  const step = (by) => {
    const next = numbers[numbers.indexOf(number) + by]
    if (next !== undefined) open(next)
  }
  paneRoom.replaceChildren(linePane(number, chosen(), { step, close: () => close(number) }))
  document.body.classList.add("with-pane")
  paneRoom.querySelector("h2").focus()
}

function close(number) {
  paneRoom.replaceChildren()
  document.body.classList.remove("with-pane")
  root.querySelector(`[data-line="${number}"]`)?.focus()
}

function switchRun(name, on) {
  if (on) left.delete(name)
  else left.add(name)
  showRows()
}

const made = data.madeAt.slice(0, 16).replace("T", " ")
root.append(
  h(
    "header",
    { class: "top" },
    h("h1", {}, data.runs.length === 1 ? "Run" : `${data.runs.length} runs`),
    h("p", {}, `made ${made} UTC by Millrace`),
    themeChoice(),
  ),
  runsTable(data.runs, left, switchRun),
  rowsRoom,
)
document.body.append(paneRoom)
showRows()
