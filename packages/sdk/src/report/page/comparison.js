import { metricPlots, numbersTable } from "./comparison-metrics.js"
import { changesSection } from "./comparison-rows.js"
import { segmentsSection } from "./comparison-segments.js"
import { h } from "./dom.js"
import { themeChoice } from "./theme.js"

const data = JSON.parse(document.getElementById("data").textContent)
const made = data.madeAt.slice(0, 16).replace("T", " ")

function armsList() {
  return h(
    "p",
    { class: "note" },
    data.arms
      .map(({ label, runs, flow }) => {
        const of = runs.length === 1 && runs[0] === label ? "" : `: ${runs.join(", ")}`
        return `${label}${label === data.base ? " (base)" : ""}${of} · ${flow}`
      })
      .join("; "),
  )
}

const sections = [
  h(
    "header",
    { class: "top" },
    h("h1", {}, "Comparison"),
    h("p", {}, `made ${made} UTC by Millrace`),
    themeChoice(),
  ),
  armsList(),
  h("p", { class: "verdict" }, data.verdict),
  data.notes.map((note) => h("p", { class: "note" }, note)),
  metricPlots(data),
  numbersTable(data),
  segmentsSection(data),
  changesSection(data),
]
document.getElementById("page").append(...sections.flat().filter((section) => section !== null))
