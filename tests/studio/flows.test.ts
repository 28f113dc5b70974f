import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { walk } from "../../packages/server/src/folder/walk.ts"
import { zipFlow } from "../../packages/server/src/folder/zip.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

const CHAT =
  "inputs:\n  q: {type: string, is_chat_input: true}\noutputs:\n  a: {type: string, reference: '${inputs.q}'}\nnodes: []\n"
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })
const dialog = (page: Page) => page.getByRole("dialog").last()

describe.skipIf(!hasBrowser)("the pages of flows and of the gallery", () => {
  let studio: StudioBrowser
  let outside: string
  beforeAll(async () => {
    outside = mkdtempSync(join(tmpdir(), "millrace-import-"))
    studio = await openStudioBrowser({
      copies: { "teams/web": "gallery/web-classification" },
      files: {
        "chat/flow.dag.yaml": CHAT,
        "broken/flow.dag.yaml": "inputs: [\n",
        "50% off/flow.dag.yaml": CHAT,
      },
    })
  })
  afterAll(async () => {
    await studio?.[Symbol.asyncDispose]()
    rmSync(outside, { recursive: true, force: true })
  })

  it("lists flows with what they are for; makes, renames, deletes and brings back; all by keyboard", async () => {
    const page = await studio.page("/flows")
    await row(page, "teams/web").waitFor()
    expect(await row(page, "chat").first().textContent()).toContain("Chat")
    expect(await page.getByLabel("Cannot be read:").count()).toBe(1)
    await page.getByText("4 flows", { exact: true }).waitFor()

    // filters stand in the address, and come from it
    await page.getByRole("button", { name: "Filter", exact: true }).focus()
    await page.keyboard.press("Enter")
    await page.getByRole("menuitem", { name: "State" }).press("ArrowRight")
    await page.getByRole("menuitemcheckbox", { name: "Cannot be read" }).press("Enter")
    await page.getByText("1 of 4 flows", { exact: true }).waitFor()
    expect(new URL(page.url()).search).toContain("state=problem")
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Take away the filter State" }).click()
    await page.getByText("4 flows", { exact: true }).waitFor()

    const create = page.getByRole("button", { name: "Create", exact: true })
    await create.press("Enter")
    await page.getByRole("radio", { name: "Evaluation" }).click()
    await page.getByLabel("Folder").fill("chat")
    await page.getByLabel("Folder").press("Enter")
    await page.getByText("There is a flow of this name already.").waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.keyboard.press("Escape")
    await dialog(page).waitFor({ state: "detached" })
    expect(await create.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true)
    await create.press("Enter")
    await page.getByRole("radio", { name: "Evaluation" }).click()
    await page.getByLabel("Folder").fill("judges/mine")
    await page.getByLabel("Folder").press("Enter")
    await page.waitForURL("**/flows/judges/mine")
    expect(studio.read("judges/mine/flow.dag.yaml")).toContain("aggregation: true")

    await page.goBack()
    const actions = page.getByRole("button", { name: "Actions for mine" })
    await actions.press("Enter")
    await page.getByRole("menuitem", { name: "Rename…" }).press("Enter")
    await page.getByLabel("Folder").fill("judges/yours")
    await page.getByLabel("Folder").press("Enter")
    await row(page, "judges/yours").waitFor()
    expect(studio.exists("judges/mine")).toBe(false)

    await page.getByLabel("Search flows").fill("judges")
    await page.getByText("1 of 5 flows", { exact: true }).waitFor()
    await page.getByRole("grid", { name: "Flows" }).focus()
    for (const key of ["ArrowDown", "Space"]) await page.keyboard.press(key)
    await page
      .getByRole("toolbar", { name: "Selected flows" })
      .getByRole("button", { name: "Delete" })
      .click()
    await dialog(page).getByRole("button", { name: "Delete" }).click()
    await expect.poll(() => studio.exists("judges/yours")).toBe(false)
    await page.getByRole("button", { name: "Undo" }).click()
    await expect.poll(() => studio.exists("judges/yours/flow.dag.yaml")).toBe(true)

    // archived ones are left out until they are asked for; deleted ones are listed, come back, or go for good
    const act = async (flow: string, action: string) => {
      await page.getByRole("button", { name: `Actions for ${flow}` }).press("Enter")
      await page.getByRole("menuitem", { name: action, exact: true }).press("Enter")
    }
    const only = async (filter: string, option: string) => {
      await page.getByRole("button", { name: "Filter", exact: true }).press("Enter")
      await page.getByRole("menuitem", { name: filter, exact: true }).press("ArrowRight")
      await page.getByRole("menuitemcheckbox", { name: option }).press("Enter")
      await page.keyboard.press("Escape")
    }
    await act("yours", "Archive")
    await row(page, "judges/yours").waitFor({ state: "detached" })
    await page.getByLabel("Search flows").fill("")
    await page.getByText("4 flows", { exact: true }).waitFor()
    await only("Archived", "Only archived")
    expect(await row(page, "judges/yours").textContent()).toContain("archived")
    await act("yours", "Delete…")
    await dialog(page).getByRole("button", { name: "Delete", exact: true }).click()
    await row(page, "judges/yours").waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Take away the filter Archived" }).click()
    await only("Deleted", "Only deleted")
    await row(page, "judges/yours").waitFor()
    expect(await seriousViolations(page)).toEqual([])
    studio.write({ "judges/yours/flow.dag.yaml": CHAT })
    await act("yours", "Restore")
    await page.getByText("There is another flow at judges/yours by now.").waitFor()
    expect(await page.getByRole("textbox", { name: "Folder" }).inputValue()).toBe("judges/yours-2")
    await dialog(page).getByRole("button", { name: "Restore" }).click()
    await page.waitForURL("**/flows/judges/yours-2")
    expect(studio.read("judges/yours-2/flow.dag.yaml")).toContain("aggregation: true")
    await page.goBack()
    await page.getByText("Nothing matches the search and the filters.").waitFor()
    await page.getByRole("button", { name: "Clear search and filters" }).click()
    await act("yours-2", "Delete…")
    await dialog(page).getByRole("button", { name: "Delete", exact: true }).click()
    await row(page, "judges/yours-2").waitFor({ state: "detached" })
    await only("Deleted", "Only deleted")
    await act("yours-2", "Delete for good…")
    await dialog(page).getByRole("button", { name: "Delete for good" }).click()
    await row(page, "judges/yours-2").waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Clear search and filters" }).click()

    await page.getByLabel("Search flows").fill("50%")
    await page.getByRole("link", { name: "50% off", exact: true }).click()
    await page.getByRole("heading", { level: 1, name: "50% off" }).waitFor()
    await page.context().close()
  })

  it("takes a zip and a folder, says why it refuses one, and gives a zip", async () => {
    const page = await studio.page("/flows?import=zip", { dark: true, size: "1024x768" })
    const zipFile = page.locator("input[accept='.zip']")
    await zipFile.setInputFiles({
      name: "bad.zip",
      mimeType: "application/zip",
      buffer: Buffer.from("no zip"),
    })
    await dialog(page).getByRole("button", { name: "Import" }).click()
    await dialog(page).getByRole("alert").waitFor()
    expect(await dialog(page).getByRole("alert").textContent()).toContain("It was not imported.")
    await picture(page, "import-refused-dark-1024")
    expect(await seriousViolations(page)).toEqual([])
    const buffer = await zipFlow(
      [...walk(join(studio.folder, "teams/web"))].filter(({ kind }) => kind === "file"),
    )
    await zipFile.setInputFiles({ name: "sent.zip", mimeType: "application/zip", buffer })
    expect(await page.getByRole("textbox", { name: "Folder" }).inputValue()).toBe("sent")
    await dialog(page).getByRole("button", { name: "Import" }).click()
    await page.waitForURL("**/flows/sent")
    expect(studio.read("sent/flow.dag.yaml")).toBe(studio.read("teams/web/flow.dag.yaml"))

    mkdirSync(join(outside, "given/sub"), { recursive: true })
    writeFileSync(join(outside, "given/flow.dag.yaml"), CHAT)
    writeFileSync(join(outside, "given/sub/tool.py"), "x = 1\n")
    await page.goto(new URL("/flows?import=folder", page.url()).href)
    await page.getByLabel("Folder to import").setInputFiles(join(outside, "given"))
    await page.getByText("given, 2 files").waitFor()
    await dialog(page).getByRole("button", { name: "Import" }).click()
    await page.waitForURL("**/flows/given")
    expect(studio.read("given/sub/tool.py")).toBe("x = 1\n")

    await page.goto(new URL("/flows", page.url()).href)
    await page.getByRole("button", { name: "Actions for sent" }).click()
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Download zip" }).click(),
    ])
    expect(download.suggestedFilename()).toBe("sent.zip")
    await page.context().close()
  })

  it("shows what a sample is and needs, and clones it under a name that is free", async () => {
    const page = await studio.page("/gallery?tab=evaluation")
    await page.getByRole("button", { name: "Basic evaluation", exact: true }).waitFor()
    expect(await page.getByRole("button", { name: "Web classification", exact: true }).count()).toBe(0)
    await page.getByRole("tab", { name: "Flow" }).click()
    await page.getByLabel("Search the gallery").fill("web pages")
    await page.getByText("1 sample", { exact: true }).waitFor()
    await page.getByRole("button", { name: "Web classification", exact: true }).click()
    await page.getByRole("heading", { name: "Prerequisites" }).waitFor()
    await page.getByRole("heading", { name: "Models" }).waitFor()
    expect(await dialog(page).getByRole("table").count()).toBeGreaterThan(0)
    await picture(page, "sample-light")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("tab", { name: "Nodes" }).click()
    await page.getByRole("cell", { name: "classify_with_llm" }).waitFor()
    await dialog(page).getByRole("button", { name: "Clone" }).click()
    await page.getByLabel("Folder").fill("mine/web")
    await dialog(page).getByRole("button", { name: "Clone" }).click()
    await page.waitForURL("**/flows/mine/web")
    expect(studio.read("mine/web/flow.dag.yaml")).toBe(studio.read("teams/web/flow.dag.yaml"))
    await page.context().close()
  })

  it("never complained", () => expect(studio.complaints).toEqual([]))
})
