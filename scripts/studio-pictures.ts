/**
 * Takes the pictures of the guide to the studio: `npm run pictures` [-- NAME...]. A studio over copies of samples, with
 * real runs whose model answers what the key-free model answered; light theme, 1440 by 900, into docs/guide/studio/pictures.
 */
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import type { Page } from "playwright-core"
import { hasBrowser, openStudioBrowser } from "../tests/studio/support/studio-browser.ts"
import { recordedModel } from "../tests/support/recorded-model.ts"
import { repository } from "../tests/support/workspace.ts"
import { smallPng } from "./small-png.ts"

const TO = join(repository, "docs/guide/studio/pictures")
const SAMPLE = join(repository, "gallery/web-classification")
const FLOW = "web-classification"

/** By the name of the picture: an address, and what a user does there before it is taken. */
const PICTURES: Record<string, [address: string, does?: (page: Page) => Promise<unknown>]> = {
  flows: [
    "/flows",
    (page) => page.getByRole("row", { name: /Web classification|web-classification/ }).waitFor(),
  ],
  authoring: [`/flows/${FLOW}`, run],
  graph: [
    `/flows/${FLOW}`,
    async (page) => {
      await run(page)
      await page.getByRole("button", { name: "Hide files" }).click()
      await page.getByRole("button", { name: "Hide results" }).click()
      await widen(page, -330)
      await page.getByRole("button", { name: /^Fit/i }).click()
    },
  ],
  running: [
    `/flows/${FLOW}`,
    async (page) => {
      await run(page)
      await page.getByRole("button", { name: "Hide files" }).click()
      await card(page, "classify_with_llm").scrollIntoViewIfNeeded()
    },
  ],
  variants: [
    `/flows/${FLOW}`,
    async (page) => {
      await run(page)
      await page.getByRole("button", { name: "Hide files" }).click()
      await page.getByRole("button", { name: "Hide results" }).click()
      await widen(page, 200)
      const node = card(page, "summarize_text_content")
      await node.getByRole("button", { name: "2 variants" }).click()
      const variant = page.getByRole("region", { name: "Variant variant_1" })
      await variant.getByRole("button", { name: "Run variant_1" }).click()
      await variant.getByText("Last output").waitFor()
      await page.getByRole("button", { name: "Fit the graph" }).click()
      await page.mouse.move(500, 400)
      await page.mouse.wheel(0, ((await node.boundingBox())?.y ?? 0) - 100)
    },
  ],
  "bulk-test": [
    `/bulk-test/${FLOW}`,
    async (page) => {
      await page.getByRole("combobox", { name: "Variants" }).click()
      await page.getByRole("option", { name: /summarize_text_content/ }).click()
      await page.getByRole("combobox", { name: /^Data file/ }).fill("web-classification/data")
      await page
        .getByRole("option", { name: /data\.jsonl/ })
        .first()
        .click()
      await page.getByText("40 rows").waitFor()
    },
  ],
  runs: ["/runs", (page) => page.getByRole("link", { name: "variant_1" }).first().waitFor()],
  run: ["/runs/variant_0", (page) => page.getByRole("columnheader", { name: /grade/ }).waitFor()],
  line: ["/runs/variant_0/lines/4", (page) => page.getByText("classify_with_llm").first().waitFor()],
  compare: [
    "/compare?runs=variant_0,variant_1",
    (page) =>
      page
        .getByRole("img", { name: /^accuracy of / })
        .first()
        .waitFor(),
  ],
  chat: [
    "/chat/chat-basic",
    async (page) => {
      await page.getByRole("textbox", { name: /^Message to / }).fill("What is a millrace?")
      await page.keyboard.press("Enter")
      const allow = page.getByRole("button", { name: "Allow and run" })
      const reply = page.locator('[aria-label="Turn"] [aria-busy="false"]').first()
      await allow.or(reply).first().waitFor()
      if (await allow.isVisible()) await allow.click()
      await reply.waitFor()
    },
  ],
  connections: [
    "/connections?create=azure_open_ai",
    (page) => page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("my_azure"),
  ],
  runtimes: ["/runtimes", (page) => page.getByRole("row", { name: /python3/ }).waitFor()],
  gallery: [
    "/gallery",
    (page) => page.getByRole("button", { name: "Web classification", exact: true }).waitFor(),
  ],
  settings: ["/settings", (page) => page.getByText("smollm2").first().waitFor()],
  palette: [
    `/flows/${FLOW}`,
    async (page) => {
      await card(page, "classify_with_llm").waitFor()
      await page.keyboard.press("Control+k")
      await page.keyboard.type("class")
      await page.getByRole("option").first().waitFor()
    },
  ],
}

