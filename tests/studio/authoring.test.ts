import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

describe.skipIf(!hasBrowser)("the authoring page", () => {
  let studio: StudioBrowser
  beforeAll(async () => {
    studio = await openStudioBrowser({ copies: { hours: "gallery/conditional" } })
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  it("asks for trust, runs the flow and a node, and says what an edit makes stale", async () => {
    const page = await studio.page("/flows/hours")
    const card = page.getByRole("region", { name: "Node is_about_hours" })
    await card.getByRole("button", { name: "Run is_about_hours" }).click()
    await page.getByRole("dialog", { name: "Run the code of hours?" }).waitFor()
    await page.getByRole("button", { name: "Allow and run" }).click()
    await card.getByRole("tab", { name: "Output" }).waitFor()
    await page.getByRole("button", { name: "Run", exact: true }).click()
    const results = page.getByRole("tabpanel", { name: "Outputs" })
    await results.getByText("Saturday: 10 to 14.").waitFor()
    expect(await page.getByRole("region", { name: "Node hand_on" }).innerText()).toContain("Bypassed")

    const editor = page.getByLabel("is_about_hours.py of node is_about_hours")
    await editor.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type("# edited")
    await card.getByText("is_about_hours has changed since this output").waitFor()
    await page.getByRole("button", { name: "Run stale" }).click()
    await expect
      .poll(() => page.getByText("has changed since this output").count(), { timeout: 20_000 })
      .toBe(0)
    expect(studio.read("hours/is_about_hours.py")).toContain("# edited")

    await page.getByRole("button", { name: /^Undo/ }).click()
    await expect.poll(() => studio.read("hours/is_about_hours.py")).not.toContain("# edited")
    await picture(page, "authoring")
    expect(await seriousViolations(page)).toEqual([])
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })

  it("renames a node with every reference, changing those lines alone", async () => {
    const before = studio.read("hours/flow.dag.yaml")
    const page = await studio.page("/flows/hours", { dark: true, size: "1024x768" })
    const name = page.getByLabel("Name of node look_up_hours")
    await name.fill("find_hours")
    await name.press("Enter")
    await expect.poll(() => studio.read("hours/flow.dag.yaml")).toContain("name: find_hours")
    const after = studio.read("hours/flow.dag.yaml")
    expect(after).toBe(
      before
        .replace("name: look_up_hours", "name: find_hours")
        .replaceAll(`\${look_up_hours.output`, `\${find_hours.output`),
    )
    expect(await seriousViolations(page)).toEqual([])
    await page.context().close()
  })

  it("follows the disk, and writes over nothing that was changed on both sides", async () => {
    const page = await studio.page("/flows/hours")
    const editor = page.getByLabel("hand_on.py of node hand_on")
    await page.getByRole("region", { name: "Node hand_on" }).scrollIntoViewIfNeeded() // it mounts when it is near
    await editor.waitFor()
    studio.write({ "hours/hand_on.py": `${studio.read("hours/hand_on.py")}# theirs\n` })
    await page.getByText("# theirs").waitFor()
    await editor.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type("# mine")
    studio.write({ "hours/hand_on.py": "# other\n" })
    await page.getByText("hours/hand_on.py was changed on disk, and here").waitFor()
    await page.getByRole("button", { name: "Take what is on disk" }).click()
    await page.getByText("# other").waitFor()
    expect(studio.read("hours/hand_on.py")).toBe("# other\n")
    await page.context().close()
  })
})
