// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ChatServer, chatServer } from "../support/chat-server.ts"
import { PNG } from "../support/images.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

const llm = (file: string, text: string) =>
  `{node: {type: llm, api: chat, connection: loop, source: {type: code, path: ${file}}, inputs: {model: m, text: "${text}"}}}`
const files = {
  "words/flow.dag.yaml": `inputs:
  question: {type: string}
  tags: {type: list, default: [a, b]}
outputs:
  answer: {type: string, reference: "\${answer.output}"}
  size: {type: int, reference: "\${measure.output.size}"}
nodes:
- name: prepare
  type: python
  source: {type: code, path: prepare.py}
  inputs: {question: "\${inputs.question}", tags: "\${inputs.tags}"}
- name: answer
  type: llm
  use_variants: true
- name: measure
  type: python
  source: {type: code, path: measure.py}
  inputs: {text: "\${prepare.output.text}"}
node_variants:
  answer:
    default_variant_id: short
    variants:
      short: ${llm("short.jinja2", "${prepare.output.text}")}
      long: ${llm("long.jinja2", "${prepare.output}")}
`,
  "words/prepare.py": `import sys
from promptflow.core import tool

@tool
def prepare(question: str, tags: list):
    print("preparing", question)
    print("a warning", file=sys.stderr)
    return {"text": question, "tags": tags}
`,
  "words/measure.py": `from promptflow.core import tool

@tool
def measure(text: str):
    if "odd" in text:
        raise ValueError("cannot measure " + text)
    return {"size": len(text)}
`,
  "words/short.jinja2": "user:\nShort: {{text}}\n",
  "words/long.jinja2": "user:\nLong: {{text}}\n",
  "seen/flow.dag.yaml": `inputs:
  picture: {type: image}
outputs:
  picture: {type: image, reference: "\${show.output}"}
nodes:
- name: show
  type: python
  source: {type: code, path: show.py}
  inputs: {picture: "\${inputs.picture}"}
`,
  "seen/show.py": `from promptflow.core import tool
from promptflow.contracts.multimedia import Image

@tool
def show(picture: Image) -> Image:
    return picture
`,
}

