import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { zipFlow } from "../../packages/server/src/folder/zip.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

describe.skipIf(!hasBrowser)("the pages of flows and of the gallery", () => {
  let studio: StudioBrowser
  beforeAll(async () => {
    studio = await openStudioBrowser({
      copies: { "teams/web": "gallery/web-classification" },
      files: {
        "chat/flow.dag.yaml":
          "inputs:\n  q: {type: string, is_chat_input: true}\noutputs:\n  a: {type: string, reference: '${inputs.q}'}\nnodes: []\n",
        "broken/flow.dag.yaml": "inputs: [\n",
      },
    })
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  it("lists flows with what they are for and what is wrong; filters, makes, renames, deletes and brings back", async () => {
    const page = await studio.page("/flows")
    const row = (name: string) => page.getByRole("row").filter({ hasText: name })
    await row("teams/web").waitFor()
    expect(await row("chat").textContent()).toContain("Chat")
    expect(await page.getByLabel("Cannot be read:").count()).toBe(1)
    await picture(page, "flows-light")
    expect(await seriousViolations(page)).toEqual([])

    await page.getByRole("button", { name: "Create" }).click()
    await page.getByRole("dialog").getByText("Evaluation", { exact: true }).click()
    await page.getByLabel("Folder").fill("chat")
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click()
    await page.getByText("There is a flow of this name already.").waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.getByLabel("Folder").fill("judges/mine")
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click()
    await page.waitForURL("**/flows/judges/mine")
    expect(studio.read("judges/mine/flow.dag.yaml")).toContain("aggregation: true")

    await page.goBack()
    await page.goto(new URL("/flows?type=evaluation", page.url()).href)
    await row("judges/mine").waitFor()
    expect(await row("teams/web").count()).toBe(0)

    await page.getByRole("button", { name: "Actions for mine" }).click()
    await page.getByRole("menuitem", { name: "Rename…" }).click()
    await page.getByLabel("Folder").fill("judges/yours")
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click()
    await row("judges/yours").waitFor()
    expect(studio.exists("judges/mine")).toBe(false)

    await page.getByRole("button", { name: "Actions for yours" }).click()
    await page.getByRole("menuitem", { name: "Delete…" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
    await expect.poll(() => studio.exists("judges/yours")).toBe(false)
    await page.getByRole("button", { name: "Undo" }).click()
    await expect.poll(() => studio.exists("judges/yours/flow.dag.yaml")).toBe(true)
    await page.context().close()
  })

  it("gives a flow as a zip file, and takes one", async () => {
    const page = await studio.page("/flows?import=zip", { dark: true, size: "1024x768" })
    const zip = await zipFlow(join(studio.folder, "teams/web"))
    await page
      .locator("input[accept='.zip']")
      .setInputFiles({ name: "sent.zip", mimeType: "application/zip", buffer: zip })
    expect(await page.getByLabel("Folder", { exact: false }).last().inputValue()).toBe("sent")
    await picture(page, "import-dark-1024")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("dialog").getByRole("button", { name: "Import" }).click()
    await page.waitForURL("**/flows/sent")
    expect(studio.read("sent/flow.dag.yaml")).toBe(studio.read("teams/web/flow.dag.yaml"))

    await page.goto(new URL("/flows", page.url()).href)
    await page.getByRole("button", { name: "Actions for sent" }).click()
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Download zip" }).click(),
    ])
    expect(download.suggestedFilename()).toBe("sent.zip")
    await picture(page, "flows-dark-1024")
    expect(await seriousViolations(page)).toEqual([])
    await page.context().close()
  })

  it("shows what a sample is, and clones it under a name that is free", async () => {
    const page = await studio.page("/gallery?tab=evaluation")
    await page.getByRole("button", { name: "Basic evaluation", exact: true }).waitFor()
    expect(await page.getByRole("button", { name: "Web classification", exact: true }).count()).toBe(0)
    await page.getByRole("tab", { name: "Flow" }).click()
    await page.getByLabel("Search the gallery").fill("web pages")
    await page.getByText("1 sample", { exact: true }).waitFor()
    await picture(page, "gallery-light")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "Web classification", exact: true }).click()
    await page.getByRole("heading", { name: "Models" }).waitFor()
    await picture(page, "sample-light")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("tab", { name: "Nodes" }).click()
    await page.getByRole("cell", { name: "classify_with_llm" }).waitFor()
    await page.getByRole("dialog").getByRole("button", { name: "Clone" }).click()
    await page.getByLabel("Folder").fill("mine/web")
    await page.getByRole("dialog").getByRole("button", { name: "Clone" }).last().click()
    await page.waitForURL("**/flows/mine/web")
    expect(studio.read("mine/web/flow.dag.yaml")).toBe(studio.read("teams/web/flow.dag.yaml"))
    await page.context().close()
  })

  it("never complained", () => expect(studio.complaints).toEqual([]))
})
