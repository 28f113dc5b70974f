import { build } from "esbuild"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openBrowser } from "../../scripts/studio-screenshot.mjs"

/** An editor that takes what is typed by itself (`typeText`) against one that leaves it to the browser. */

const browser = await openBrowser()
if (!browser)
  console.warn("SKIPPED: no Chromium (MILLRACE_CHROMIUM=/path/to/chromium), typing in editors is not tested")

const PAGE = `
import { autocompletion, closeBrackets } from "@codemirror/autocomplete"
import { indentOnInput } from "@codemirror/language"
import { python } from "@codemirror/lang-python"
import { EditorSelection, EditorState } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { typeText } from "./type-text.ts"
window.edit = (own, doc, ranges) => {
  window.view?.destroy()
  window.taken = []
  const extensions = [own ? typeText : [], closeBrackets(), indentOnInput(), autocompletion(), python(),
    EditorState.allowMultipleSelections.of(true), EditorView.lineWrapping]
  const selection = EditorSelection.create(ranges.map(([anchor, head]) => EditorSelection.range(anchor, head)))
  window.view = new EditorView({ state: EditorState.create({ doc, selection, extensions }), parent: document.body })
  view.focus()
}
document.addEventListener("beforeinput", (event) => taken.push(event.defaultPrevented))
`

let page: Page
beforeAll(async () => {
  if (!browser) return
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: "apps/studio/src/editor", loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
  })
  page = await browser.newPage()
  await page.setContent("<body></body>")
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" })
})
afterAll(() => browser?.close())

type Range = [anchor: number, head: number]
interface Typed {
  name: string
  doc?: string
  ranges?: Range[]
  keys(page: Page): Promise<void>
  /** Whether the browser is left out of it; undefined where it may be either, as CodeMirror hears of a cursor later. */
  own?: boolean
}

const type = (text: string) => (page: Page) => page.keyboard.type(text)
const CASES: Typed[] = [
  { name: "text in an empty editor", keys: type("x = 1"), own: true },
  { name: "text in the middle of a line", doc: "ab\ncd", ranges: [[4, 4]], keys: type("xyz"), own: true },
  { name: "text over a selection", doc: "one two", ranges: [[7, 4]], keys: type("2"), own: true },
  { name: "text over several lines", doc: "one\ntwo\nthree", ranges: [[2, 10]], keys: type("-"), own: true },
  { name: "brackets, which are closed and typed over", keys: type('f(["a"])'), own: true },
  { name: "a bracket around a selection", doc: "one two", ranges: [[4, 7]], keys: type("("), own: true },
  { name: "spaces at the end of a line", doc: "a", ranges: [[1, 1]], keys: type("  b  "), own: true },
  { name: "letters beyond the BMP", keys: (page) => page.keyboard.insertText("🦆é漢"), own: true },
  {
    name: "text after the cursor was moved by keys",
    doc: "one two",
    ranges: [[7, 7]],
    keys: async (page) => {
      await page.keyboard.press("Home")
      await page.keyboard.type("a")
      await page.keyboard.press("Control+ArrowRight")
      await page.keyboard.type("b")
    },
  },
  {
    name: "text where an `else` is indented anew",
    doc: "if a:\n    b\n    els",
    ranges: [[19, 19]],
    keys: type("e:"),
    own: true,
  },
  {
    name: "several cursors",
    doc: "a\nb",
    ranges: [
      [1, 1],
      [3, 3],
    ],
    keys: type("!"),
    own: false,
  },
  {
    name: "an input method",
    doc: "a",
    ranges: [[1, 1]],
    keys: async (page) => {
      const session = await page.context().newCDPSession(page)
      await session.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 })
      await session.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 })
      await session.send("Input.insertText", { text: "日本" })
    },
    own: false,
  },
]

describe.skipIf(!browser)("typing in an editor", () => {
  it.each(CASES)("gives the same with and without the browser: $name", async (typed) => {
    const { doc = "", ranges = [[0, 0]], keys, own } = typed
    const outcome = async (isOwn: boolean) => {
      await page.evaluate(`edit(${isOwn}, ${JSON.stringify(doc)}, ${JSON.stringify(ranges)})`)
      await keys(page)
      await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))")
      return page.evaluate<{
        text: string
        shown: string
        ranges: Range[]
        cursor: number
        taken: boolean[]
      }>(`({
        text: view.state.doc.toString(),
        shown: [...view.contentDOM.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\\n"),
        ranges: view.state.selection.ranges.map(({ anchor, head }) => [anchor, head]),
        cursor: view.posAtDOM(document.getSelection().focusNode, document.getSelection().focusOffset),
        taken,
      })`)
    }
    const theirs = await outcome(false)
    const ours = await outcome(true)
    expect({ ...ours, taken: [] }).toEqual({ ...theirs, taken: [] })
    expect(ours.text).not.toBe(doc)
    expect(ours.shown).toBe(ours.text)
    expect(theirs.taken).not.toContain(true)
    if (own !== undefined) expect(new Set(ours.taken)).toEqual(new Set([own]))
  })
})
