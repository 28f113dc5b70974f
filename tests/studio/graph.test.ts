import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { countRenders, RENDER_HOOK, rendersOf } from "./support/renders.ts"
import {
  hasBrowser,
  openStudioBrowser,
  type StudioBrowser,
  seriousViolations,
} from "./support/studio-browser.ts"

/** The graph of a flow, and what is drawn while somebody types. */

const SOURCE = "export default function run({ x }) {\n  return x\n}\n"

/** A chain of nodes, each with a file of its own. */
function chain(folder: string, nodes: number): Record<string, string> {
  const of = (i: number) => (i === 0 ? "inputs.x" : `n${i - 1}.output`)
  const node = (_: unknown, i: number) =>
    `- name: n${i}\n  type: javascript\n  source: {type: code, path: n${i}.js}\n  inputs: {x: "\${${of(i)}}"}\n`
  const files: Record<string, string> = {
    [`${folder}/flow.dag.yaml`]: `inputs:\n  x: {type: string, default: a}\noutputs:\n  y: {type: string, reference: "\${n${nodes - 1}.output}"}\nnodes:\n${Array.from({ length: nodes }, node).join("")}`,
  }
  for (let i = 0; i < nodes; i++) files[`${folder}/n${i}.js`] = SOURCE
  return files
}

const BRANCH = `inputs:
  text: {type: string, default: hello}
outputs:
  said: {type: string, reference: "\${say.output}"}
nodes:
- name: sort
  type: javascript
  source: {type: code, path: sort.js}
  inputs: {x: "\${inputs.text}"}
- name: complain
  type: javascript
  source: {type: code, path: same.js}
  inputs: {x: "\${sort.output.kind}"}
  activate: {when: "\${sort.output.kind}", is: complaint}
- name: soothe
  type: javascript
  source: {type: code, path: same.js}
  inputs: {x: "\${complain.output}"}
- name: say
  type: javascript
  source: {type: code, path: say.js}
  inputs: {a: "\${sort.output.words}", b: "\${soothe.output}"}
- name: free
  type: javascript
  source: {type: code, path: same.js}
  inputs: {x: ""}
`

let studio: StudioBrowser
beforeAll(async () => {
  if (!hasBrowser) return
  studio = await openStudioBrowser({
    files: {
      ...chain("some", 25),
      ...chain("many", 120),
      "branch/flow.dag.yaml": BRANCH,
      "branch/same.js": SOURCE,
      "branch/sort.js":
        'export default function run({ x }) {\n  return { kind: "question", words: [x, x] }\n}\n',
      "branch/say.js": "export default function run({ a, b }) {\n  return a.join()\n}\n",
    },
    trustFolder: true,
  })
}, 60_000)
afterAll(() => studio?.[Symbol.asyncDispose]())

