import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { counting } from "../support/chat-flows.ts"
import { type ChatServer, chatServer } from "../support/chat-server.ts"
import { gradedChat } from "../support/graded-chat.ts"
import { repository } from "../support/workspace.ts"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

/** Its object is made with a greeting; its reply says how long the history is. */
const flex = {
  "shared/mark.py": 'MARK = ""\n',
  "greeter/flow.flex.yaml": `entry: greeter:Greeter
additional_includes: [../shared/mark.py]
inputs:
  question: {type: string, is_chat_input: true}
  chat_history: {type: list, is_chat_history: true, default: []}
  loud: {type: bool, default: false}
outputs:
  answer: {type: string, is_chat_output: true}
init:
  greeting: {type: string, default: Hello}
`,
  "greeter/greeter.py": `from typing import TypedDict
from mark import MARK

class Answer(TypedDict):
    answer: str

class Greeter:
    def __init__(self, greeting: str = "Hello"):
        self.greeting = greeting

    def __call__(self, question: str, chat_history: list = [], loud: bool = False) -> Answer:
        text = f"**{self.greeting}** {question} {len(chat_history)}{MARK}"
        return {"answer": text.upper() if loud else text}
`,
}

const sample = (name: string) => readFileSync(join(repository, "gallery", name), "utf8")
const ofLoop = (text: string) => text.replaceAll("local_model", "loop")
/** Without the nodes that show nothing else on the page. */
const template = gradedChat["graded.exp.yaml"].replace(/- name: both[\s\S]*?(?=- \{name: told)/, "")
const graded = Object.fromEntries(
  Object.entries({ ...gradedChat, "graded.exp.yaml": template }).map(([path, text]) => [
    `demo/${path}`,
    text,
  ]),
)
const files = {
  ...graded,
  ...counting,
  ...flex,
  "basic/flow.dag.yaml": ofLoop(sample("chat-basic/flow.dag.yaml")),
  "basic/chat.jinja2": sample("chat-basic/chat.jinja2"),
  "prompty/chat.prompty": ofLoop(sample("prompty-chat/chat.prompty")).replace(
    "  configuration:",
    "  configuration:\n    model: m",
  ),
  "seeing/flow.dag.yaml": ofLoop(sample("chat-with-image/flow.dag.yaml")),
  "seeing/chat.jinja2": sample("chat-with-image/chat.jinja2"),
}

/** Writes a message and sends it. */
async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Message to / }).fill(text)
  await page.keyboard.press("Enter")
}

const replies = (page: Page) => page.locator('[data-said="reply"]')
const messages = (page: Page) => page.locator('[data-said="message"]')
const sent = async (page: Page, count: number) =>
  page
    .locator('[aria-label="Turn"] [aria-busy="false"]')
    .nth(count - 1)
    .waitFor()

