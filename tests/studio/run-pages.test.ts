import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

const FLOW = `inputs:
  text: { type: string }
outputs:
  category: { type: string, reference: "\${classify.output}" }
nodes:
- name: clean
  type: python
  source: { type: code, path: clean.py }
  inputs: { text: "\${inputs.text}" }
- name: classify
  type: python
  source: { type: code, path: classify.py }
  inputs: { text: "\${clean.output}" }
`
const TOOL = "from promptflow.core import tool\n\n\n@tool\n"
const CLEAN = `${TOOL}def clean(text: str) -> str:\n    print("cleaning", text)\n    return text.strip()\n`
const CLASSIFY = `${TOOL}def classify(text: str) -> str:
    if "bad" in text:
        raise ValueError("cannot classify " + text)
    if "film" in text:
        return "Movie"
    return "App" if "app" in text else "None"
`
const BETTER = CLASSIFY.replace('"app" in text', '"app" in text or "tool" in text')
const SLOW = CLASSIFY.replace('if "bad"', 'import time; time.sleep(0.4)\n    if "bad"')
const TEXTS = [
  ["a film about lanterns", "Movie"],
  ["an app for notes", "App"],
  ["a tool for maps", "App"],
  ["=cmd|bad row", "None"],
]
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => TEXTS[at % TEXTS.length] as [string, string])
    .map(([text, answer], at) => JSON.stringify({ text: `${text} ${at}`, answer }))
    .join("\n")

