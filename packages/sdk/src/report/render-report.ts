import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { ReportData } from "./report-data.ts"

const FOLDER = new URL("./page/", import.meta.url)
/** Modules of the page's script, each after those that it imports. */
const MODULES = [
  "dom.js",
  "format.js",
  "graph.js",
  "trace.js",
  "line-pane.js",
  "row-model.js",
  "rows-table.js",
  "runs-table.js",
  "main.js",
]

/**
 * One HTML file that shows runs without a server and without asking anyone for anything: its policy allows its own style
 * and script, by their hashes, and nothing else.
 */
export function renderReport(data: ReportData): string {
  const style = part("page.css")
  const script = MODULES.map((name) => flat(part(name))).join("\n")
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ")
  const names = data.runs.map((run) => run.displayName || run.name).join(", ")
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(names)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs scripts to be allowed.</noscript>
<main id="page"></main>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>
<script type="module">${script}</script>
</body>
</html>
`
}

function part(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, FOLDER)), "utf8")
}

/** A module without what binds it to others: in the page all are one. */
function flat(module: string): string {
  return module.replace(/^import [\s\S]*?from "[^"]+"\n/gm, "").replace(/^export /gm, "")
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`
}

function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
  return text.replace(/[&<>"]/g, (c) => names[c] as string)
}