const card = (page: Page, node: string) => page.getByRole("region", { name: `Node ${node}` })

/** Runs the flow, and waits for its outputs. */
async function run(page: Page): Promise<void> {
  await card(page, "fetch_text_content_from_url").waitFor()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog", { name: "Run the flow" }).getByRole("button", { name: "Run" }).click()
  const allow = page.getByRole("button", { name: "Allow and run" })
  const category = page.getByRole("rowheader", { name: "category" })
  await allow.or(category).first().waitFor()
  if (await allow.isVisible()) await allow.click()
  await category.waitFor()
}

/** Moves what divides cards and graph, to the right for more than 0. */
async function widen(page: Page, by: number): Promise<void> {
  const divider = await page.getByRole("separator", { name: "Width of Graph" }).boundingBox()
  if (!divider) throw new Error("nothing divides cards and graph")
  const [x, y] = [divider.x + divider.width / 2, divider.y + divider.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + by, y, { steps: 4 })
  await page.mouse.up()
}

if (!hasBrowser) throw new Error("there is no Chromium: node scripts/chromium.mjs --install")
const env = existsSync("/usr/bin/python3") ? { PATH: "/usr/bin:/bin", PYENV_ROOT: undefined } : {}
const asked = process.argv.slice(2)
await using model = await recordedModel(
  ...[FLOW, "chat-basic"].map((name) => join(repository, "gallery", name, "recordings/calls.jsonl")),
)
await using studio = await openStudioBrowser({
  root: join(tmpdir(), "millrace-pictures"),
  env, // of Python alone what every machine calls alike
  copies: {
    [FLOW]: `gallery/${FLOW}`,
    accuracy: "gallery/eval-classification-accuracy",
    "chat-basic": "gallery/chat-basic",
    hours: "gallery/conditional",
    "prompty/greeting": "gallery/prompty-basic",
  },
})
// comparing runs may work out their metrics again
writeFileSync(join(studio.home, "trusted-folders.json"), JSON.stringify([studio.folder]))
{
  await using api = await Millrace.open({
    home: studio.home,
    cwd: studio.folder,
    env: { PATH: process.env.PATH },
  })
  await api.connections.create({
    name: "local_model",
    type: "open_ai",
    api_key: "the-key",
    base_url: model.url,
  })
  const [flow, data] = [join(studio.folder, FLOW), join(SAMPLE, "data.jsonl")]
  for (const name of ["variant_0", "variant_1"]) {
    const variant = `\${summarize_text_content.${name}}`
    const made = await api.runs.create({ name, flow, data, variant, columnMapping: { url: "${data.url}" } })
    await made.result
    const graded = await api.runs.create({
      name: `${name}_accuracy`,
      flow: join(studio.folder, "accuracy"),
      data,
      run: name,
      columnMapping: { groundtruth: "${data.answer}", prediction: "${run.outputs.category}" },
    })
    await graded.result
  }
}
mkdirSync(TO, { recursive: true })
let bytes = 0
for (const [name, [address, does]] of Object.entries(PICTURES)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const page = await studio.page(address)
  const path = join(TO, `${name}.png`)
  try {
    await does?.(page)
    await page.mouse.move(720, 895)
    await page.waitForTimeout(600) // what is drawn after the data: plots, editors
    writeFileSync(path, smallPng(await page.screenshot()))
    bytes += statSync(path).size
    console.log(`${name}.png: ${Math.round(statSync(path).size / 1024)} kB`)
  } catch (error) {
    console.error(`${name}: ${(error as Error).message}`)
    await page.screenshot({ path: join(tmpdir(), `millrace-picture-${name}.png`) })
    process.exitCode = 1
  }
  await page.context().close()
}
console.log(`${Math.round(bytes / 1024)} kB in all`)
