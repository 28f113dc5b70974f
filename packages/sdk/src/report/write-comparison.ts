import type { RunComparison } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { comparisonData } from "./comparison-data.ts"
import { renderPage } from "./render-page.ts"
import { writePage } from "./write-page.ts"

/** Modules of the page's script, each after those that it imports. */
const MODULES = [
  "dom.js",
  "format.js",
  "theme.js",
  "plot.js",
  "comparison-metrics.js",
  "comparison-segments.js",
  "comparison-rows.js",
  "comparison.js",
]

/** Writes the page of a comparison; answers its path. */
export async function writeComparison(
  context: Context,
  comparison: RunComparison,
  file: string,
): Promise<string> {
  const data = comparisonData(comparison)
  const title = data.arms.map(({ label }) => label).join(", ")
  const page = renderPage({ title, styles: ["page.css", "comparison.css"], modules: MODULES, data })
  return writePage(context, page, { file, option: "--html" })
}
