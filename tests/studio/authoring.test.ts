import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  hasBrowser,
  openStudioBrowser,
  picture,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

const FLOW = `# sorted by mood
inputs:
  text:
    type: string
    default: calm   # as said
  count: {type: int, default: 3}
outputs:
  answer:
    type: string
    reference: \${pick.output}
nodes:
# first of all
- name: pick
  type: python
  source:
    type: code
    path: pick.py
  inputs:
    text: \${inputs.text}
    mode: fast
- name: say
  type: prompt
  source: {type: code, path: say.jinja2}
  inputs:
    mood: \${pick.output}
`
const TOOL = `from enum import Enum

from promptflow.connections import OpenAIConnection
from promptflow._core.tool import GeneratedBy
from promptflow.core import tool
from promptflow.entities import DynamicList, InputSetting


class Mode(str, Enum):
    FAST = "fast"
    SLOW = "slow"


def cities(prefix: str = ""):
    return [{"value": prefix + "-porto", "display_value": "Porto"}]


def make_label(kind: str, place: str = "here"):
    return kind + "@" + place


def split_label(label: str):
    return dict(zip(["kind", "place"], label.split("@")))


made = GeneratedBy(
    function=make_label,
    reverse_function=split_label,
    input_settings={"kind": InputSetting(dynamic_list=DynamicList(function=cities))},
)


@tool(
    input_settings={
        "label": InputSetting(generated_by=made),
        "city": InputSetting(dynamic_list=DynamicList(function=cities, input_mapping={"prefix": "text"})),
        "wait": InputSetting(enabled_by="mode", enabled_by_value=["slow"]),
    }
)
def pick(
    text: str, mode: Mode, city: str = "", label: str = "", wait: int = 3, connection: OpenAIConnection = None
) -> str:
    return f"{text} {mode} {city}"
`

/** What Python code is asked for, on a machine that does much else too. */
const PYTHON = { timeout: 15_000 }

