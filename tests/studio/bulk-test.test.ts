import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

const rows = ["Green tea", "Black tea"].map((groundtruth) =>
  JSON.stringify({ question: `When is ${groundtruth} served?`, groundtruth }),
)

describe.skipIf(!hasBrowser)("the bulk test wizard", () => {
  let studio: StudioBrowser
  beforeAll(async () => {
    studio = await openStudioBrowser({
      copies: { hours: "gallery/conditional", grading: "gallery/eval-basic" },
      files: { "rows.jsonl": `${rows.join("\n")}\n` },
    })
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  it("chooses data, matches inputs, adds an evaluation, and starts the runs", async () => {
    const page = await studio.page("/bulk-test/hours")
    const next = page.getByRole("button", { name: "Next" })
    await page.getByRole("combobox", { name: /^Data file/ }).fill("rows")
    await page.getByRole("option", { name: /rows\.jsonl/ }).click()
    await page.getByText("2 rows").waitFor()
    expect(await page.getByRole("combobox", { name: "Value of question" }).inputValue()).toBe(
      `\${data.question}`,
    )
    await next.click()
    await page.getByRole("checkbox", { name: /^grading/ }).click()
    await expect
      .poll(() => page.getByRole("combobox", { name: "Value of groundtruth" }).inputValue())
      .toBe(`\${data.groundtruth}`)
    expect(await page.getByRole("combobox", { name: "Value of prediction" }).inputValue()).toBe(
      `\${run.outputs.answer}`,
    )
    expect(await seriousViolations(page)).toEqual([])
    await next.click()
    await page.getByText("was not made here").waitFor()
    await page.getByRole("button", { name: "Estimate" }).click() // it runs rows: that is asked about too
    await page
      .getByRole("alertdialog")
      .or(page.getByRole("dialog"))
      .getByText("Run the code of hours?")
      .waitFor()
    await page.keyboard.press("Escape")
    await page.getByText("An estimate runs three rows").waitFor()
    await picture(page, "bulk-test")
    // the code of the evaluation runs too, and what it comes to is told beside
    await page.getByRole("button", { name: "Estimate" }).click()
    for (const flow of ["hours", "grading"]) {
      await page.getByText(`Run the code of ${flow}?`).waitFor()
      await page.getByRole("button", { name: "Allow and run" }).click()
    }
    const parts = page.getByRole("table", { name: "What it will come to" })
    await parts.getByRole("row", { name: /^grading, evaluating base 2 0 0/ }).waitFor({ timeout: 30_000 })
    await parts.getByRole("row", { name: /^base 2 0 0/ }).waitFor()
    await parts.getByRole("row", { name: /^All/ }).waitFor()
    await picture(page, "estimate")
    await page.getByRole("button", { name: "Submit" }).click()
    await page.waitForURL(/\/runs\?group=/, { timeout: 20_000 })
    await page.getByRole("link", { name: /, grading$/ }).waitFor({ timeout: 20_000 }) // the evaluation of the run
    await page.getByText("2 runs", { exact: true }).waitFor()
    expect(studio.complaints).toEqual([])
  })
})
