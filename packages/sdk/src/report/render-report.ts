import { renderPage } from "./render-page.ts"
import type { ReportData } from "./report-data.ts"

/** Modules of the page's script, each after those that it imports. */
const MODULES = [
  "dom.js",
  "format.js",
  "theme.js",
  "graph.js",
  "trace.js",
  "line-pane.js",
  "row-model.js",
  "rows-table.js",
  "runs-table.js",
  "main.js",
]

/** The page of runs. */
export function renderReport(data: ReportData): string {
  const title = data.runs.map((run) => run.displayName || run.name).join(", ")
  return renderPage({ title, styles: ["page.css"], modules: MODULES, data })
}
