import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { repository } from "../support/workspace.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

/** On a machine that does much else too. */
const SOON = { timeout: 15_000 }

/** An address of each page of the studio, and the title that it has. */
const ADDRESSES: Record<string, [address: string, title: string]> = {
  "/flows": ["/flows", "Flows"],
  "/flows/*": ["/flows/hours", "hours"],
  "/bulk-test/*": ["/bulk-test/hours", "Bulk test of hours"],
  "/chat/*": ["/chat/counting", "Chat with counting"],
  "/runs": ["/runs", "Runs"],
  "/runs/:name": ["/runs/first", "first"],
  "/runs/:name/lines/:line": ["/runs/first/lines/1", "Line 1"],
  "/compare": ["/compare?runs=first,second", "Compare runs"],
  "/connections": ["/connections", "Connections"],
  "/runtimes": ["/runtimes", "Runtimes"],
  "/gallery": ["/gallery", "Gallery"],
  "/settings": ["/settings", "Settings"],
}

/** As the frame has them. */
const routes = Array.from(
  readFileSync(join(repository, "apps/studio/src/frame/pages.ts"), "utf8").matchAll(
    /^ {2}\["([^"]+)", \(\) => import/gm,
  ),
  ([, path = ""]) => path,
)

if (routes.length === 0) throw new Error("the frame has no pages")

/** Beyond the width of the window, or of the page in it. */
const isWide = (page: Page) =>
  page.evaluate<boolean>(`[document.documentElement, document.querySelector("main")].some(
    (place) => place !== null && place.scrollWidth > place.clientWidth)`)

/** Colours of the other theme have arrived everywhere. */
const SETTLED = `new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 100))`

/** What has the focus, by its name, and whether that is seen. */
const focused = (page: Page) =>
  page.evaluate<{ name: string; isSeen: boolean }>(`(() => {
    const at = document.activeElement
    const { outlineStyle, outlineWidth } = getComputedStyle(at)
    return {
      name: at.getAttribute("aria-label") ?? at.textContent.trim(),
      isSeen: outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0,
    }
  })()`)

