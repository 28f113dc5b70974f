/**
 * Every component of the studio, to look at: `node scripts/studio-kit.mjs [FOLDER]` writes pictures of all sections in both
 * themes (default folder: `studio-kit` in the temporary folder); `--serve` only serves the page.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { extname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { openBrowser, screenshot } from "./studio-screenshot.mjs"

const root = resolve(fileURLToPath(import.meta.url), "../..")
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html" }
/** As the studio's server says it. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'"
export const SECTIONS = ["controls", "states", "values", "layers", "table"]

/** Bundles the kit's page and serves it on the loopback interface. */
export async function serveKit() {
  const folder = mkdtempSync(join(tmpdir(), "studio-kit-"))
  await build({
    absWorkingDir: root,
    entryPoints: [{ in: join(root, "apps/studio/kit/kit.tsx"), out: "main" }],
    outdir: join(folder, "assets"),
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  })
  const page = readFileSync(join(root, "apps/studio/src/index.html"))
  const server = createServer(({ url = "/" }, answer) => {
    const path = new URL(url, "http://localhost").pathname
    const asset = path.startsWith("/assets/") && !path.includes("..") ? join(folder, path) : null
    answer.setHeader("content-type", TYPES[asset ? extname(path) : ".html"] ?? "application/octet-stream")
    answer.setHeader("content-security-policy", POLICY)
    try {
      answer.end(asset ? readFileSync(asset) : page)
    } catch {
      answer.writeHead(404).end()
    }
  })
  await new Promise((done) => server.listen(0, "127.0.0.1", done))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Pictures that need something pressed first. */
const OPENED = [
  ["dialog", "layers", [["click", "text=Dialog"]]],
  ["drawer", "layers", [["click", "text=Drawer"]]],
  ["menu", "layers", [["click", "button:has-text('Menu')"]]],
  ["toast", "layers", [["click", "button:has-text('Toast')"]]],
  ["confirm", "layers", [["click", "button:has-text('Confirm')"]]],
  ["palette", "controls", [["press", "Control+k"]]],
  ["shortcuts", "controls", [["press", "?"]]],
  ["select", "controls", [["click", "button[role=combobox]"]]],
  ["combobox", "controls", [["click", "input[role=combobox]"]]],
  ["columns", "table", [["click", "button[aria-label=Columns]"]]],
  [
    "selected",
    "table",
    [
      ["click", "[aria-rowindex='3'] [role=checkbox]"],
      ["click", "[aria-rowindex='5'] [role=checkbox]"],
    ],
  ],
  [
    "rail",
    "table",
    [
      ["press", "Tab"],
      ["press", "Tab"],
      ["press", "Tab"],
      ["press", "Tab"],
      ["press", "Tab"],
    ],
  ],
]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const kit = await serveKit()
  if (process.argv.includes("--serve")) console.log(kit.url)
  else {
    const folder = resolve(process.argv[2] ?? join(tmpdir(), "studio-kit"))
    const browser = await openBrowser()
    if (!browser) throw new Error("no browser")
    for (const dark of [false, true]) {
      const theme = dark ? "dark" : "light"
      for (const section of SECTIONS)
        await screenshot(
          browser,
          `${kit.url}/kit?section=${section}`,
          join(folder, `${section}-${theme}.png`),
          {
            dark,
            full: section !== "table",
          },
        )
      for (const [name, section, steps] of OPENED)
        await screenshot(browser, `${kit.url}/kit?section=${section}`, join(folder, `${name}-${theme}.png`), {
          dark,
          steps,
        })
    }
    await browser.close()
    await kit.close()
    console.log(folder)
  }
}
