// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import type { Locator, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ChatServer, chatServer } from "../support/chat-server.ts"
import { PNG, WIDE_PNG } from "../support/images.ts"
import { repository } from "../support/workspace.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

/** Files of a flow's folder, images as inputs, a prompty by its form, and variants beside each other. */

const FLOW = `inputs:
  text: {type: string, default: Tea}
outputs:
  said: {type: string, reference: "\${say.output}"}
nodes:
- name: say
  type: javascript
  source: {type: code, path: say.js}
  inputs: {text: "\${inputs.text}"}
`

const SEEN = `inputs:
  picture: {type: image}
outputs:
  seen: {type: string, reference: "\${look.output.seen}"}
  picture: {type: image, reference: "\${look.output.picture}"}
nodes:
- name: look
  type: javascript
  source: {type: code, path: look.js}
  inputs: {picture: "\${inputs.picture}"}
`

const LOOK = `import { readFileSync } from "node:fs"

export default function look({ picture }) {
  const [[kind, path]] = Object.entries(picture)
  const bytes = readFileSync(path)
  const [width, height] = [16, 20].map((at) => bytes.readUInt32BE(at))
  return { seen: \`\${kind}, \${width} by \${height}\`, picture }
}
`

/** A class of a flex flow: its constructor and its method say what a run takes. */
const SHOP = `export class Shop {
  greeting: string
  loud: boolean
  constructor(greeting: string, loud: boolean = false) {
    this.greeting = greeting
    this.loud = loud
  }
  call(name: string, count: number, tags: string[] = []) {
    const said = [this.greeting, name, count, typeof count, ...tags].join(" ")
    return { said: this.loud ? said.toUpperCase() : said }
  }
}
`

const SAMPLED = `---
name: Sampled
model:
  api: chat
  configuration:
    connection: loop
    model: m
inputs:
  subject: {type: string, description: What it is about}
  times: {type: int}
  picture: {type: image}
sample:
  subject: bees
  times: 2
  picture: ""
---
user:
{{subject}} {{times}}
![image]({{picture}})
`

const variant = (id: string) =>
  `      ${id}: {node: {type: javascript, source: {type: code, path: ${id}.js}, inputs: {text: "\${inputs.text}"}}}\n`
const speech = (text: string) => `export default ({ text }) => ${text}\n`
const SPOKEN = `inputs:
  text: {type: string, default: Tea}
outputs:
  said: {type: string, reference: "\${say.output}"}
nodes:
- name: say
  type: javascript
  use_variants: true
node_variants:
  say:
    default_variant_id: plain
    variants:
${["plain", "loud", "twice"].map(variant).join("")}`

let studio: StudioBrowser
let server: ChatServer
/** Outside of the opened folder: what somebody has elsewhere. */
let elsewhere: string
beforeAll(async () => {
  if (!hasBrowser) return
  elsewhere = mkdtempSync(join(tmpdir(), "millrace-elsewhere-"))
  server = await chatServer()
  const basic = readFileSync(join(repository, "gallery/prompty-basic/basic.prompty"), "utf8")
  studio = await openStudioBrowser({
    files: {
      "plain/flow.dag.yaml": FLOW,
      "plain/say.js": speech("text"),
      "seen/flow.dag.yaml": SEEN,
      "seen/look.js": LOOK,
      "spoken/flow.dag.yaml": SPOKEN,
      "spoken/plain.js": speech("text"),
      "spoken/loud.js": speech("text.toUpperCase()"),
      "spoken/twice.js": speech("text + text"),
      "shop/flow.flex.yaml": "entry: shop.ts:Shop\n",
      "shop/shop.ts": SHOP,
      "asked/sampled.prompty": SAMPLED,
      "asked/basic.prompty": basic.replace("connection: local_model", "connection: loop\n    model: m"),
    },
    trustFolder: true,
  })
  await using api = await Millrace.open({ home: studio.home, env: {} })
  await api.connections.create({ name: "loop", type: "open_ai", api_key: "k", base_url: server.url })
}, 60_000)
afterAll(async () => {
  await studio?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
  if (elsewhere) rmSync(elsewhere, { recursive: true })
})

