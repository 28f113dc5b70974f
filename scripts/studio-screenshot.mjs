/**
 * Takes a picture of a page: `node scripts/studio-screenshot.mjs URL FILE [--dark] [--size 1440x900] [--wait MS] [--full]
 * [--click SELECTOR]... [--press KEY]...` (clicks and keys in their order, before the picture).
 */
import { mkdirSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { chromium } from "playwright-core"
import { findChromium } from "./chromium.mjs"

/**
 * What a window of Chromium starts beside a page and no page has use of: a process for the suggestions below the address, and a
 * spare one for the next page. Without them a page takes a third less time. Chromium heeds this switch once, so those that
 * Playwright switches off and that matter to pages of a local server are among them.
 */
const NOT_NEEDED = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "PreloadTopChromeWebUI",
  "SpareRendererForSitePerProcess",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
]

/** This machine's Chromium, without a sandbox that containers do not allow; undefined where there is none. */
export async function openBrowser() {
  const executablePath = findChromium()
  if (!executablePath) return undefined
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      `--disable-features=${NOT_NEEDED.join(",")}`,
    ],
  })
}

/** The picture is taken when the network has been idle and `steps`, clicks and keys, have been made. */
export async function screenshot(
  browser,
  url,
  file,
  { dark = false, size = "1440x900", steps = [], wait = 0, full = false } = {},
) {
  const [width, height] = size.split("x").map(Number)
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    locale: "en-GB",
  })
  try {
    const page = await context.newPage()
    page.on("console", (message) => message.type() === "error" && console.error(`[page] ${message.text()}`))
    page.on("pageerror", (error) => console.error(`[page] ${error.message}`))
    await page.goto(url, { waitUntil: "domcontentloaded" })
    // a page that listens for events is never idle
    await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => {})
    for (const [kind, what] of steps)
      if (kind === "click") await page.click(what)
      else await page.keyboard.press(what)
    if (steps.length > 0) await page.waitForTimeout(200)
    if (wait) await page.waitForTimeout(wait)
    mkdirSync(dirname(resolve(file)), { recursive: true })
    await page.screenshot({ path: file, fullPage: full })
  } finally {
    await context.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { steps: [] }
  const names = []
  for (let rest = process.argv.slice(2); rest.length > 0; ) {
    const word = rest.shift()
    if (word === "--dark" || word === "--full") options[word.slice(2)] = true
    else if (word === "--size") options.size = rest.shift()
    else if (word === "--wait") options.wait = Number(rest.shift())
    else if (word === "--click" || word === "--press") options.steps.push([word.slice(2), rest.shift()])
    else names.push(word)
  }
  const [url, file] = names
  if (!url || !file) {
    console.error(
      "usage: node scripts/studio-screenshot.mjs URL FILE [--dark] [--size 1440x900] [--wait MS] [--full] [--click SELECTOR] [--press KEY]",
    )
    process.exit(2)
  }
  const browser = await openBrowser()
  if (!browser) {
    console.error("There is no Chromium. Install it: node scripts/chromium.mjs --install")
    process.exit(1)
  }
  try {
    await screenshot(browser, url, file, options)
  } finally {
    await browser.close()
  }
}
