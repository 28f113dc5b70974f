import { existsSync, readFileSync, realpathSync } from "node:fs"
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises"
import { homedir, tmpdir } from "node:os"
import { join } from "node:path"
import { startStudio } from "@internal/server"
import axe from "axe-core"
import type { Browser, Page } from "playwright-core"
import { findChromium } from "../../../scripts/chromium.mjs"
import { openBrowser } from "../../../scripts/studio-screenshot.mjs"
import { compiled, repository } from "../../support/workspace.ts"
import { writeFiles } from "../../support/write-files.ts"

/** Whether pages can be opened here: `describe.skipIf(!hasBrowser)("…")`. `tests/support/browser.ts` says so where not. */
export const hasBrowser = findChromium() !== undefined

export interface StudioBrowserOptions {
  /** Text of files in the opened folder, by path. */
  files?: Record<string, string>
  /** Folders of the repository that are copied into the opened folder: `{ "web": "gallery/web-classification" }`. */
  copies?: Record<string, string>
  env?: Record<string, string | undefined>
  /** Its code may run without a question. */
  trustFolder?: boolean
  /** A folder that is made anew and holds both; default one of a new name. */
  root?: string
}

export interface PageOptions {
  dark?: boolean
  /** "1440x900" by default. */
  size?: string
  /** Runs in the page before anything of it. */
  script?: string
}

/** A real studio over a new folder with an empty home, and one Chromium that looks at it. */
export interface StudioBrowser extends AsyncDisposable {
  readonly folder: string
  readonly home: string
  readonly browser: Browser
  /** What pages have logged as errors, and exceptions that nobody caught. A test may empty it. */
  readonly complaints: string[]
  /** Opens `path` in a window of its own, with a session. Close it by `page.context().close()`, or leave it. */
  page(path?: string, options?: PageOptions): Promise<Page>
  read(path: string): string
  exists(path: string): boolean
  write(files: Record<string, string>): void
}

export async function openStudioBrowser(options: StudioBrowserOptions = {}): Promise<StudioBrowser> {
  const root = options.root ?? realpathSync(await mkdtemp(join(tmpdir(), "millrace-studio-browser-")))
  if (options.root) await rm(root, { recursive: true, force: true })
  const folder = join(root, "flows")
  const home = join(root, "home")
  await Promise.all([folder, home].map((path) => mkdir(path, { recursive: true })))
  writeFiles(folder, options.files ?? {})
  for (const [to, from] of Object.entries(options.copies ?? {}))
    await cp(join(repository, from), join(folder, to), { recursive: true })
  const running = await startStudio({
    folder,
    home,
    assets: join(repository, "packages/cli/dist/studio"),
    ...(options.trustFolder && { trustFolder: true }),
    env: {
      PATH: process.env.PATH,
      HOME: root,
      PYENV_ROOT: join(homedir(), ".pyenv"),
      NODE_COMPILE_CACHE: compiled,
      ...options.env,
    },
  })
  const browser = await openBrowser()
  if (!browser) throw new Error("there is no Chromium: node scripts/chromium.mjs --install")
  const complaints: string[] = []
  return {
    folder,
    home,
    browser,
    complaints,
    async page(path = "/", { dark = false, size = "1440x900", script } = {}) {
      const [width = 1440, height = 900] = size.split("x").map(Number)
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? "dark" : "light",
        reducedMotion: "reduce",
        locale: "en-GB",
        permissions: ["clipboard-read", "clipboard-write"],
      })
      context.setDefaultTimeout(20_000)
      const page = await context.newPage()
      if (script) await page.addInitScript(script)
      page.on("pageerror", (error) => complaints.push(error.stack ?? error.message))
      // an answer of 4xx is the page's to show, and tests look at that
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
          complaints.push(message.text())
      })
      await page.goto(running.address(path))
      await page.locator("main").first().waitFor()
      return page
    },
    read: (path) => readFileSync(join(folder, path), "utf8"),
    exists: (path) => existsSync(join(folder, path)),
    write: (files) => writeFiles(folder, files),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await running[Symbol.asyncDispose]()
      await rm(root, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** What axe-core finds serious or critical on a page, or at all by `rules`, one line each; a test expects an empty list. */
export async function seriousViolations(page: Page, rules?: string[]): Promise<string[]> {
  // by the debugger's protocol, which the page's content security policy does not concern
  await page.evaluate(axe.source)
  const options = JSON.stringify({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) })
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(document, ${options})`)
  return violations
    .filter(({ impact }) => rules !== undefined || impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`))
}

interface Violation {
  id: string
  impact: string | null
  help: string
  nodes: { html: string }[]
}

/** Saves what is seen to `MILLRACE_PICTURES`, where that names a folder: for people who look at pages. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.MILLRACE_PICTURES
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}
