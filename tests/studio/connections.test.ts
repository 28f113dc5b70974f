import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { loopback } from "../support/loopback.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

const FLOW =
  "nodes:\n- {name: ask, type: llm, connection: mine, api: chat, source: {type: code, path: a.jinja2}, inputs: {}}\n"
const dialog = (page: Page) => page.getByRole("dialog").last()
const within = (page: Page, name: string) => dialog(page).getByRole("button", { name, exact: true })

describe.skipIf(!hasBrowser)("the pages of connections, runtimes and settings", () => {
  let studio: StudioBrowser
  beforeAll(async () => {
    studio = await openStudioBrowser({
      files: { "web/flow.dag.yaml": FLOW, "web/requirements.txt": "pip\n" },
    })
    // one whose Python is gone: making one that works takes half a minute
    const path = join(studio.home, "runtimes/gone")
    mkdirSync(path, { recursive: true })
    const record = {
      name: "gone",
      path,
      interpreter: join(path, "bin/python"),
      python: "3.9.1",
      managed: false,
    }
    const made = { requirements: ["pandas"], created: "2026-01-01T00:00:00.000Z" }
    writeFileSync(join(path, "millrace-runtime.json"), JSON.stringify({ ...record, ...made }))
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  it("makes a connection from its provider's form, tests it, changes it without its secret, deletes it", async () => {
    let key: string | undefined
    await using server = await loopback(({ headers, url }, answer) => {
      key = headers.authorization
      answer.setHeader("content-type", "application/json")
      answer.end(JSON.stringify(url === "/v1/models" ? { data: [{ id: "gpt-of-the-test" }] } : {}))
    })
    const page = await studio.page("/connections")
    const answers: Promise<string>[] = []
    page.on("response", (response) => {
      if (response.url().includes("/api/connections")) answers.push(response.text().catch(() => ""))
    })
    await page.getByText("A connection holds the address").waitFor()
    await page.getByRole("button", { name: "Create" }).first().press("Enter")
    await page.getByRole("menuitem", { name: "OpenAI", exact: true }).press("Enter")
    await within(page, "Save").click()
    await page.getByText("Give it a name").waitFor()
    const name = page.getByRole("textbox", { name: "Name", exact: true })
    await expect.poll(() => name.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true)
    await name.fill("mine")
    await page.getByLabel("API key").fill("sk-never-shown")
    expect(await page.getByLabel("API key").getAttribute("type")).toBe("password")
    await page.getByLabel("Base URL").fill(`${server.url}/v1`)
    expect(await seriousViolations(page)).toEqual([])
    await within(page, "Save").click()

    await dialog(page).getByRole("link", { name: "web: ask" }).waitFor()
    await within(page, "Test").click()
    await page.getByText("It works", { exact: true }).waitFor()
    await page.getByText("gpt-of-the-test").waitFor()
    expect(key).toBe("Bearer sk-never-shown")
    await picture(page, "connection-light")
    expect(await seriousViolations(page)).toEqual([])

    await within(page, "Edit").click()
    expect(await page.getByLabel("API key").inputValue()).toBe("")
    await page.getByLabel("Organization").fill("acme")
    await within(page, "Save").click()
    await page.getByText("acme").waitFor()
    key = undefined
    await within(page, "Test").click()
    await expect.poll(() => key).toBe("Bearer sk-never-shown") // it has stayed
    expect(await page.content()).not.toContain("sk-never-shown")
    expect((await Promise.all(answers)).join("\n")).not.toContain("sk-never-shown")
    await within(page, "Delete").click()
    await page.getByText(/1 node in 1 flow of this folder will no longer run/).waitFor()
    await within(page, "Delete").click()
    await page.getByText("A connection holds the address").waitFor()
    await page.context().close()
  })

  it("keeps a custom connection's values, each secret or not, and takes them away", async () => {
    const page = await studio.page("/connections?create=custom", { dark: true, size: "1024x768" })
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("search")
    await page.getByLabel("Name of the value").fill("key")
    await page.getByLabel("Value of key").fill("hidden-word")
    await page.getByRole("button", { name: "Add a value" }).click()
    await page.getByLabel("Name of the value").last().fill("endpoint")
    await page.getByLabel("Value of endpoint").fill("https://search.example")
    await within(page, "Save").click()
    await page.getByText("https://search.example").waitFor()
    expect(await page.content()).not.toContain("hidden-word")
    await page.getByText("1 connection", { exact: true }).waitFor()
    expect(await seriousViolations(page)).toEqual([])

    await within(page, "Edit").click()
    await within(page, "Remove key").click()
    await within(page, "Save").click()
    await page.getByText("at least one secret value").waitFor()
    await page.getByRole("checkbox", { name: "Secret" }).click()
    await picture(page, "connection-custom-dark-1024")
    await within(page, "Save").click()
    await dialog(page).getByText("******").waitFor()
    expect(await dialog(page).getByText("key", { exact: true }).count()).toBe(0)
    expect(await page.content()).not.toContain("search.example")
    await page.context().close()
  })

  it("shows runtimes with status and packages, and asks before a folder's requirements are installed", async () => {
    const page = await studio.page("/runtimes")
    await page.getByText("in use").first().waitFor()
    await page.getByText("2 runtimes", { exact: true }).waitFor()
    const machine = page.getByRole("list", { name: "This machine" })
    expect(await machine.textContent()).toMatch(/Node.*v\d+.*Python.*3\./)
    await page.getByRole("row").filter({ hasText: "gone" }).getByText("Broken").waitFor()

    await page.getByLabel("Search runtimes").fill("python3")
    await page.getByText("1 of 2 runtimes", { exact: true }).waitFor()
    await page.getByRole("grid", { name: "Runtimes" }).focus()
    for (const key of ["ArrowDown", "Enter"]) await page.keyboard.press(key)
    await dialog(page).getByRole("cell", { name: "pip", exact: true }).waitFor()
    await picture(page, "runtime-light")
    expect(await seriousViolations(page)).toEqual([])
    await page.keyboard.press("Escape")

    await page.getByRole("button", { name: "Create", exact: true }).press("Enter")
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("gone")
    await page.getByLabel("Requirements").fill("web/requirements.txt")
    await within(page, "Create").click()
    await page.getByText("There is a runtime of this name already.").waitFor()
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("small")
    await page.getByRole("textbox", { name: "Python", exact: true }).fill("/no/such/python")
    await within(page, "Create").click()
    await within(page, "Allow and install").click()
    // what the making says, and why it was not made
    await page.getByRole("log").getByText("Making the environment small").waitFor()
    await dialog(page).getByRole("alert").waitFor()
    await within(page, "Cancel").click()

    await page.getByLabel("Search runtimes").fill("")
    await page.getByRole("button", { name: "Actions for gone" }).press("Enter")
    await page.getByRole("menuitem", { name: "Delete…" }).press("Enter")
    await within(page, "Delete").click()
    await page.getByText("1 runtime", { exact: true }).waitFor()
    await page.context().close()
  })

  it("says where things are and what machine and flows lack, in the theme that is chosen", async () => {
    const page = await studio.page("/settings")
    await page.getByText(studio.folder, { exact: true }).waitFor()
    await page.getByText("none fetched yet").waitFor()
    await page.getByRole("button", { name: "Fetch" }).waitFor()
    await page.getByRole("combobox", { name: "Flow to look at, too" }).click()
    await page.getByRole("option", { name: "web" }).click()
    await page.getByText("Connection mine").waitFor()
    for (const theme of ["Dark", "Light"]) {
      await page.getByRole("radio", { name: theme }).click()
      await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe(theme.toLowerCase())
      await picture(page, `settings-${theme.toLowerCase()}`)
    }
    expect(await seriousViolations(page)).toEqual([])
    await page.reload()
    await page.getByText(studio.folder, { exact: true }).waitFor()
    expect(await page.locator("html").getAttribute("data-theme")).toBe("light")
    await page.context().close()
  })

  it("never complained", () => expect(studio.complaints).toEqual([]))
})