describe.skipIf(!hasBrowser)("the authoring page", () => {
  let studio: StudioBrowser
  beforeAll(async () => {
    studio = await openStudioBrowser({
      copies: { hours: "gallery/conditional" },
      files: { "rich/flow.dag.yaml": FLOW, "rich/pick.py": TOOL, "rich/say.jinja2": "I am {{ mood }}.\n" },
    })
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

    // its editor is called after it, too; a key takes it to the clipboard, and into another flow with its file
    await page.getByLabel("look_up_hours.py of node find_hours").click()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Control+c")
    await page.getByText("find_hours is copied").first().waitFor()
    await page.goto(page.url().replace("/flows/hours", "/flows/rich"))
    await page.getByRole("region", { name: "Node pick" }).waitFor()
    await page.keyboard.press("Control+v")
    const pasted = page.getByRole("region", { name: "Node find_hours" })
    await pasted.getByText("but there is no node is_about_hours").first().waitFor()
    await expect.poll(() => studio.exists("rich/look_up_hours.py")).toBe(true)
    expect(studio.read("rich/look_up_hours.py")).toBe(studio.read("hours/look_up_hours.py"))
    await page.getByRole("button", { name: "Paste", exact: true }).click()
    await page.getByRole("region", { name: "Node find_hours_2" }).getByText("look_up_hours_2.py").waitFor()
    const undo = page.getByRole("button", { name: /^Undo: paste/ })
    for (let i = 0; i < 2; i++) await undo.click()
    await expect.poll(() => studio.read("rich/flow.dag.yaml")).toBe(FLOW)
    await expect.poll(() => studio.exists("rich/look_up_hours.py")).toBe(false)

    // what is added is named next
    await page.getByRole("button", { name: "Add output" }).click()
    await page.getByLabel("Name of output output").and(page.locator(":focus")).waitFor()
    await page.keyboard.type("said")
    await page.keyboard.press("Enter")
    await expect.poll(() => studio.read("rich/flow.dag.yaml")).toContain("  said:\n")
    for (let i = 0; i < 2; i++) await page.getByRole("button", { name: /^Undo: (add|rename)/ }).click()
    await expect.poll(() => studio.read("rich/flow.dag.yaml")).toBe(FLOW)

    // and what cannot be done is told, wherever it was asked for
    const COUNT = "  count: {type: int, default: 3}\n"
    studio.write({ "rich/flow.dag.yaml": FLOW.replace(COUNT, `${COUNT.replace("{", "&n {")}  more: *n\n`) })
    await page.getByRole("combobox", { name: "Type of more" }).click()
    await page.getByRole("option", { name: "string", exact: true }).click()
    await page.getByText("it is part of the alias *n").first().waitFor()
    studio.write({ "rich/flow.dag.yaml": FLOW })
    await page.context().close()
  })

  it("follows the disk, and writes over nothing that was changed on both sides", async () => {
    const page = await studio.page("/flows/hours")
    const editor = page.getByLabel("hand_on.py of node hand_on")
    await page.getByRole("region", { name: "Node hand_on" }).scrollIntoViewIfNeeded() // it mounts when it is near
    await editor.waitFor()
    studio.write({ "hours/hand_on.py": `${studio.read("hours/hand_on.py")}# theirs\n` })
    await page.getByText("# theirs").waitFor()
    // what is half typed in a card stays while the flow's own file changes around it
    const output = page.getByRole("textbox", { name: /^Name of output/ }).first()
    const named = await output.inputValue()
    await output.fill(`${named}_half`)
    studio.write({ "hours/flow.dag.yaml": `# more\r\n${studio.read("hours/flow.dag.yaml")}` })
    await page.getByRole("button", { name: "Raw file" }).waitFor()
    await page.waitForTimeout(700)
    expect(await output.inputValue()).toBe(`${named}_half`)
    await output.press("Escape")
    // lines that an editor does not touch keep their endings
    await page.getByRole("button", { name: "Raw file" }).click()
    await page.getByLabel("hours/flow.dag.yaml", { exact: true }).click()
    await page.keyboard.press("Control+Home")
    await page.keyboard.type("#")
    await expect.poll(() => studio.read("hours/flow.dag.yaml").slice(0, 9)).toBe("## more\r\n")
    await page.getByRole("button", { name: "Raw file" }).click()
    await page.getByRole("region", { name: "Node hand_on" }).scrollIntoViewIfNeeded()
    await editor.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type("# mine")
    studio.write({ "hours/hand_on.py": "# other\n" })
    await page.getByText("hours/hand_on.py was changed on disk, and here").waitFor()
    await page.getByRole("button", { name: "Take what is on disk" }).click()
    await page.getByText("# other").waitFor()
    expect(studio.read("hours/hand_on.py")).toBe("# other\n")
    // what cannot be saved outlives a walk through other pages, and is saved when that can be done
    await page.route("**/api/files/text*", (route) => route.abort())
    await editor.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type("# kept")
    await page.getByText("hours/hand_on.py could not be saved").waitFor()
    await page.getByRole("navigation").getByRole("link", { name: "Runs" }).click()
    await page.getByText("Not all of hours is saved", { exact: true }).waitFor()
    await page.unroute("**/api/files/text*")
    await page.goBack()
    await expect.poll(() => studio.read("hours/hand_on.py")).toBe("# other\n# kept")
    await page.getByText("# kept").waitFor()
    await page.context().close()
  })

  it("makes a form of a tool's schema, and writes what is chosen there, line by line", async () => {
    const page = await studio.page("/flows/rich?node=pick")
    const card = page.getByRole("region", { name: "Node pick" })
    const written = () => studio.read("rich/flow.dag.yaml")
    await card.getByRole("combobox", { name: "Value of connection" }).waitFor()
    // what the code's text does not say is asked of the code, once it may run
    await card.getByRole("button", { name: "Allow" }).click()
    await page.getByRole("button", { name: "Allow and run" }).click()
    await card.getByRole("button", { name: "List values of city" }).waitFor()
    expect(await card.getByLabel("Value of wait").count()).toBe(0)

    await card.getByRole("combobox", { name: "Value of mode" }).click()
    await page.getByRole("option", { name: "slow" }).click()
    await card.getByLabel("Value of wait").waitFor()
    await card.getByRole("combobox", { name: "Value of city" }).click()
    await page.getByRole("option", { name: /^Porto/ }).click()
    const inputs = "    mode: slow\n    city: calm-porto\n"
    await expect.poll(written).toBe(FLOW.replace("    mode: fast\n", inputs))

    // a reference whose type does not fit says so where it is; undo takes it back
    const wait = card.getByRole("combobox", { name: "Value of wait" })
    await wait.fill("${inputs.text}")
    await wait.press("Enter")
    await card.getByText("${inputs.text} is string, and this input takes int").waitFor()
    await wait.fill("7")
    await wait.press("Enter")
    await expect.poll(written).toContain("    wait: 7\n")
    for (let i = 0; i < 4; i++) await page.getByRole("button", { name: /^Undo/ }).click()
    await expect.poll(written).toBe(FLOW)

    // what a function of the tool makes of others, which are asked for and kept nowhere else; and back
    const generate = page.getByRole("dialog", { name: "Generate label" })
    await card.getByRole("button", { name: "Generate label" }).click()
    await generate.getByText("kind must have a value.").waitFor()
    await generate.getByRole("combobox", { name: "kind" }).click()
    await page.getByRole("option", { name: /^Porto/ }).click()
    await generate.getByRole("button", { name: "Generate" }).click()
    await expect
      .poll(written, PYTHON)
      .toBe(FLOW.replace("    mode: fast\n", "    mode: fast\n    label: -porto@here\n"))
    await card.getByRole("button", { name: "Generate label" }).click()
    await generate.getByRole("button", { name: "Take from the present value" }).click()
    const kind = () => generate.getByRole("combobox", { name: "kind" }).inputValue()
    await expect.poll(kind, PYTHON).toBe("-porto")
    expect(await seriousViolations(page)).toEqual([])
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: /^Undo/ }).click()
    await expect.poll(written).toBe(FLOW)
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })

  it("says what is wrong as it is typed, at the character, and leads there", async () => {
    const page = await studio.page("/flows/rich")
    const card = page.getByRole("region", { name: "Node say" })
    await card.scrollIntoViewIfNeeded()
    const editor = page.getByLabel("say.jinja2 of node say")
    await editor.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type("{% if %}")
    await card.getByText("1 error").waitFor()
    await editor.locator(".cm-lintRange-error").waitFor()
    await page.getByRole("tab", { name: /Problems/ }).click()
    const list = page.getByRole("list", { name: "Problems", exact: true })
    await list.getByText("say.jinja2").first().waitFor()
    for (let i = 0; i < 8; i++) await page.keyboard.press("Backspace")
    await page.getByRole("button", { name: /^Undo/ }).click()
    await page.getByText("Nothing is wrong with this flow.").waitFor()
    await expect.poll(() => studio.read("rich/say.jinja2")).toBe("I am {{ mood }}.\n")

    const value = card.getByRole("combobox", { name: "Value of mood" })
    await value.fill("${pikc.output}")
    await value.press("Enter")
    await list.getByText("there is no node pikc. Did you mean `pick`?").waitFor()
    await list.getByRole("button", { name: "Go to flow.dag.yaml line 25" }).click()
    const raw = page.getByLabel("rich/flow.dag.yaml", { exact: true })
    const marked = raw.locator(".cm-lintRange-error")
    await expect.poll(() => marked.allInnerTexts()).toEqual(["${pikc.output}"])
    await page.getByRole("button", { name: "Back to the cards" }).click()
    await page.getByRole("button", { name: /^Undo/ }).click()
    await expect.poll(() => studio.read("rich/flow.dag.yaml")).toBe(FLOW)

    // a flow that cannot run says why, before it asks for what it takes
    const mistaken = FLOW.replace("    default: calm   # as said\n", "").replace(
      "${pick.output}",
      "${pikc.output}",
    )
    studio.write({ "rich/flow.dag.yaml": mistaken })
    await list.getByText("pikc").first().waitFor()
    await page.getByRole("tab", { name: "Outputs" }).click()
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await page.getByRole("tabpanel", { name: "Outputs" }).getByText("pikc").waitFor()
    expect(await page.getByRole("dialog").count()).toBe(0)

    // a type that does not exist is said at its field, in the words of the list, and mended there
    studio.write({ "rich/flow.dag.yaml": FLOW.replace("type: string", "type: strng") })
    const type = page.getByRole("combobox", { name: "Type of text" })
    const words = "Input text has the type strng, which does not exist."
    await page.getByRole("region", { name: "Inputs", exact: true }).getByText(words).waitFor()
    expect(await type.getAttribute("aria-invalid")).toBe("true")
    const note = page.locator(`[id="${await type.getAttribute("aria-describedby")}"]`)
    expect(await note.innerText()).toContain(words)
    await picture(page, "unknown-type")
    await type.click()
    await page.getByRole("option", { name: "string", exact: true }).click()
    await expect.poll(() => studio.read("rich/flow.dag.yaml")).toBe(FLOW)
    await note.waitFor({ state: "detached" })

    await page.getByRole("button", { name: "Add node" }).click()
    await page.getByRole("combobox", { name: "Find a kind of node or a tool" }).fill("serp")
    await page.keyboard.press("Enter")
    const added = page.getByRole("region", { name: "Node search" })
    await added.getByRole("combobox", { name: "Value of engine" }).waitFor()
    expect(studio.read("rich/flow.dag.yaml").startsWith(FLOW)).toBe(true)
    expect(await seriousViolations(page)).toEqual([])
    await page.context().close()
  })
})