describe.skipIf(!hasBrowser)("running in the authoring page", () => {
  let studio: StudioBrowser
  let server: ChatServer
  let api: Millrace
  beforeAll(async () => {
    server = await chatServer()
    studio = await openStudioBrowser({ files })
    api = await Millrace.open({ home: studio.home, env: { PATH: process.env.PATH } })
    await api.connections.create({ name: "loop", type: "open_ai", api_key: "k", base_url: server.url })
  })
  afterAll(async () => {
    await studio?.[Symbol.asyncDispose]()
    await api?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]?.()
  })

  it("asks for what is missing and which variants, streams over a reload, and shows what nodes did", async () => {
    const page = await studio.page("/flows/words")
    const inputs = page.getByRole("region", { name: "Inputs", exact: true })
    await inputs.getByRole("radio", { name: "JSON" }).click()
    const json = page.getByRole("textbox", { name: "Inputs as JSON" })
    await json.click()
    await page.keyboard.press("Control+A")
    await page.keyboard.insertText('{\n  "tags": 3\n}')
    await inputs.getByText("Line 2, column 3: tags: a list is needed: [1, 2]").waitFor()
    await page.keyboard.press("Control+A")
    await page.keyboard.insertText('{ "tags": ["c"] }')
    await inputs.getByRole("radio", { name: "Form" }).click()
    expect(await inputs.getByLabel("Value of tags").inputValue()).toBe('["c"]')

    // a run asks for the missing input and for variants
    await page.getByRole("button", { name: "Run", exact: true }).click()
    const dialog = page.getByRole("dialog", { name: "Run the flow" })
    await dialog.getByRole("combobox", { name: "Node whose variants run" }).click()
    await page.getByRole("option", { name: "Variants of answer" }).click()
    const run = dialog.getByRole("button", { name: "Run", exact: true })
    expect(await run.isDisabled()).toBe(true)
    await dialog.getByRole("textbox", { name: "Value of inputs.question" }).fill("tea")
    expect(await seriousViolations(page)).toEqual([])
    await run.click()
    await page.getByRole("button", { name: "Allow and run" }).click()
    const results = page.getByRole("tabpanel", { name: "Outputs" })
    await results.getByText("Hello world! Short: tea").waitFor()
    await results.getByRole("columnheader", { name: /^long/ }).waitFor()
    expect(await page.getByText(/^last run:/).innerText()).toMatch(/Done.*\d+ tokens/s)

    // text comes as the model thinks it, and a page that is loaded again goes on with it
    await inputs.getByLabel("Value of question").fill("GATE")
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await run.click()
    const answer = page.getByRole("region", { name: "Node answer" })
    await answer.getByText("Hello", { exact: true }).waitFor()
    await page.reload()
    await answer.getByText("Hello", { exact: true }).waitFor()
    expect(await inputs.getByLabel("Value of question").inputValue()).toBe("GATE")
    // cancelled, it ends where it is
    await page.getByRole("button", { name: "Cancel", exact: true }).click()
    await page.getByText("The run was cancelled.").waitFor()
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await run.click()
    await answer.getByText("Hello", { exact: true }).waitFor()
    await fetch(`${server.url}/release`, { method: "POST", body: "{}" })
    await answer.getByText("Hello world! Short: GATE").waitFor()
    await answer.getByRole("tab", { name: "Prompt as sent" }).click()
    await answer.getByText("Short: GATE", { exact: true }).waitFor()
    await answer.getByRole("tab", { name: /^Calls/ }).click()
    await answer.getByRole("columnheader", { name: "First token" }).waitFor()
    const prepare = page.getByRole("region", { name: "Node prepare" })
    await prepare.getByRole("tab", { name: /^Logs/ }).click()
    await prepare
      .getByRole("group", { name: "stderr of prepare" })
      .or(prepare.getByText("a warning"))
      .first()
      .waitFor()
    await picture(page, "running")
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })

  it("runs a node with typed and pinned values, from here on, and goes to the line that failed", async () => {
    const page = await studio.page("/flows/words", { dark: true, size: "1024x768" })
    const measure = page.getByRole("region", { name: "Node measure" })
    await measure.getByRole("button", { name: "More for measure" }).click()
    await page.getByRole("menuitem", { name: "Run with other values…" }).click()
    const panel = measure.getByRole("region", { name: "Run measure with" })
    await panel.getByText("from the last run").waitFor()
    await panel.getByRole("button", { name: "Type a value for prepare.output.text" }).click()
    await panel.getByRole("textbox", { name: "Value of prepare.output.text" }).fill("odd")
    await picture(page, "run-panel")
    await panel.getByRole("button", { name: "Run with these values" }).click()
    await measure.getByText("cannot measure odd").first().waitFor()
    await measure.getByText("Traceback (most recent call last)").first().waitFor()
    await measure.getByRole("button", { name: "Go to measure.py, line 6" }).click()
    await expect
      .poll(() =>
        page.evaluate<string>("document.activeElement.ariaLabel ?? document.activeElement.className"),
      )
      .toMatch(/measure\.py|cm-/)

    await measure.getByRole("button", { name: "More for measure" }).click()
    await page.getByRole("menuitem", { name: "Run with other values…" }).click()
    await panel.getByRole("button", { name: "Type a value for prepare.output.text" }).click()
    await panel.getByRole("textbox", { name: "Value of prepare.output.text" }).fill("four")
    await panel.getByRole("button", { name: "Pin prepare.output.text" }).click()
    await panel.getByText("pinned", { exact: true }).waitFor()
    await panel.getByRole("button", { name: "Close" }).click()
    await measure.getByRole("button", { name: "Run measure" }).click()
    await measure.getByRole("treeitem", { name: "size: 4" }).waitFor()
    await measure.getByRole("button", { name: "1 pinned" }).click()
    await panel.getByRole("button", { name: "Unpin prepare.output.text" }).click()
    await panel.getByText("from the last run").waitFor()

    const prepare = page.getByRole("region", { name: "Node prepare" })
    await page.getByRole("textbox", { name: "Value of question" }).fill("coffee")
    await prepare.getByText("the input question has changed since this output").waitFor()
    await prepare.getByRole("button", { name: "More for prepare" }).click()
    await page.getByRole("menuitem", { name: "Run from here on…" }).click()
    await prepare.getByRole("button", { name: "Run from here on" }).click()
    await page.getByRole("tabpanel", { name: "Outputs" }).getByText("Hello world! Short: coffee").waitFor()
    await measure.getByRole("treeitem", { name: "size: 6" }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })

  it("keeps test cases, and shows what others run", async () => {
    const page = await studio.page("/flows/words")
    const cases = page.getByRole("region", { name: "Test cases" })
    await page.getByRole("tabpanel", { name: "Outputs" }).getByText("Hello world! Short: coffee").waitFor()
    await cases.getByRole("button", { name: "Save as a case" }).click()
    await page.getByRole("textbox", { name: "Name" }).fill("Coffee")
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click()
    await page.getByRole("textbox", { name: "Value of question" }).fill("water")
    await cases.getByRole("button", { name: "Save as a case" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click()
    await cases.getByRole("button", { name: "Run all cases" }).click()
    await page.getByText("1 passed, 1 nothing expected").waitFor()
    const kept = JSON.parse(studio.read("words/test-cases.json"))
    expect(kept.cases).toEqual([
      {
        name: "Coffee",
        inputs: { question: "coffee", tags: ["c"] },
        outputs: { answer: "Hello world! Short: coffee", size: 6 },
      },
      { name: "Case 2", inputs: { question: "water", tags: ["c"] } },
    ])
    studio.write({ "words/short.jinja2": "user:\nBrief: {{text}}\n" })
    await page.getByLabel("short.jinja2 of node answer").getByText("Brief").waitFor({ state: "attached" })
    await cases.getByRole("button", { name: "Run all cases" }).click()
    await page.getByText("1 changed, 1 nothing expected").waitFor()
    await picture(page, "test-cases")

    await api.flows.test({ flow: join(studio.folder, "words"), inputs: { question: "outside" } }).result
    await page.getByRole("tab", { name: "Outputs" }).click()
    await page.getByRole("tabpanel", { name: "Outputs" }).getByText("Hello world! Brief: outside").waitFor()

    await page.goto(page.url().replace("/flows/words", "/flows/seen"))
    await page
      .getByLabel("Image file for picture")
      .setInputFiles({ name: "My dot.png", mimeType: "image/png", buffer: PNG })
    await page.getByRole("img", { name: "Value of picture" }).waitFor()
    expect(studio.exists("seen/images/My-dot.png")).toBe(true)
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await page.getByRole("button", { name: "Allow and run" }).click()
    await page.getByRole("tabpanel", { name: "Outputs" }).getByRole("img").first().waitFor()
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})