/** Drops a file of this machine on the middle of something, as the browser is told by the desktop. */
async function drop(page: Page, on: Locator, file: string): Promise<void> {
  const box = await on.boundingBox()
  if (!box) throw new Error("what is dropped on is not to be seen")
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [file], dragOperationsMask: 1 }
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data,
    })
  await session.detach()
}

describe.skipIf(!hasBrowser)("the files of a flow", () => {
  it("are made, typed in as text, renamed, uploaded and deleted, and are so on disk", async () => {
    const page = await studio.page("/flows/plain")
    const files = page.getByRole("navigation", { name: "Files" })
    const choose = async (file: string, action: string) => {
      await files.getByRole("button", { name: `More for ${file}` }).click()
      await page.getByRole("menuitem", { name: action }).click()
    }
    const asked = page.getByRole("dialog")
    const path = asked.getByRole("textbox", { name: "Path in the flow's folder" })
    const asText = (file: string) => page.getByRole("textbox", { name: `plain/${file}`, exact: true })

    await files.getByRole("button", { name: "New file" }).click()
    await path.fill("notes.md")
    await page.keyboard.press("Enter")
    await asText("notes.md").waitFor()
    expect(studio.read("plain/notes.md")).toBe("")
    await asText("notes.md").click()
    await page.keyboard.type("# Tea")
    await expect.poll(() => studio.read("plain/notes.md")).toBe("# Tea")

    // its text is still shown under its new name, and goes on there
    await choose("notes.md", "Rename")
    await path.fill("docs/tea.md")
    await asked.getByRole("button", { name: "Rename" }).click()
    await asText("docs/tea.md").click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" and cake")
    await expect.poll(() => studio.read("plain/docs/tea.md")).toBe("# Tea and cake")
    expect(studio.exists("plain/notes.md")).toBe(false)

    // a node's file: the flow names it by its new path
    await choose("say.js", "Rename")
    await path.fill("speak.js")
    await asked.getByRole("button", { name: "Rename" }).click()
    await expect
      .poll(() => studio.read("plain/flow.dag.yaml"))
      .toBe(FLOW.replace("path: say.js", "path: speak.js"))
    expect(studio.read("plain/speak.js")).toBe(speech("text"))
    expect(studio.exists("plain/say.js")).toBe(false)
    // one step, with the file itself
    await page.getByRole("button", { name: "Undo: rename say.js" }).click()
    await expect.poll(() => studio.exists("plain/say.js") && studio.read("plain/flow.dag.yaml")).toBe(FLOW)
    await page.getByRole("button", { name: "Redo: rename say.js" }).click()
    await expect.poll(() => studio.read("plain/flow.dag.yaml")).toContain("path: speak.js")
    expect(studio.read("plain/speak.js")).toBe(speech("text"))
    await page.getByRole("button", { name: "Back to the cards" }).click()
    await page.getByRole("textbox", { name: "speak.js of node say" }).waitFor()

    const upload = page.waitForEvent("filechooser")
    await files.getByRole("button", { name: "Upload files" }).click()
    const dot = { name: "dot.png", mimeType: "image/png", buffer: PNG }
    const rows = { name: "rows.jsonl", mimeType: "application/jsonl", buffer: Buffer.from('{"text": "a"}\n') }
    await (await upload).setFiles([dot, rows])
    await files.getByRole("button", { name: "rows.jsonl", exact: true }).click()
    await asText("rows.jsonl").getByText('{"text": "a"}').waitFor()
    expect(studio.read("plain/rows.jsonl")).toBe('{"text": "a"}\n')
    expect(readFileSync(join(studio.folder, "plain/dot.png"))).toEqual(PNG)
    await files.getByRole("button", { name: "dot.png", exact: true }).click()
    await page.getByText("plain/dot.png is no text.", { exact: true }).waitFor()

    // over what is there: asked
    const again = page.waitForEvent("filechooser")
    await files.getByRole("button", { name: "Upload files" }).click()
    await (await again).setFiles([
      { name: "rows.jsonl", mimeType: "application/jsonl", buffer: Buffer.from('{"text": "b"}\n') },
    ])
    await page.getByRole("dialog", { name: "rows.jsonl is there already" }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "Keep both" }).click()
    await expect.poll(() => studio.exists("plain/rows-2.jsonl")).toBe(true)
    expect(studio.read("plain/rows.jsonl")).toBe('{"text": "a"}\n')

    // deleted only when that is confirmed; who looked at it sees the cards again
    await choose("rows.jsonl", "Delete")
    const sure = page.getByRole("dialog", { name: "Delete rows.jsonl?" })
    await sure.getByRole("button", { name: "Cancel" }).click()
    await sure.waitFor({ state: "detached" })
    expect(studio.exists("plain/rows.jsonl")).toBe(true)
    await choose("rows.jsonl", "Delete")
    expect(await seriousViolations(page)).toEqual([])
    await sure.getByRole("button", { name: "Delete" }).click()
    await files.getByRole("button", { name: "rows.jsonl", exact: true }).waitFor({ state: "detached" })
    expect(studio.exists("plain/rows.jsonl")).toBe(false)
    await page.getByRole("region", { name: "Node say" }).waitFor()

    // a folder without the flow's own file is no flow: it says so before, and comes back
    await choose("flow.dag.yaml", "Rename")
    await path.fill("old.yaml")
    await page.getByText("flow.dag.yaml is the flow's definition").waitFor()
    await path.press("Enter")
    await page.waitForURL("**/flows")
    expect(studio.exists("plain/flow.dag.yaml")).toBe(false)
    await page.getByRole("button", { name: "Undo" }).last().click()
    await page.getByRole("region", { name: "Node say" }).waitFor()
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})