const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)
const middle = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not to be seen`)
  return [box.x + box.width / 2, box.y + box.height / 2] as const
}
/** Draws from the output of a node to the middle of what is there. */
const draw = async (page: Page, from: string, to: string) => {
  await page.mouse.move(...(await middle(page, `.react-flow__node[data-id="${from}"] .source`)))
  await page.mouse.down()
  await page.mouse.move(...(await middle(page, to)), { steps: 5 })
  await page.mouse.up()
}

describe.skipIf(!hasBrowser)("typing", () => {
  it("draws neither other cards nor the graph", async () => {
    const page = await studio.page("/flows/some", { script: RENDER_HOOK })
    await node(page, "n24").waitFor()
    const editor = page.getByRole("textbox", { name: "n3.js of node n3" })
    await editor.click()
    await page.keyboard.type("// ")
    await page.getByText("Saved", { exact: true }).waitFor()
    await countRenders(page)
    await page.keyboard.type("words", { delay: 20 })
    const typed = await rendersOf(page)
    expect(typed["card n3"]).toBeGreaterThanOrEqual(5)
    expect(Object.keys(typed).filter((place) => /^card (?!n3$)|^graph$/.test(place))).toEqual([])
    // and it is still so when what was typed has been saved and checked
    await page.getByText("Saved", { exact: true }).waitFor()
    await page.waitForTimeout(500)
    const saved = await rendersOf(page)
    expect(Object.keys(saved).filter((place) => /^card (?!n3$)|^graph$/.test(place))).toEqual([])

    await page.getByLabel("Name of node n5", { exact: true }).click()
    await countRenders(page)
    await page.keyboard.type("xyz")
    expect(Object.keys(await rendersOf(page)).filter((place) => /^(?:card|graph)/.test(place))).toEqual([
      "card n5",
    ])
    await page.context().close()
  })

  it("in a large flow whole cards are those near the view, and every one can be reached", async () => {
    const page = await studio.page("/flows/many")
    await page.getByRole("textbox", { name: "n0.js of node n0" }).waitFor()
    expect(await page.getByRole("region", { name: /^Node n\d+$/ }).count()).toBe(120)
    expect(await page.locator(".cm-editor").count()).toBeLessThan(30)
    await page.getByLabel("Name of node n90", { exact: true }).focus()
    await page.getByRole("textbox", { name: "n90.js of node n90" }).waitFor()
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Name of node n90")
    await page.locator(".react-flow__node.selected").waitFor()
    // who looks for a node sees it so near that its name can be read, and has its card; also the second time
    const scale = async () =>
      Number(
        /scale\((.*)\)/.exec((await page.locator(".react-flow__viewport").getAttribute("style")) ?? "")?.[1],
      )
    for (let i = 0; i < 2; i++) {
      await page.getByRole("button", { name: "Fit the graph" }).click()
      await expect.poll(scale).toBeLessThan(0.3)
      await page.keyboard.press("Control+k")
      await page.getByRole("dialog", { name: "Commands" }).getByRole("combobox").fill("n60")
      await page.getByRole("option", { name: /^n60/ }).click()
      await expect.poll(scale).toBeGreaterThan(0.5)
      await expect
        .poll(() => page.evaluate("document.activeElement.closest('[data-card]')?.dataset.card"), {
          timeout: 5000,
        })
        .toBe("n60")
    }
    await page.context().close()
  })
})

describe.skipIf(!hasBrowser)("the graph", () => {
  it("connects by drawing wires, adds nodes that take another, and undoes it", async () => {
    const page = await studio.page("/flows/branch")
    await node(page, "free").waitFor()
    const file = () => studio.read("branch/flow.dag.yaml")
    await draw(page, "say", '.react-flow__node[data-id="free"]')
    await expect
      .poll(file)
      .toContain(
        '- name: free\n  type: javascript\n  source: {type: code, path: same.js}\n  inputs: {x: "${say.output}"}',
      )
    await page.getByRole("button", { name: /^Undo: / }).click()
    await expect.poll(file).toBe(BRANCH)
    // of several inputs one is chosen
    await draw(page, "free", '.react-flow__node[data-id="say"]')
    await page.getByRole("menuitem", { name: "b now ${soothe.output}" }).click()
    await expect.poll(file).toContain('b: "${free.output}"')
    await page.getByRole("button", { name: /^Undo: / }).click()
    await expect.poll(file).toBe(BRANCH)
    // what would be a circle is not offered
    await draw(page, "say", '.react-flow__node[data-id="sort"]')
    await page.getByRole("menuitem", { name: /sort cannot take it/ }).waitFor()
    await page.keyboard.press("Escape")
    await draw(page, "sort", ".react-flow__background")
    await page.getByRole("menuitem", { name: /^TypeScript/ }).click()
    await expect.poll(file).toMatch(/- name: typescript_node\n[\s\S]*\$\{sort\.output\}/)
    await page.getByRole("button", { name: "Lock the graph" }).click()
    await draw(page, "sort", ".react-flow__background")
    expect(await page.getByRole("menu").count()).toBe(0)
    await page.getByRole("button", { name: /^Undo: / }).click()
    await expect.poll(file).toBe(BRANCH)
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })

  it("shows states, conditions and values; leads along wires by keyboard to the cards", async () => {
    const page = await studio.page("/flows/branch")
    await node(page, "free").waitFor()
    await page.getByRole("button", { name: "Run", exact: true }).click()
    await node(page, "say").getByRole("img", { name: "Done" }).waitFor()
    await node(page, "complain").getByText("sort.output.kind is not complaint").waitFor()
    await page.locator('[data-wire="sort→say"]').dispatchEvent("click")
    const values = page.getByRole("region", { name: "Values from sort to say" })
    await values.getByText("a ← ${sort.output.words}").waitFor()
    await values.getByText("list, 2 items, 17 bytes").waitFor()
    await page.getByRole("button", { name: "Unpin the values" }).click()
    await page.mouse.move(5, 5)
    await values.waitFor({ state: "detached" })

    await node(page, "sort").click()
    await page.keyboard.press("ArrowDown")
    const focused = () => page.evaluate("document.activeElement.dataset.id")
    await expect.poll(focused).toMatch(/^(?:complain|say)$/)
    await page.keyboard.press("ArrowUp")
    await expect.poll(focused).toBe("sort")
    await page.keyboard.press("Shift+F10")
    await page.getByRole("menuitem", { name: "Show the values on its wires" }).click()
    await page.getByText("text ← ${inputs.text}").or(page.getByText("x ← ${inputs.text}")).waitFor()
    await expect.poll(focused).toBe("sort")
    await page.keyboard.press("Enter")
    await expect
      .poll(() => page.evaluate("document.activeElement.closest('[data-card]')?.dataset.card"))
      .toBe("sort")
    await page.getByRole("button", { name: "Collapse bypassed branches" }).click()
    await page.getByText("2 bypassed nodes").waitFor()
    await node(page, "soothe").waitFor({ state: "detached" })
    expect(await seriousViolations(page)).toEqual([])
    expect(studio.complaints).toEqual([])
    await page.context().close()
  })
})
