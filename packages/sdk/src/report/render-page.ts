import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const FOLDER = new URL("./page/", import.meta.url)

export interface Page {
  title: string
  /** Files of the folder `page`. */
  styles: readonly string[]
  /** Modules of the page's script, each after those that it imports; no two declare the same name. */
  modules: readonly string[]
  /** What the script reads, as JSON in an element that is no script. */
  data: unknown
}

/**
 * One HTML file that shows something without a server and without asking anyone for anything: its policy allows its own
 * style and script, by their hashes, and nothing else.
 */
export function renderPage({ title, styles, modules, data }: Page): string {
  const style = styles.map(part).join("\n")
  const script = modules.map((name) => flat(part(name))).join("\n")
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ")
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
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