describe.skipIf(!hasBrowser)("every page", () => {
  let studio: StudioBrowser
  let page: Page
  beforeAll(async () => {
    studio = await openStudioBrowser({
      copies: { hours: "gallery/conditional", counting: "gallery/chat-basic" },
      files: {
        "rows.jsonl": ["When are you open?", "Tea?"]
          .map((question) => JSON.stringify({ question }))
          .join("\n"),
      },
    })
    await using api = await Millrace.open({ home: studio.home, cwd: studio.folder })
    const [flow, data] = [join(studio.folder, "hours"), join(studio.folder, "rows.jsonl")]
    await Promise.all(
      ["first", "second"].map(async (name) => (await api.runs.create({ name, flow, data })).result),
    )
    await api.connections.create({ name: "mine", type: "open_ai", api_key: "the-key" })
    page = await studio.page("/settings")
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  /** A page of the same tab, when there is nothing more to come. */
  const open = async (address: string) => {
    await page.evaluate(`history.pushState(null, "", ${JSON.stringify(address)})`)
    await page.locator("h1").waitFor()
    await expect.poll(() => page.locator("main [role=status]", { hasText: /…$/ }).count(), SOON).toBe(0)
  }

  it.each(routes)(
    "%s: nothing serious for axe in light and dark, no wider than 1024 px, a title",
    async (route) => {
      const [address, title] = ADDRESSES[route] ?? []
      if (address === undefined) throw new Error(`name an address of ${route} above`)
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.emulateMedia({ colorScheme: "light" })
      await open(address)
      await expect.poll(() => page.title(), SOON).toBe(`${title} · Millrace`)
      await picture(page, `page${route.replaceAll(/\W+/g, "-")}`)
      expect(await seriousViolations(page)).toEqual([])
      await page.setViewportSize({ width: 1024, height: 768 })
      await page.emulateMedia({ colorScheme: "dark" })
      expect(await isWide(page)).toBe(false)
      await page.evaluate(SETTLED)
      await picture(page, `page${route.replaceAll(/\W+/g, "-")}-dark`)
      expect(await seriousViolations(page, ["color-contrast"])).toEqual([])
    },
  )

  it("is worked by keyboard: the way past the rail, what has the focus, going back", async () => {
    await page.emulateMedia({ colorScheme: "light" })
    await open("/runs")
    await page.reload()
    await page.locator("h1").waitFor()
    await page.keyboard.press("Tab")
    expect(await focused(page)).toEqual({ name: "To the page", isSeen: true })
    await page.keyboard.press("Tab")
    expect(await focused(page)).toEqual({ name: "Millrace, home", isSeen: true })
    for (const name of ["Flows", "Runs", "Connections"]) {
      while ((await focused(page)).name !== name) await page.keyboard.press("Tab")
      expect(await focused(page)).toEqual({ name, isSeen: true })
    }
    await page.keyboard.press("Enter")
    await expect.poll(() => page.title(), SOON).toBe("Connections · Millrace")
    await page.keyboard.press("g")
    await page.keyboard.press("s")
    await expect.poll(() => page.title(), SOON).toBe("Settings · Millrace")
    await page.goBack()
    await page.goBack()
    await expect.poll(() => page.title(), SOON).toBe("Runs · Millrace")
    await page.goForward()
    await expect.poll(() => page.title(), SOON).toBe("Connections · Millrace")
    const whole = page.viewportSize() ?? { width: 1024, height: 768 }
    await page.setViewportSize({ ...whole, height: 360 }) // a dialog of text alone then scrolls, by keys too
    await page.keyboard.press("?")
    await page
      .getByRole("dialog", { name: "Keyboard shortcuts" })
      .getByText("Next and previous row")
      .waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.setViewportSize(whole)
    await page.keyboard.press("Escape")
  })

  it.each([
    ["dark theme", "Dark theme", () => page.locator("html[data-theme=dark]").waitFor()],
    ["gall", "Gallery", () => page.waitForURL("**/gallery")],
    ["hours", "hours", () => page.waitForURL("**/flows/hours")],
    ["look_up", "look_up_hours node", () => page.waitForURL("**/flows/hours?node=look_up_hours")],
    [
      "outputs",
      "Outputs card",
      () => page.getByRole("region", { name: "Outputs" }).and(page.locator(":focus")).waitFor(),
    ],
    ["second", "second", () => page.waitForURL("**/runs/second")],
    ["mine", "mine connection", () => page.waitForURL("**/connections?open=mine")],
  ] as const)("finds %s in the palette", async (typed, option, arrived) => {
    await page.keyboard.press("Control+k")
    await page.keyboard.type(typed)
    const palette = page.getByRole("dialog", { name: "Commands" })
    await palette.getByRole("option", { name: option, selected: true }).waitFor()
    await page.keyboard.press("Enter")
    await arrived()
    await palette.waitFor({ state: "detached" })
  })

  it.each([
    ["/runs/first/lines/0?node=answer", "Line 0 · Millrace"],
    ["/runs/first?tab=snapshot", "first · Millrace"],
    ["/nowhere", "Nothing here · Millrace"],
    ["/runs/nobody", "nobody · Millrace"],
    ["/flows/no/such/flow", "Millrace"],
  ])("opens %s by its address", async (address, title) => {
    await page.goto(new URL(address, page.url()).href)
    await expect.poll(() => page.title(), SOON).toBe(title)
    if (/no\/such|nobody/.test(address)) await page.getByRole("alert").first().waitFor()
  })

  it("says when the server is gone, and that it is back", async () => {
    await page.route("**/api/events*", (route) => route.abort())
    await page.goto(new URL("/flows", page.url()).href)
    const notice = page.getByText("The studio's server does not answer.")
    await notice.waitFor()
    await page.unroute("**/api/events*")
    await notice.waitFor({ state: "detached" })
    expect(studio.complaints).toEqual([])
  })

  it("says when the server does not know it any more, and goes on when another tab is signed in", async () => {
    const known = await page.evaluate<string>(`sessionStorage.getItem("millrace.session")`)
    await page.evaluate(`sessionStorage.setItem("millrace.session", "of a server that has ended")`)
    await page.reload()
    const notice = page.getByText("The studio was started again, and does not know this page.")
    await notice.waitFor()
    const other = await page.context().newPage()
    await other.addInitScript(`sessionStorage.setItem("millrace.session", ${JSON.stringify(known)})`)
    await other.goto(new URL("/settings", page.url()).href)
    await notice.waitFor({ state: "detached" })
    await page.getByRole("link", { name: "hours", exact: true }).waitFor()
    await other.close()
  })
})