describe.skipIf(!hasBrowser)("pages of runs", () => {
  let studio: StudioBrowser
  let millrace: Millrace
  beforeAll(async () => {
    const flow = (folder: string, classify: string) => ({
      [`${folder}/flow.dag.yaml`]: FLOW,
      [`${folder}/clean.py`]: CLEAN,
      [`${folder}/classify.py`]: classify,
    })
    studio = await openStudioBrowser({
      files: {
        ...flow("classify", CLASSIFY),
        ...flow("better", BETTER),
        ...flow("slow", SLOW),
        "data.jsonl": rows(24),
      },
      copies: { accuracy: "gallery/eval-classification-accuracy" },
    })
    // as the command line does it: the studio's server knows nothing of it
    millrace = await Millrace.open({ home: studio.home, cwd: studio.folder })
    const columnMapping = { text: "${data.text}" }
    const data = join(studio.folder, "data.jsonl")
    for (const name of ["classify", "better"]) {
      const run = await millrace.runs.create({ name, flow: join(studio.folder, name), data, columnMapping })
      await run.result
    }
    const over = await millrace.runs.create({
      name: "better-accuracy",
      flow: join(studio.folder, "accuracy"),
      data,
      run: "better",
      columnMapping: { groundtruth: "${data.answer}", prediction: "${run.outputs.category}" },
    })
    await over.result
  }, 60_000)
  afterAll(async () => {
    await millrace?.[Symbol.asyncDispose]()
    await studio?.[Symbol.asyncDispose]()
  })

  test("lists runs, filters them, archives and compares those that are selected", async () => {
    const page = await studio.page("/runs")
    await page.getByRole("link", { name: "better-accuracy" }).waitFor()
    await picture(page, "runs")
    await page.getByRole("searchbox", { name: "Search runs" }).fill("classify")
    await page.getByText("1 of 3 runs").waitFor()
    await page.getByRole("searchbox", { name: "Search runs" }).fill("")
    await page.getByText("3 runs", { exact: true }).waitFor()
    await page.getByRole("checkbox", { name: "Select row 1" }).click()
    await page.getByRole("button", { name: "Archive" }).click()
    await page.getByText("2 runs", { exact: true }).waitFor()
    expect((await millrace.runs.get("better-accuracy")).archived).toBe(true)
    await millrace.runs.restore("better-accuracy")
    await page.getByText("3 runs", { exact: true }).waitFor() // what another program does is seen
    await page.context().close()
  })

  test("shows a run: what failed, values whole, files; and evaluates it", async () => {
    const page = await studio.page("/runs/classify")
    await page.getByText("cannot classify").first().waitFor()
    await picture(page, "run")
    await page.setViewportSize({ width: 1024, height: 768 })
    await picture(page, "run-1024")
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole("button", { name: /6\s*failed/ }).click()
    await page.getByText("6 lines", { exact: true }).waitFor()
    await page.getByRole("button", { name: "Failed only" }).click()
    await page.getByText("24 lines", { exact: true }).waitFor()
    const rule = page.getByRole("textbox", { name: "Filter lines by an expression" })
    await rule.fill('outputs.category == "App" or (status == "failed" and line > 10)')
    await page.getByText("10 lines", { exact: true }).waitFor()
    await rule.fill("")
    await page.getByText("24 lines", { exact: true }).waitFor()
    const values = await page
      .getByRole("grid")
      .getByRole("button", { name: / of line \d+/ })
      .evaluateAll((buttons) => buttons.map((button) => button.ariaLabel))
    expect(values.length).toBeGreaterThan(20)
    expect(new Set(values).size).toBe(values.length) // equal values of two lines have names of their own
    await page.getByRole("button", { name: "a film about lanterns 0" }).click()
    await page.getByRole("dialog").getByRole("tab", { name: "Difference" }).click()
    await page.getByRole("combobox", { name: "Against" }).click()
    expect(await seriousViolations(page, ["region"])).toEqual([]) // what opens is in a landmark, and said in a dialog too
    await page.getByRole("option", { name: "category" }).click()
    await page.getByRole("dialog").locator("del", { hasText: "Movie" }).waitFor()
    await page.keyboard.press("Escape")

    const download = page.waitForEvent("download")
    await page.getByRole("button", { name: "Export" }).click()
    expect(await seriousViolations(page, ["region"])).toEqual([])
    await page.getByRole("menuitem", { name: /CSV/ }).click()
    const file = await (await download).createReadStream()
    let csv = ""
    for await (const part of file) csv += part
    expect(csv).toContain("'=cmd|bad row 3")

    await page.getByRole("checkbox", { name: "Select row 1", exact: true }).click()
    await page.getByRole("button", { name: "Add to dataset" }).click()
    const adding = page.getByRole("dialog", { name: "Add to a dataset" })
    await adding.getByRole("checkbox", { name: "With what the flow answered" }).click()
    await adding.getByRole("button", { name: "Save" }).click()
    await page.getByText("1 row saved in classify/data/cases.jsonl").first().waitFor()
    expect(JSON.parse(studio.read("classify/data/cases.jsonl"))).toEqual({
      text: "a film about lanterns 0",
      category: "Movie",
    })

    await page.getByRole("tab", { name: "Snapshot" }).click()
    await page.getByLabel(/^clean, Python node/).click()
    const cards = page.getByRole("region", { name: "Cards" })
    await cards.getByRole("heading", { name: "classify" }).waitFor()
    await cards.getByRole("cell", { name: "${clean.output}" }).waitFor()
    await picture(page, "snapshot")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "classify.py", exact: true }).click()
    await page.getByText("def classify(text: str)").waitFor()

    await page.getByRole("button", { name: "New evaluation" }).first().click()
    await page.getByRole("combobox", { name: "Evaluation" }).click()
    await page
      .getByRole("option", { name: /Classification accuracy|accuracy/ })
      .first()
      .click()
    const dialog = page.getByRole("dialog", { name: "New evaluation" })
    await expect
      .poll(() => dialog.getByRole("combobox", { name: "prediction" }).inputValue())
      .toBe("${run.outputs.category}")
    await expect
      .poll(() => dialog.getByRole("combobox", { name: "groundtruth" }).inputValue())
      .toBe("${data.answer}")
    await dialog.getByRole("button", { name: "Estimate" }).click()
    const allow = page.getByRole("button", { name: "Allow and run" })
    const part = dialog.getByRole("table", { name: "What it will come to" }).getByRole("row").nth(1)
    await allow.or(part).first().waitFor()
    if (await allow.isVisible()) await allow.click()
    await part.getByRole("cell", { name: "$0.00" }).waitFor()
    await picture(page, "evaluate")
    await dialog.getByRole("button", { name: "Evaluate" }).click()
    const started = page.getByText("The evaluation runs", { exact: true })
    await allow.or(started).first().waitFor()
    if (await allow.isVisible()) await allow.click()
    await started.waitFor()
    await page.getByRole("tab", { name: "Metrics" }).click()
    await page.getByRole("rowheader", { name: "accuracy", exact: true }).waitFor()
    await page.getByRole("img", { name: /^accuracy: 0\.66.* to / }).waitFor()
    await picture(page, "metrics")
    expect(await seriousViolations(page)).toEqual([])
    await page.context().close()
  })

  test("shows a line node by node", async () => {
    const page = await studio.page("/runs/classify/lines/3", { dark: true })
    await page
      .getByRole("button", { name: /^.*clean/ })
      .first()
      .waitFor()
    await page
      .getByText(/cannot classify/)
      .first()
      .waitFor()
    await picture(page, "line")
    await page.getByRole("button", { name: /clean/ }).first().click()
    await page.getByRole("tab", { name: /Logs/ }).click()
    await page.getByRole("region", { name: "Log of clean" }).getByText("cleaning =cmd|bad row 3").waitFor()
    await page.getByRole("button", { name: "Line before" }).click()
    await page.getByRole("heading", { name: "Line 2" }).waitFor()
    const link = page.getByRole("link", { name: "Open in authoring with this input" })
    expect(await link.getAttribute("href")).toBe("/flows/classify?line=classify%2F2")
    await page.context().close()
  })

  test("compares runs", async () => {
    const page = await studio.page("/compare?runs=classify,better", { dark: true })
    await page
      .getByRole("cell", { name: /better/ })
      .first()
      .waitFor()
    await page
      .getByRole("img", { name: /^accuracy of / })
      .first()
      .waitFor()
    await picture(page, "compare")
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.getByText("Lines side by side").scrollIntoViewIfNeeded()
    await page.mouse.move(500, 500)
    await page.mouse.wheel(0, 5000)
    await page.getByRole("grid", { name: "Lines" }).locator("ins").first().waitFor()
    await picture(page, "compare-1024")
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("radio", { name: "Got better" }).click()
    await page.getByText("6 lines", { exact: true }).waitFor()
    const row = page.getByRole("row").filter({ hasText: "a tool for maps 2" }).first()
    await row.locator("del", { hasText: "None" }).waitFor()
    await row.locator("ins", { hasText: "App" }).waitFor()
    await row.getByRole("gridcell").last().click()
    const panel = page.getByRole("dialog", { name: /^Line \d+: better$/ })
    await panel.locator("ins", { hasText: "App" }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await panel.getByRole("tab", { name: "Text" }).click()
    await panel.getByText("App", { exact: true }).waitFor()
    await page.keyboard.press("Escape")
    await panel.waitFor({ state: "detached" })
    await page.getByRole("radio", { name: "Flipped" }).click() // from wrong to right
    await page.getByRole("radio", { name: "Flipped", checked: true }).waitFor()
    await page.getByText("6 lines", { exact: true }).waitFor()
    await page.keyboard.press("ArrowRight", { delay: 50 }) // failed, in both
    await row.waitFor({ state: "detached" })
    await page.getByText("6 lines", { exact: true }).waitFor()
    await page.getByRole("button", { name: "Evaluations" }).click()
    await page.getByRole("columnheader", { name: "accuracy: grade" }).first().waitFor()
    await page.getByRole("combobox", { name: "Column of the segments" }).click()
    await page.getByRole("option", { name: "answer" }).click()
    await page.getByRole("img", { name: /^accuracy, answer App, of better: 1 / }).waitFor()
    await picture(page, "compare-segments")
    await page.getByRole("button", { name: "Make better the base" }).click()
    await page
      .getByText(/^classify is worse than better on accuracy/)
      .first()
      .waitFor()
    await page.context().close()
  })

  test("follows a run that another program starts, also over a reload, and ends it", async () => {
    const page = await studio.page("/runs")
    await page.getByRole("link", { name: "better-accuracy" }).waitFor()
    const run = await millrace.runs.create({
      name: "slow",
      flow: join(studio.folder, "slow"),
      data: join(studio.folder, "data.jsonl"),
      columnMapping: { text: "${data.text}" },
      concurrency: 1,
    })
    run.result.catch(() => {})
    await page.getByRole("link", { name: "slow", exact: true }).first().click()
    await page.getByRole("progressbar", { name: "Running" }).waitFor()
    await page.reload()
    await page.getByText(/of 24 · .* lines\/s/).waitFor()
    await picture(page, "running")
    await page.getByRole("button", { name: "Cancel" }).click()
    await page.getByRole("button", { name: "Cancel the run" }).click()
    await page.getByRole("button", { name: "Resume" }).waitFor()
    await page.context().close()
    expect(studio.complaints).toEqual([])
  })
})