describe.skipIf(!hasBrowser)("the chat page", () => {
  let studio: StudioBrowser
  let server: ChatServer
  beforeAll(async () => {
    server = await chatServer()
    studio = await openStudioBrowser({ files, copies: { "seeing/images": "gallery/chat-with-image/images" } })
    await using api = await Millrace.open({ home: studio.home, env: {} })
    await api.connections.create({ name: "loop", type: "open_ai", api_key: "k", base_url: server.url })
    trust("basic", "prompty", "greeter", "seeing")
  })
  afterAll(async () => {
    await studio?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  /** As if somebody had allowed their code. */
  function trust(...flows: string[]): void {
    const folders = flows.map((flow) => join(studio.folder, flow))
    writeFileSync(join(studio.home, "trusted-folders.json"), JSON.stringify(folders))
  }

  it("asks before code that was not made here runs; shows errors, which stay out of the history; edits, begins anew", async () => {
    const page = await studio.page("/chat/count")
    await say(page, "one")
    await page.getByRole("dialog", { name: "Run the code of count?" }).waitFor()
    expect(await messages(page).count()).toBe(0)
    await page.getByRole("button", { name: "Allow and run" }).click()
    await sent(page, 1)
    expect(await replies(page).innerText()).toContain("0: you said 'one'")
    await say(page, "boom")
    const error = page.getByRole("alert")
    await error.waitFor()
    expect(await error.innerText()).toContain("bad question")
    await picture(page, "chat-error")
    // the failed turn again, otherwise
    await messages(page).nth(1).hover()
    await page.getByRole("button", { name: "Edit and send again" }).nth(1).click()
    await page.getByRole("textbox", { name: "Edit the message" }).fill("better")
    await page.keyboard.press("Enter")
    await sent(page, 2)
    expect(await replies(page).nth(1).innerText()).toContain("1: you said 'better'")
    await say(page, "three")
    await sent(page, 3)
    expect(await replies(page).nth(2).innerText()).toContain("2: you said 'three'")
    // the first one, with which all that followed goes
    await page.getByRole("button", { name: "Edit and send again" }).first().click()
    await page.getByRole("textbox", { name: "Edit the message" }).fill("first")
    await page.keyboard.press("Enter")
    await replies(page).getByText("0: you said 'first'").waitFor()
    expect(await messages(page).count()).toBe(1)
    // code that has changed is what the next turn runs, and it knows what was said
    studio.write({
      "count/say.py": counting["count/say.py"].replace("you said", "so you said"),
    })
    await page.waitForTimeout(600) // until the page has heard of it
    await say(page, "again")
    await replies(page).getByText("1: so you said 'again'").waitFor()
    // a reload loses nothing; the next turn knows what was said
    await page.reload()
    await replies(page).getByText("1: so you said 'again'").waitFor()
    await page.getByRole("button", { name: "Trace" }).first().click()
    await page.getByRole("tabpanel", { name: "Trace" }).getByRole("button", { name: /say/ }).waitFor()
    await say(page, "two\nlines")
    await replies(page).getByText("2: so you said 'two\\nlines'").waitFor()
    // commands
    await page.getByRole("textbox", { name: /^Message to / }).fill("/")
    await page.getByRole("option", { name: /new/ }).waitFor()
    await picture(page, "chat-commands")
    expect(await seriousViolations(page)).toEqual([])
    await page.keyboard.type("ne")
    await page.keyboard.press("Enter")
    await page.getByText("New session: what is above").waitFor()
    await say(page, "fresh")
    await replies(page).getByText("0: so you said 'fresh'").waitFor()
    // another conversation, and back to this one
    await page.getByRole("button", { name: "Conversations" }).click()
    await page.getByRole("menuitem", { name: "New conversation" }).click()
    await page.getByText("Nothing was said yet").waitFor()
    await page.getByRole("button", { name: "Conversations" }).click()
    await page.getByRole("menuitem", { name: /^first/ }).click()
    await replies(page).getByText("0: so you said 'fresh'").waitFor()
    expect(await messages(page).count()).toBe(4)
    await page.context().close()
  })

  it("streams what the model writes, stops, and shows what the nodes of a turn did", async () => {
    const page = await studio.page("/chat/basic")
    await say(page, "GATE")
    await page.getByText("Hello", { exact: true }).waitFor() // the first piece; the rest waits
    await page.reload() // the turn goes on, and is followed again
    await page.getByText("Hello", { exact: true }).waitFor()
    await page.getByRole("button", { name: "Stop" }).click()
    await page.getByText("Stopped").waitFor()
    await fetch(`${server.url}/release`, { method: "POST" })
    await say(page, "**bold** <b>x</b>")
    await sent(page, 2)
    expect(await replies(page).nth(1).locator("strong").innerText()).toBe("bold")
    expect(await replies(page).nth(1).locator("b").count()).toBe(0) // no HTML of models
    expect(JSON.stringify(server.received.at(-1))).not.toContain("GATE")
    await page.getByRole("button", { name: "Trace" }).last().click()
    const trace = page.getByRole("tabpanel", { name: "Trace" })
    await trace.getByRole("button", { name: /chat/ }).click()
    await trace.getByText("Hello world! **bold**").waitFor()
    await trace.getByRole("tab", { name: /Calls/ }).click()
    await trace.getByText("of loop").waitFor()
    await picture(page, "chat-trace")
    expect(await seriousViolations(page)).toEqual([])
    await page.getByRole("button", { name: "Copy the answer" }).last().click()
    expect(await page.evaluate<string>("navigator.clipboard.readText()")).toContain("Hello world! **bold**")
    await page.context().close()
  })

  it("talks to a prompty", async () => {
    const page = await studio.page("/chat/prompty%2Fchat.prompty", { dark: true, size: "1024x768" })
    await say(page, "first words")
    await sent(page, 1)
    await say(page, "second words")
    await sent(page, 2)
    expect(await replies(page).nth(1).innerText()).toContain("Hello world! second words")
    const { messages: asked } = server.received.at(-1) as { messages?: { role: string }[] }
    expect(asked?.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"])
    await picture(page, "chat-prompty-dark")
    await page.context().close()
  })

  it("gives a flex flow its inputs and its class arguments, and saves rows", async () => {
    const page = await studio.page("/chat/greeter")
    await page.getByRole("textbox", { name: "greeting" }).fill("Ahoy")
    await say(page, "you")
    await sent(page, 1)
    expect(await replies(page).locator("strong").innerText()).toBe("Ahoy")
    await page.getByRole("combobox", { name: "loud" }).click()
    await page.getByRole("option", { name: "true" }).click()
    await say(page, "there")
    await sent(page, 2)
    expect(await replies(page).nth(1).innerText()).toContain("AHOY THERE 2")
    // a long value in a dialog; what is included from elsewhere is read anew
    await page.getByRole("button", { name: "Expand greeting" }).click()
    const dialog = page.getByRole("dialog", { name: "greeting" })
    await dialog.getByRole("textbox", { name: "greeting" }).fill("Hello\nthere")
    await picture(page, "chat-expanded")
    await dialog.getByRole("button", { name: "Done" }).click()
    expect(await page.getByRole("textbox", { name: "greeting" }).inputValue()).toBe("Hello\nthere")
    await page.getByRole("textbox", { name: "greeting" }).fill("Ahoy")
    studio.write({ "shared/mark.py": 'MARK = "!"\n' })
    await say(page, "again")
    await sent(page, 3)
    expect(await replies(page).nth(2).innerText()).toContain("AHOY AGAIN 4!")
    await page.getByRole("button", { name: "Save as data" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click()
    await page.getByText("3 rows saved in greeter/data/chat.jsonl").first().waitFor()
    const rows = studio.read("greeter/data/chat.jsonl").trimEnd().split("\n")
    expect(rows.slice(0, 2).map((line) => JSON.parse(line))).toEqual([
      { question: "you", chat_history: [], answer: "**Ahoy** you 0" },
      {
        question: "there",
        loud: true,
        chat_history: [
          { role: "user", content: "you" },
          { role: "assistant", content: "**Ahoy** you 0" },
        ],
        answer: "**AHOY** THERE 2",
      },
    ])
    await picture(page, "chat-flex")
    await page.context().close()
  })

  it("sends images that are attached or dropped, in the flow's format", async () => {
    const page = await studio.page("/chat/seeing")
    const png = join(studio.folder, "seeing/images/circle.png")
    await page.locator('input[type="file"]').setInputFiles(png)
    await page.getByRole("img", { name: "circle.png" }).waitFor()
    await say(page, "What is it?")
    await sent(page, 1)
    await messages(page).getByRole("img").waitFor()
    const { messages: asked = [] } = server.received.at(-1) as {
      messages?: { content: { type: string }[] }[]
    }
    const parts = asked.at(-1)?.content
    expect(parts?.map(({ type }) => type)).toContain("image_url")
    expect(JSON.stringify(parts)).toContain(readFileSync(png).toString("base64").slice(0, 60))
    await picture(page, "chat-image")
    await page.context().close()
  })

  it("evaluates answers in an experiment, which are kept with them", async () => {
    trust("demo/talk")
    const page = await studio.page("/chat/demo%2Ftalk")
    const panel = page.getByRole("tablist", { name: "Panel" })
    const message = page.getByRole("textbox", { name: /^Message to / })
    const results = page.getByRole("article", { name: "Evaluation by demo/graded.exp.yaml" })
    const row = (turn: number, name: string) =>
      results.nth(turn).getByRole("row", { name: new RegExp(`^${name} `) })
    await say(page, "abc")
    await sent(page, 1)
    await message.fill("/eval")
    expect(await page.getByRole("option", { name: /eval/ }).count()).toBe(0) // there is none attached
    await message.fill("")
    await panel.getByRole("tab", { name: "Experiment" }).click()
    await page.getByRole("combobox", { name: "Template" }).click()
    await page.getByRole("option", { name: /graded.exp.yaml/ }).click()
    await page.getByText("not run: a command").waitFor()
    await page.getByRole("textbox", { name: "bonus" }).fill("20")
    await message.fill("/eval_last")
    await page.getByRole("option", { name: /eval_last/ }).waitFor()
    await page.keyboard.press("Enter")
    const asked = page.getByRole("dialog", { name: "Run the code of demo/graded.exp.yaml?" })
    await asked.getByText("demo/after").waitFor()
    await page.getByRole("button", { name: "Allow and run" }).click()
    await row(0, "grade").getByText("27", { exact: true }).first().waitFor()
    await row(0, "after").getByText("54", { exact: true }).waitFor()
    expect(await row(0, "grade").innerText()).toMatch(/score\s+27[\s\S]*mean\s+27/)
    expect(await row(0, "told").innerText()).toContain("A test runs no commands.")
    await picture(page, "chat-experiment")
    expect(await seriousViolations(page)).toEqual([])
    // an answer that cannot be graded; all of the session
    await say(page, "boom")
    await sent(page, 2)
    await say(page, "/eval")
    await row(1, "grade").getByRole("alert").getByText("cannot grade that").waitFor()
    await row(1, "after").getByText("It needs grade, which has failed").waitFor()
    // it outlives a reload, as does what was chosen, in another browser too
    await page.evaluate("localStorage.clear()")
    await page.reload()
    await row(0, "after").getByText("54", { exact: true }).waitFor()
    await row(1, "grade").getByRole("alert").waitFor()
    await panel.getByRole("tab", { name: "Experiment" }).click()
    expect(await page.getByRole("textbox", { name: "bonus" }).inputValue()).toBe("20")
    // one that goes on is followed again, and can be given up
    studio.write({
      "demo/after/twice.py": gradedChat["after/twice.py"].replace(
        "return",
        "import time; time.sleep(30)\n    return",
      ),
    })
    await results.nth(0).getByRole("button", { name: "Evaluate again" }).click()
    await results.nth(0).getByText("Evaluating").waitFor()
    await page.waitForTimeout(300)
    await page.reload()
    await row(0, "after").getByText("Running").waitFor()
    await picture(page, "chat-experiment-running")
    await results.nth(0).getByRole("button", { name: "Cancel" }).click()
    await results.nth(0).getByText("Cancelled").first().waitFor()
    expect(await row(0, "grade").innerText()).toContain("27") // what had ended stays
    await results.nth(1).getByRole("button", { name: "Remove the evaluation" }).click()
    expect(await results.count()).toBe(1)
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })

  it("lets another input take the message where the flow does not say", async () => {
    studio.write({
      "plain/flow.dag.yaml": `inputs:
  text: {type: string}
  times: {type: int, default: 1}
outputs:
  said: {type: string, reference: "\${say.output}"}
nodes:
- name: say
  type: python
  source: {type: code, path: say.py}
  inputs: {text: "\${inputs.text}", times: "\${inputs.times}"}
`,
      "plain/say.py": `from promptflow.core import tool
@tool
def say(text: str, times: int) -> str:
    return text * times
`,
    })
    trust("plain")
    const page = await studio.page("/chat/plain")
    await page.getByText("No input of this flow takes the message.").waitFor()
    await page.getByRole("combobox", { name: "Chat input" }).click()
    await page.getByRole("option", { name: "text" }).click()
    await page.getByRole("combobox", { name: "Chat output" }).click()
    await page.getByRole("option", { name: "said" }).click()
    await page.getByRole("textbox", { name: "times" }).fill("3")
    await say(page, "ab")
    await sent(page, 1)
    expect(await replies(page).innerText()).toContain("ababab")
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})
