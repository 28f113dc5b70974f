import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { SECTIONS, serveKit } from "../../scripts/studio-kit.mjs"
import { openBrowser } from "../../scripts/studio-screenshot.mjs"

/** Every component of the studio's kit, in a real browser and under the server's content security policy. */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const browser = await openBrowser()
if (!browser)
  console.warn("SKIPPED: no Chromium (MILLRACE_CHROMIUM=/path/to/chromium), the studio's kit is not tested")

let kit: Awaited<ReturnType<typeof serveKit>>
beforeAll(async () => {
  if (browser) kit = await serveKit()
})
afterAll(async () => {
  await browser?.close()
  await kit?.close()
})

/** A page of its own; whatever it complains about fails the test that opened it. */
async function open(address: string) {
  const context = await (browser as Browser).newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: "en-US",
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(`${kit.url}/kit?section=${address}`)
  await page.waitForSelector("h1")
  return {
    page,
    async [Symbol.asyncDispose]() {
      await context.close()
      expect(complaints).toEqual([])
    },
  }
}

/** What axe finds serious or critical, as rule and places. */
async function serious(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(AXE)
  type Found = {
    violations: { id: string; impact: string; nodes: { target: unknown; failureSummary: string }[] }[]
  }
  const { violations } = await page.evaluate<Found>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) })})`,
  )
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`))
}

describe.skipIf(!browser)("accessibility", () => {
  it.each(SECTIONS)(
    "axe finds nothing serious in %s, light and dark, and it fits 1024 px",
    async (section) => {
      await using opened = await open(section)
      const { page } = opened
      expect(await serious(page)).toEqual([])
      await page.emulateMedia({ colorScheme: "dark" })
      await page.reload()
      await page.waitForSelector("h1")
      expect(await serious(page, ["color-contrast"])).toEqual([])
      await page.setViewportSize({ width: 1024, height: 768 })
      const sideways = await page.evaluate(
        `document.documentElement.scrollWidth > innerWidth ||
        document.querySelector("main").scrollWidth > document.querySelector("main").clientWidth`,
      )
      expect(sideways).toBe(false)
    },
  )

  it("nothing serious in what opens over the page either", async () => {
    await using opened = await open("layers")
    const { page } = opened
    await page.getByRole("button", { name: "Dialog" }).click()
    // begins at the first field, not at the cross
    expect(await page.evaluate("document.activeElement.tagName")).toBe("INPUT")
    expect(await serious(page)).toEqual([])
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Menu" }).click()
    expect(await serious(page)).toEqual([])
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Toast" }).click()
    await page.getByText("Run started", { exact: true }).waitFor()
    expect(await serious(page)).toEqual([])
  })
})

describe.skipIf(!browser)("the list", () => {
  const active = (page: Page) =>
    page.evaluate(
      `document.getElementById(document.querySelector("[role=grid]").getAttribute("aria-activedescendant"))
        .querySelector("[role=gridcell]:nth-child(2)").textContent`,
    )

  it("draws some rows of 100,000, and reaches the last by keyboard", async () => {
    await using opened = await open("table&rows=100000")
    const { page } = opened
    const grid = page.getByRole("grid")
    expect(await grid.getAttribute("aria-rowcount")).toBe("100001")
    await grid.focus()
    await page.keyboard.press("ArrowDown")
    expect(await active(page)).toBe("web-classification-100000")
    await page.keyboard.press("End")
    await page.locator("[aria-rowindex='100001']").waitFor()
    expect(await active(page)).toBe("web-classification-00001")
    await page.keyboard.press("ArrowUp")
    expect(await active(page)).toBe("web-classification-00002")
    expect(await page.locator("[role=row]").count()).toBeLessThan(60)
    await page.keyboard.press("Home")
    await page.keyboard.press("Enter")
    expect(await page.title()).toBe("web-classification-100000")
  })

  it("keeps search, filters and sort in the address", async () => {
    await using opened = await open("table")
    const { page } = opened
    await page.getByRole("searchbox").fill("00042")
    await page.waitForURL(/q=00042/)
    await page.getByRole("status").getByText("1 of 2,000 runs").waitFor()
    await page.getByRole("searchbox").fill("")
    await page.getByRole("button", { name: "Filter" }).click()
    await page.getByRole("menuitem", { name: "State" }).click()
    await page.getByRole("menuitemcheckbox", { name: "Crashed" }).click()
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Duration" }).click()
    await page.waitForURL(/(?=.*state=crashed)(?=.*sort=duration)/)
    const first = () => page.locator("[aria-rowindex='2']").textContent()
    const seen = await first()
    expect(seen).toContain("Crashed")
    await page.reload()
    await page.locator("[aria-rowindex='2']").waitFor()
    expect(await first()).toBe(seen)
    await page.getByRole("button", { name: "Take away the filter State" }).click()
    await page.getByText("2,000 runs").waitFor()
  })

  it("selects by keyboard, and offers what can be done with the selected", async () => {
    await using opened = await open("table")
    const { page } = opened
    await page.getByRole("grid").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Space")
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Shift+ArrowDown")
    await page.getByRole("button", { name: "Compare 3" }).waitFor()
    expect(await page.locator("[role=row][aria-selected=true]").count()).toBe(3)
    await page.keyboard.press("Escape")
    expect(await page.getByRole("button", { name: /Compare/ }).count()).toBe(0)
  })

  it("remembers which columns are shown", async () => {
    await using opened = await open("table")
    const { page } = opened
    await page.getByRole("button", { name: "Columns" }).click()
    await page.getByRole("checkbox", { name: "Tokens" }).click()
    await page.getByRole("button", { name: "Move Cost left" }).click()
    await page.reload()
    await page.locator("[aria-rowindex='2']").waitFor()
    const headers = await page.getByRole("columnheader").allTextContents()
    expect(headers).not.toContain("Tokens")
    expect(headers).toContain("Cost")
  })
})

describe.skipIf(!browser)("the frame", () => {
  it("finds commands, by keyboard alone", async () => {
    await using opened = await open("controls")
    const { page } = opened
    await page.keyboard.press("Control+k")
    await page.getByRole("combobox", { name: "Find a command" }).fill("dark th")
    await page.getByRole("option", { name: "Dark theme" }).waitFor()
    await page.keyboard.press("Enter")
    await page.locator("html[data-theme=dark]").waitFor()
    await page.keyboard.press("?")
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor()
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("r")
    await page.waitForURL("**/runs")
  })

  it("types into fields without taking letters for commands", async () => {
    await using opened = await open("controls")
    const { page } = opened
    const field = page.getByRole("textbox", { name: "Name" })
    await field.fill("")
    await field.pressSequentially("g r?")
    expect(await field.inputValue()).toBe("g r?")
    expect(new URL(page.url()).pathname).toBe("/kit")
  })
})