describe.skipIf(!hasBrowser)("an input that is an image", () => {
  it("takes one that is dropped and one that is pasted; the flow gets them", async () => {
    const page = await studio.page("/flows/seen")
    const cell = page.getByRole("textbox", { name: "Value of picture" })
    const results = page.getByRole("tabpanel", { name: "Outputs" })
    await cell.waitFor()
    const file = join(elsewhere, "My dot.png")
    writeFileSync(file, PNG)
    await drop(page, cell, file)
    await page.getByRole("img", { name: "Value of picture" }).waitFor()
    expect(await cell.inputValue()).toBe("images/My-dot.png")
    expect(readFileSync(join(studio.folder, "seen/images/My-dot.png"))).toEqual(PNG)
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await results.getByText("data:image/png;path, 1 by 1").waitFor()
    await results
      .getByRole("row", { name: /^picture/ })
      .first()
      .getByRole("img")
      .waitFor()

    // what is no image says so, and the value stays
    const text = join(elsewhere, "notes.txt")
    writeFileSync(text, "no image")
    await drop(page, cell, text)
    await page.getByText("Only images can be dropped or pasted here.", { exact: true }).waitFor()
    expect(await cell.inputValue()).toBe("images/My-dot.png")

    await page.evaluate(`(async () => {
      const canvas = new OffscreenCanvas(3, 2)
      canvas.getContext("2d").fillRect(0, 0, 3, 2)
      await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob() })])
    })()`)
    await cell.click()
    await page.keyboard.press("Control+V")
    await expect.poll(() => cell.inputValue()).toBe("images/image.png")
    expect(studio.exists("seen/images/image.png")).toBe(true)
    expect(await page.getByText("Only images can be dropped or pasted here.", { exact: true }).count()).toBe(
      0,
    )
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await results.getByText("data:image/png;path, 3 by 2").waitFor()
    await picture(page, "image-input")
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})

describe.skipIf(!hasBrowser)("a prompty", () => {
  it("is opened from the list, gets its inputs and what is edited in its form, and shows the answer", async () => {
    const page = await studio.page("/flows")
    await page.getByRole("link", { name: /basic/i }).first().click()
    const card = page.getByRole("region", { name: "Prompty" })
    await card.getByRole("textbox", { name: "Default of style" }).waitFor()
    const inputs = page.getByRole("region", { name: "Inputs", exact: true })
    await inputs.getByRole("textbox", { name: "question" }).fill("What do bees make?")
    await inputs.getByRole("textbox", { name: "style" }).fill("long")
    await page.getByRole("button", { name: "Run", exact: true }).click()
    const results = page.getByRole("tabpanel", { name: "Outputs" })
    await results.getByText("Hello world! What do bees make?").waitFor()
    expect(server.received.at(-1)).toMatchObject({
      model: "m",
      temperature: 0,
      max_tokens: 60,
      messages: [
        { role: "system", content: expect.stringContaining("Your answers are long: one sentence.") },
        { role: "user", content: "What do bees make?" },
      ],
    })

    const limit = card.getByRole("textbox", { name: "max_tokens" })
    await limit.fill("7")
    await limit.press("Enter")
    await card.getByRole("textbox", { name: "Template of basic.prompty" }).scrollIntoViewIfNeeded()
    await card.locator(".cm-content").click() // it mounts when it is in view
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" Say it!")
    await card.getByRole("button", { name: "Run the prompty" }).click()
    await results.getByText("Hello world! bees make? Say it!").waitFor()
    expect(server.received.at(-1)).toMatchObject({ max_tokens: 7 })
    expect(studio.read("asked/basic.prompty")).toContain("    max_tokens: 7\n")
    expect(studio.read("asked/basic.prompty")).toContain("{{question}}\n Say it!")
    await picture(page, "prompty")

    // who was led to a problem, and goes back to the form, types there where the cursor is
    await card.locator(".cm-content").click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type("{{")
    await page.getByRole("tab", { name: /^Problems/ }).click()
    await page
      .getByRole("button", { name: /^Go to basic\.prompty line/ })
      .first()
      .click()
    await page.getByRole("textbox", { name: "asked/basic.prompty", exact: true }).waitFor()
    await page.getByRole("button", { name: "Back to the cards" }).click()
    await card.getByRole("textbox", { name: "Template of basic.prompty" }).scrollIntoViewIfNeeded()
    await card.locator(".cm-content").click()
    await page.keyboard.press("Control+Home")
    await page.keyboard.type("# abc")
    await expect.poll(() => studio.read("asked/basic.prompty")).toContain("# abcsystem:")
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})

describe.skipIf(!hasBrowser)("inputs of a flow without nodes", () => {
  it("have their types, test cases, JSON and the last values, as have the arguments of its class", async () => {
    const page = await studio.page("/flows/shop")
    const card = page.getByRole("region", { name: "Inputs", exact: true })
    const results = page.getByRole("tabpanel", { name: "Outputs" })
    const value = (name: string) => card.getByLabel(`Value of ${name}`, { exact: true })
    await value("count").fill("many")
    await card.getByText("many is no number", { exact: true }).waitFor()
    expect(await value("count").getAttribute("aria-invalid")).toBe("true")
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await page.getByText("What stands at inputs.count cannot be taken").first().waitFor()
    await value("count").fill("3")
    await value("tags").fill('["a", "b"]')
    await value("greeting").fill("Hi")
    await value("loud").click()
    await page.getByRole("option", { name: "true", exact: true }).click()
    await card.getByRole("button", { name: "Edit name in a large editor" }).click()
    const large = page.getByRole("dialog", { name: "Value of name" })
    await large.locator(".cm-content").click()
    await page.keyboard.type("Ann")
    await large.getByRole("button", { name: "Done" }).click()
    expect(await value("name").inputValue()).toBe("Ann")
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await results.getByText("HI ANN 3 NUMBER A B").waitFor()

    await card.getByRole("button", { name: "Save as a case" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click()
    await card.getByRole("button", { name: "Run all cases" }).click()
    await page
      .getByRole("tabpanel", { name: /^Test cases/ })
      .getByText("passed")
      .first()
      .waitFor()
    expect(JSON.parse(studio.read("shop/test-cases.json"))).toEqual({
      cases: [
        {
          name: "Case 1",
          inputs: { name: "Ann", count: 3, tags: ["a", "b"] },
          outputs: { said: "HI ANN 3 NUMBER A B" },
        },
      ],
    })
    await card.getByRole("radio", { name: "JSON" }).click()
    await card.getByRole("textbox", { name: "Arguments of the class as JSON" }).getByText('"Hi"').waitFor()
    await card.getByRole("radio", { name: "Form" }).click()
    await picture(page, "flex-inputs")
    expect(await seriousViolations(page)).toEqual([])
    await page.context().close()

    // elsewhere they are those of the last run
    const other = await studio.page("/flows/shop")
    await other.getByText("HI ANN 3 NUMBER A B").first().waitFor()
    expect(await other.getByLabel("Value of greeting", { exact: true }).inputValue()).toBe("Hi")
    expect(await other.getByLabel("Value of tags", { exact: true }).inputValue()).toBe('["a","b"]')
    expect(studio.complaints).toEqual([])
    await other.context().close()
  })

  it("of a prompty begin with its sample, and take images", async () => {
    const page = await studio.page("/flows/asked/sampled.prompty")
    const value = (name: string) => page.getByRole("textbox", { name: `Value of ${name}`, exact: true })
    await value("subject").filter({ hasText: "bees" }).waitFor()
    expect(await value("times").inputValue()).toBe("2")
    await page.getByLabel("Image file for picture").setInputFiles({
      name: "dot.png",
      mimeType: "image/png",
      buffer: PNG,
    })
    const shown = page.getByRole("img", { name: "Value of picture" })
    await shown.waitFor()
    expect(studio.exists("asked/images/dot.png")).toBe(true)
    // another one that takes its place on disk is shown
    writeFileSync(join(studio.folder, "asked/images/dot.png"), WIDE_PNG)
    await expect
      .poll(() => shown.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth), {
        timeout: 15_000,
      })
      .toBe(3)
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await page.getByRole("tabpanel", { name: "Outputs" }).getByText("Hello world!").first().waitFor()
    expect(JSON.stringify(server.received.at(-1))).toContain("bees 2")
    studio.write({ "asked/sampled.prompty": SAMPLED.replace("type: int", "type: itn") })
    const type = page.getByRole("combobox", { name: "Type of times" })
    await page.getByText("Input times has the type itn, which does not exist.").nth(1).waitFor()
    for (const field of [type, value("times")]) expect(await field.getAttribute("aria-invalid")).toBe("true")
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})

describe.skipIf(!hasBrowser)("variants of a node", () => {
  it("that are chosen run, and each shows beside the others what it gave last", async () => {
    const page = await studio.page("/flows/spoken")
    const card = page.getByRole("region", { name: "Node say", exact: true })
    const last = (id: string) => card.getByRole("region", { name: `Last output of ${id}` })
    await card.getByRole("button", { name: "3 variants" }).click()
    await card.getByRole("button", { name: "More for say" }).click()
    await page.getByRole("menuitem", { name: "Run with other values…" }).click()
    const panel = card.getByRole("region", { name: "Run say with" })
    expect(await panel.getByRole("checkbox", { name: "plain (default)" }).isChecked()).toBe(true)
    await panel.getByRole("checkbox", { name: "twice" }).click()
    await panel.getByRole("button", { name: "Run with these values" }).click()
    await last("twice").getByText("TeaTea", { exact: true }).waitFor()
    await last("plain").getByText("Tea", { exact: true }).waitFor()
    expect(await last("loud").count()).toBe(0)

    const places = await Promise.all(["plain", "twice"].map((id) => last(id).boundingBox()))
    const [left, right] = places
    expect(right?.x).toBeGreaterThanOrEqual((left?.x ?? 0) + (left?.width ?? 0))

    // one by its own button, with another input: the others keep what they gave
    await page.getByRole("textbox", { name: "Value of text" }).fill("Milk")
    await card.getByRole("button", { name: "Run loud" }).click()
    await last("loud").getByText("MILK", { exact: true }).waitFor()
    await last("twice").getByText("TeaTea", { exact: true }).waitFor()

    await card.getByRole("button", { name: "Run all variants" }).click()
    await last("twice").getByText("MilkMilk", { exact: true }).waitFor()
    await last("plain").getByText("Milk", { exact: true }).waitFor()
    await last("loud").getByText("MILK", { exact: true }).waitFor()
    // an image is one here as well
    writeFileSync(join(studio.folder, "spoken/dot.png"), PNG)
    studio.write({ "spoken/loud.js": 'export default () => ({ "data:image/png;path": "dot.png" })\n' })
    await card.locator(".cm-content").getByText('"dot.png"').waitFor()
    await card.getByRole("button", { name: "Run loud" }).click()
    await last("loud").getByRole("img").waitFor()
    await picture(page, "variants")
    expect(await seriousViolations(page)).toEqual([])
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})
