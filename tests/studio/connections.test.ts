import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { modelServer } from "../../packages/providers/testing/model-server.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

const FLOW =
  "nodes:\n- {name: ask, type: llm, connection: mine, api: chat, source: {type: code, path: a.jinja2}, inputs: {}}\n"

describe.skipIf(!hasBrowser)("the pages of connections, runtimes and settings", () => {
  let studio: StudioBrowser
  beforeAll(async () => {
    studio = await openStudioBrowser({ files: { "web/flow.dag.yaml": FLOW, "web/requirements.txt": "" } })
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  it("makes a connection from its provider's form, tests it, changes it without its secret, deletes it", async () => {
    await using server = await modelServer()
    const page = await studio.page("/connections")
    await page.getByText("A connection holds the address").waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "Create" }).first().click()
    await page.getByRole("menuitem", { name: "OpenAI", exact: true }).click()
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByText("Give it a name").waitFor()
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("mine")
    await page.getByLabel("API key").fill("sk-never-shown")
    expect(await page.getByLabel("API key").getAttribute("type")).toBe("password")
    await page.getByLabel("Base URL").fill(`${server.url}/v1`)
    await picture(page, "connection-new-light")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "Save" }).click()

    await page.getByRole("dialog").getByRole("link", { name: "web: ask" }).waitFor()
    expect(await page.content()).not.toContain("sk-never-shown")
    await page.getByRole("button", { name: "Test" }).click()
    await page.getByRole("dialog").locator("[role=status], [role=alert]").first().waitFor()
    await picture(page, "connection-light")
    expect(await seriousViolations(page)).toEqual([])

    await page.getByRole("dialog").getByRole("button", { name: "Edit" }).click()
    expect(await page.getByLabel("API key").inputValue()).toBe("")
    await page.getByLabel("Organization").fill("acme")
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByText("acme").waitFor()
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
    await page.getByText(/1 node in 1 flow of this folder will no longer run/).waitFor()
    await page.getByRole("dialog").last().getByRole("button", { name: "Delete" }).click()
    await page.getByText("A connection holds the address").waitFor()
    await page.context().close()
  })

  it("keeps a custom connection's values, each secret or not", async () => {
    const page = await studio.page("/connections?create=custom", { dark: true, size: "1024x768" })
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("search")
    await page.getByLabel("Name of the value").fill("key")
    await page.getByLabel("Value of key").fill("hidden-word")
    await page.getByRole("button", { name: "Add a value" }).click()
    await page.getByLabel("Name of the value").last().fill("endpoint")
    await page.getByLabel("Value of endpoint").fill("https://search.example")
    await picture(page, "connection-custom-dark-1024")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "Save" }).click()
    await page.getByText("https://search.example").waitFor()
    expect(await page.content()).not.toContain("hidden-word")
    expect(await seriousViolations(page)).toEqual([])
    await page.context().close()
  })

  it("lists runtimes, asks before what a folder requires is installed, and makes one", async () => {
    const page = await studio.page("/runtimes")
    await page.getByText("in use").first().waitFor()
    await picture(page, "runtimes-light")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "Create" }).click()
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("small")
    await page.getByLabel("Requirements").fill("web/requirements.txt")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click()
    await page.getByRole("button", { name: "Allow and install" }).click()
    await page.getByRole("row").filter({ hasText: "small" }).waitFor({ timeout: 40_000 })
    await page.context().close()
  })

  it("says where things are and what the machine lacks, in the theme that is chosen", async () => {
    const page = await studio.page("/settings")
    await page.getByText(studio.folder, { exact: true }).waitFor()
    await page.getByText("none fetched yet").waitFor()
    for (const theme of ["Dark", "Light"]) {
      await page.getByRole("radio", { name: theme }).click()
      await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe(theme.toLowerCase())
      await picture(page, `settings-${theme.toLowerCase()}`)
      expect(await seriousViolations(page)).toEqual([])
    }
    await page.context().close()
  })

  it("never complained", () => expect(studio.complaints).toEqual([]))
})
