import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type RecordedModel, recordedModel } from "../support/recorded-model.ts"
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

/**
 * The studio's tutorial from an empty folder to a comparison, in its order and by one person in one window: files, runs,
 * processes and HTTP are real, and the model gives the answers that the key-free model gave.
 */
const SAMPLE = join(repository, "gallery/web-classification")
const ROWS = 6

interface Sample {
  url: string
  answer: string
  evidence: string
}
const rows = readFileSync(join(SAMPLE, "data.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Sample)
const csv = [
  "url,answer,evidence",
  ...rows.slice(0, ROWS).map(({ url, answer, evidence }) => [url, answer, evidence].join(",")),
].join("\n")

/** Lines that one text has and the other has not, as `git diff` marks them. */
function changes(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")]
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ]
}

describe.skipIf(!hasBrowser)("the walk-through", () => {
  let studio: StudioBrowser
  let model: RecordedModel
  let page: Page
  beforeAll(async () => {
    model = await recordedModel(join(SAMPLE, "recordings/calls.jsonl"))
    studio = await openStudioBrowser()
    page = await studio.page()
  })
  afterAll(async () => {
    await studio?.[Symbol.asyncDispose]()
    await model?.[Symbol.asyncDispose]()
  })

  const rail = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name })
  const card = (node: string) => page.getByRole("region", { name: `Node ${node}` })
  const onGraph = (node: string) =>
    page.getByRole("region", { name: "Graph" }).getByRole("group", { name: new RegExp(`^${node}\\b`) })
  /** It has variants: which of them run is asked each time. */
  const runFlow = async () => {
    await page.getByRole("button", { name: "Run", exact: true }).click()
    const asked = page.getByRole("dialog", { name: "Run the flow" })
    await asked.getByText("The default of each node").waitFor()
    await asked.getByRole("button", { name: "Run" }).click()
  }
  const flowFile = () => studio.read("web-classification/flow.dag.yaml")

  it("begins at an empty home, makes a connection, and shows what flows run in", async () => {
    await page.getByText("There is none in this folder yet").waitFor()
    expect(await page.title()).toBe("Flows · Millrace")

    await rail("Connections").click()
    await page.getByRole("button", { name: "Create" }).first().click()
    await page.getByRole("menuitem", { name: "OpenAI", exact: true }).click()
    const form = page.getByRole("dialog", { name: "New OpenAI connection" })
    await form.getByRole("textbox", { name: "Name" }).fill("my_model")
    await form.getByRole("textbox", { name: "API key" }).fill("the-key")
    await form.getByRole("textbox", { name: "Base URL" }).fill(model.url)
    await form.getByRole("button", { name: "Save" }).click()
    const made = page.getByRole("dialog", { name: "my_model" })
    await made.getByRole("button", { name: "Test" }).click()
    await made.getByText("answered: 1 model").waitFor()
    expect(await page.content()).not.toContain("the-key")
    await page.keyboard.press("Escape")

    await rail("Runtimes").click()
    await page.getByRole("row", { name: /python3/ }).waitFor()
  })

  it("clones a sample and opens it: cards at the left, graph at the right", async () => {
    await rail("Gallery").click()
    await page.getByRole("button", { name: "Web classification", exact: true }).click()
    const sample = page.getByRole("dialog", { name: "Web classification" })
    await sample.getByText("Sorts web pages into").waitFor() // what it says of itself
    await sample.getByRole("button", { name: "Clone" }).click()
    await page
      .getByRole("dialog", { name: "Clone web-classification" })
      .getByRole("button", { name: "Clone" })
      .click()
    await page.waitForURL("**/flows/web-classification")
    await onGraph("convert_to_dict").waitFor()
    const [cards, graph] = await Promise.all([
      card("fetch_text_content_from_url").boundingBox(),
      onGraph("fetch_text_content_from_url").boundingBox(),
    ])
    expect((cards?.x ?? 0) + (cards?.width ?? 0)).toBeLessThanOrEqual(graph?.x ?? 0)
    await picture(page, "walk-1-flow")
  })

  it("sets connections and a prompt, and changes those lines alone; an edit from outside is seen", async () => {
    const before = flowFile()
    for (const node of ["summarize_text_content", "classify_with_llm"]) {
      await card(node).getByRole("combobox", { name: "Connection" }).click()
      await page.getByRole("option", { name: /my_model/ }).click()
    }
    const [former, connected] = ["local_model", "my_model"].map((name) => `connection: ${name}`)
    await expect.poll(() => flowFile().split(connected as string).length - 1, SOON).toBe(2)
    const after = flowFile()
    expect(after.replaceAll(connected as string, former as string)).toBe(before)

    const template = "web-classification/classify_with_llm.jinja2"
    const prompt = studio.read(template)
    const editor = page.getByRole("textbox", {
      name: "classify_with_llm.jinja2 of node classify_with_llm",
    })
    await editor.getByText("Classify a web page by its address").click()
    await page.keyboard.press("End")
    await page.keyboard.type(" Think of its visitors.")
    await expect.poll(() => studio.read(template), SOON).toContain("of its visitors.")
    expect(changes(prompt, studio.read(template))).toEqual([
      "-Classify a web page by its address and a summary of its text.",
      "+Classify a web page by its address and a summary of its text. Think of its visitors.",
    ])
    await page.getByRole("status").getByText("Saved").waitFor()

    const code = "web-classification/prepare_examples.py"
    studio.write({ [code]: studio.read(code).replace("A few solved cases", "A few cases, edited outside,") })
    await card("prepare_examples").getByText("A few cases, edited outside,").waitFor()
  })

  it("runs a node, then the next with its output, then the flow", async () => {
    for (const [node, said] of [
      ["fetch_text_content_from_url", "Trailhead Maps: hiking app"],
      ["summarize_text_content", "trailhead map app"],
    ] as const) {
      await card(node)
        .getByRole("button", { name: `Run ${node}` })
        .click()
      if (node === "summarize_text_content") {
        const asked = page.getByRole("region", { name: `Run ${node} with` })
        await asked.getByText("Trailhead Maps: hiking app").waitFor() // what the node before gave
        await asked.getByRole("button", { name: "Run with these values" }).click()
      }
      await card(node).getByRole("tabpanel", { name: "Output" }).getByText(said).waitFor()
      await onGraph(node).getByRole("img", { name: "Done" }).waitFor()
    }
    expect(model.calls).toBe(1)
    await runFlow()
    const outputs = page.getByRole("tabpanel", { name: "Outputs" })
    await outputs.getByRole("row", { name: /^category App/ }).waitFor()
    await outputs.getByRole("row", { name: /^evidence/ }).waitFor()
    await onGraph("convert_to_dict").getByRole("img", { name: "Done" }).waitFor()
    expect(await onGraph("classify_with_llm").innerText()).toMatch(/\d+ tokens/)
    await picture(page, "walk-2-ran")

    await page
      .getByRole("textbox", { name: "Value of url" })
      .first()
      .fill(rows[0]?.url ?? "")
    await runFlow()
    await outputs.getByRole("row", { name: /^category Movie/ }).waitFor()
  })

  it("clones a variant, edits it, sees how it differs, and runs it", async () => {
    const node = card("summarize_text_content")
    await node.getByRole("button", { name: "2 variants" }).click()
    await node.getByRole("button", { name: "Clone variant_0" }).click()
    const clone = page.getByRole("region", { name: "Variant variant_2" })
    await clone.getByRole("textbox", { name: /jinja2 of node summarize_text_content/ }).click()
    await page.keyboard.press("Control+End")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Name five keywords.")
    const file = "web-classification/summarize_text_content__variant_2.jinja2"
    await expect.poll(() => studio.exists(file) && studio.read(file), SOON).toContain("Name five keywords.")
    expect(studio.read("web-classification/summarize_text_content.jinja2")).not.toContain("keywords")
    await clone.getByRole("button", { name: "Diff" }).click()
    await clone.getByRole("insertion").getByText("Name five keywords.").waitFor()
    const calls = model.calls
    await clone.getByRole("button", { name: "Run variant_2" }).click()
    await expect.poll(() => model.calls, SOON).toBe(calls + 1)
    await node.getByRole("img", { name: "Done" }).first().waitFor()
    await picture(page, "walk-3-variants")
    expect(await seriousViolations(page)).toEqual([])
  })

  it("tests both variants in bulk over uploaded data, with an evaluation", async () => {
    await page.getByRole("button", { name: "Bulk test" }).click()
    await page.getByRole("combobox", { name: "Variants" }).click()
    await page.getByRole("option", { name: /summarize_text_content/ }).click()
    await page.getByRole("checkbox", { name: "variant_1" }).click()
    const upload = page.waitForEvent("filechooser")
    await page.getByRole("button", { name: "Or upload new data" }).click()
    await (await upload).setFiles({ name: "pages.csv", mimeType: "text/csv", buffer: Buffer.from(csv) })
    await page.getByText(`${ROWS} rows`).waitFor()
    await page.getByRole("cell", { name: rows[0]?.url ?? "" }).waitFor()
    const value = (input: string) => page.getByRole("combobox", { name: `Value of ${input}` }).inputValue()
    await expect.poll(() => value("url"), SOON).toBe("${data.url}")
    await page.getByRole("button", { name: "Next" }).click()

    await page.getByRole("checkbox", { name: "Classification accuracy" }).click()
    await expect.poll(() => value("groundtruth"), SOON).toBe("${data.answer}")
    expect(await value("prediction")).toBe("${run.outputs.category}")
    await picture(page, "walk-4-evaluation")
    await page.getByRole("button", { name: "Next" }).click()
    await page.getByText("the default, summarize_text_content.variant_2").waitFor()
    await page.getByRole("button", { name: "Submit" }).click()
    await page.waitForURL(/\/runs\?group=/)
  })

  /** In the list of runs. */
  const row = (name: string) =>
    page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) })
  const [base, other] = ["variant_0", "variant_2"].map((variant) => `web-classification bulk test ${variant}`)

  it("shows the runs as they go, and of one the outputs with the evaluation's columns, and its metrics", async () => {
    for (const name of [base, other])
      await row(name as string)
        .getByText("Done")
        .waitFor()
    await expect.poll(() => page.getByRole("row").filter({ hasText: "Done" }).count(), SOON).toBe(4)
    await picture(page, "walk-5-runs")
    await page.getByRole("link", { name: base, exact: true }).click()
    await page.getByRole("columnheader", { name: /grade/ }).waitFor()
    const lines = page.getByRole("grid", { name: "Lines" })
    await lines.getByRole("row", { name: /the-lantern-keeper.*Movie.*Correct/ }).waitFor()
    await lines.getByRole("row", { name: /rosa-lindqvist.*Incorrect/ }).waitFor()
    await picture(page, "walk-6-run")
    await page.getByRole("tab", { name: "Metrics" }).click()
    await page.getByRole("rowheader", { name: "accuracy", exact: true }).waitFor()
    await page.getByRole("img", { name: /^accuracy: 0\.\d+/ }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
  })

  it("compares both, and the command line sees the same runs", async () => {
    await rail("Runs").click()
    for (const name of [base, other])
      await row(name as string)
        .getByRole("checkbox")
        .click()
    await page.getByRole("button", { name: "Compare" }).click()
    await page
      .getByRole("img", { name: /^accuracy of / })
      .first()
      .waitFor()
    await page
      .getByRole("grid", { name: "Lines" })
      .getByRole("row", { name: /lantern-keeper/ })
      .waitFor()
    await picture(page, "walk-7-compare")
    expect(await seriousViolations(page)).toEqual([])
    expect(await page.title()).toMatch(/Compare/)

    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(repository, "packages/cli/bin/millrace.cjs"), "run", "list", "--output", "json"],
      { cwd: studio.folder, env: { ...process.env, MILLRACE_HOME: studio.home } },
    )
    const listed = JSON.parse(stdout) as { displayName: string; status: string }[]
    expect(listed.map(({ displayName }) => displayName)).toEqual(expect.arrayContaining([base, other]))
    expect(listed.map(({ status }) => status)).toEqual(["Completed", "Completed", "Completed", "Completed"])
    expect(studio.complaints).toEqual([])
  })
})
