import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  hasBrowser,
  openStudioBrowser,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

describe.skipIf(!hasBrowser)("the page of settings", () => {
  let studio: StudioBrowser
  beforeAll(async () => {
    studio = await openStudioBrowser()
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  it("opens", async () => {
    const page = await studio.page("/settings")
    await page.getByRole("heading", { name: "Settings" }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
    expect(studio.complaints).toEqual([])
  })
})
