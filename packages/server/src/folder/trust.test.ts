import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

/** Everything in a folder that something could start by itself leaves a file here. */
const CANARY = "canary"
let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

const canaries = () => {
  const folder = join(studio.folder, "..", CANARY)
  return existsSync(folder) ? readdirSync(folder) : []
}
const forgotten = () => {
  const found = canaries()
  rmSync(join(studio.folder, "..", CANARY), { recursive: true, force: true })
  return found
}
const leave = (name: string) =>
  `import os; os.makedirs(${JSON.stringify(join(studio.folder, "..", CANARY))}, exist_ok=True); open(os.path.join(${JSON.stringify(join(studio.folder, "..", CANARY))}, ${JSON.stringify(name)}), "w").close()\n`

const FLOW = `inputs: {x: {type: string, default: a}}
outputs: {y: {type: string, reference: "\${say.output}"}}
nodes:
- {name: say, type: python, source: {type: code, path: say.py}, inputs: {x: "\${inputs.x}"}}
`
const TOOL = () =>
  `${leave("tool")}from promptflow.core import tool\n\n@tool\ndef say(x: str) -> str:\n    return x + "!"\n`

/** A flow whose folder is full of traps: interpreter, start-up files of Python, modules that hide others, tools. */
function writeTrap(path: string): void {
  studio.write(
    `${path}/flow.dag.yaml`,
    `environment: {python_requirements_txt: requirements.txt}
${FLOW}- {name: script, type: javascript, source: {type: code, path: script.ts}, inputs: {x: "\${say.output}"}}
`,
  )
  studio.write(`${path}/say.py`, TOOL())
  const folder = JSON.stringify(join(studio.folder, "..", CANARY))
  studio.write(
    `${path}/script.ts`,
    `import { mkdirSync, writeFileSync } from "node:fs"
mkdirSync(${folder}, { recursive: true })
writeFileSync(${folder} + "/script", "")
export default function script(x: string): string {
  return x
}
`,
  )
  studio.write(`${path}/requirements.txt`, "./package\n")
  studio.write(`${path}/package/setup.py`, leave("setup"))
  for (const name of ["sitecustomize", "usercustomize", "json", "ast", "promptflow"])
    studio.write(`${path}/${name}.py`, leave(name))
  studio.write(`${path}/package.json`, '{"type": "module"}')
  for (const name of [".venv/bin/python", ".venv/bin/python3", "venv/bin/python"]) {
    const shell = join(studio.folder, "..", CANARY)
    studio.write(
      `${path}/${name}`,
      `#!/bin/sh\nmkdir -p '${shell}'\ntouch '${shell}/interpreter'\nexec python3 "$@"\n`,
    )
    chmodSync(join(studio.folder, path, name), 0o755)
  }
  studio.write(`${path}/.venv/pyvenv.cfg`, "home = /usr/bin\n")
  studio.write(`${path}/rows.jsonl`, '{"x": "b"}\n')
  studio.write(
    `${path}/trap.exp.yaml`,
    'nodes:\n- {name: one, type: flow, path: .}\n- {name: two, type: flow, path: ., inputs: {x: "${one.outputs.y}"}}\n',
  )
}

describe("a folder that nobody has said may run", () => {
  beforeAll(() => {
    writeTrap("trap")
    writeTrap(".") // and so is what is opened
  })
  afterEach(() => expect(forgotten()).toEqual([]))

  test.each([
    "/flows",
    "/flows/view?flow=trap",
    "/flows/view?flow=trap/flow.dag.yaml",
    "/files?folder=trap",
    "/files/text?path=trap/say.py",
    "/flows/zip?flow=trap",
    "/doctor",
    "/data?flow=trap",
    "/data/preview?path=trap/rows.jsonl",
    "/experiments?flow=trap",
    "/runtimes",
    "/connections",
    "/home",
    "/flows/tools",
    "/flows/tools?flow=trap&careful=true",
    "/gallery/basic",
    "/data",
  ])("is looked at by GET %s, and nothing of it runs", async (path) => {
    const answer = await studio.ask("GET", path)
    expect([answer.status, canaries(), answer.ok || (await answer.text())]).toEqual([200, [], true])
  })

  test("is described and checked all the same", async () => {
    const view = await studio.get("GET", "/flows/view?flow=trap")
    expect(view).toMatchObject({
      trusted: false,
      inputs: [{ name: "x", type: "string" }],
      nodes: [{ name: "say" }, { name: "script" }],
    })
    studio.write("trap/flow.dag.yaml.txt", "")
    expect(canaries()).toEqual([])
  })

  test.each([
    ["a test", "POST", "/tests", { flow: "trap" }],
    ["a node alone", "POST", "/tests", { flow: "trap", node: "say" }],
    ["a chat", "POST", "/chats", { flow: "trap" }],
    [
      "an experiment",
      "POST",
      "/experiments/evaluate",
      { flow: "trap", template: "trap/trap.exp.yaml", turn: { inputs: {}, outputs: { y: "a" } } },
    ],
    ["a bulk test", "POST", "/runs", { flow: "trap", data: "trap/rows.jsonl" }],
    ["an estimate", "POST", "/runs/estimate", { flow: "trap", data: "trap/rows.jsonl" }],
    ["an estimate of an evaluation", "POST", "/runs/any/evaluations/estimate", { flow: "trap" }],
    ["what of it runs", "GET", "/doctor?flow=trap", undefined],
    ["its tools", "GET", "/flows/tools?flow=trap", undefined],
    [
      "a list of a tool",
      "POST",
      "/flows/tools/call",
      { flow: "trap", scenario: "dynamic_list", function: "say.say" },
    ],
    ["what it requires", "POST", "/runtimes", { name: "trap", requirements: "trap/requirements.txt" }],
  ])("is asked about before %s", async (_, method, path, body) => {
    const answer = await studio.ask(method, path, body)
    expect(await answer.json()).toMatchObject({ code: "FOLDER_UNTRUSTED" })
    expect(answer.status).toBe(403)
  })

  test("does not become one by a copy, a move or an import", async () => {
    await studio.get("POST", "/flows/clone", { path: "copied", from: { flow: "trap" } })
    const zip = new Uint8Array(await (await studio.ask("GET", "/flows/zip?flow=trap")).arrayBuffer())
    await studio.get("POST", "/flows/import?path=imported", zip)
    await studio.get("POST", "/flows/rename", { flow: "copied", to: "moved" })
    for (const flow of ["moved", "imported"])
      expect(await (await studio.ask("POST", "/tests", { flow })).json()).toMatchObject({
        code: "FOLDER_UNTRUSTED",
      })
  })
})

describe("in a folder without a Python of its own", () => {
  beforeAll(() => {
    for (const name of readdirSync(studio.folder)) rmSync(join(studio.folder, name), { recursive: true })
    studio.write("asked/flow.dag.yaml", FLOW)
    studio.write("asked/say.py", TOOL())
  })
  const runs = async (flow: string) => {
    const answer = await studio.ask("POST", "/tests", { flow })
    if (!answer.ok) return ((await answer.json()) as { code: string }).code
    const { work } = (await answer.json()) as { work: string }
    return (await studio.workLines(work)).at(-1)?.event
  }

  test("what was made here runs without a question", async () => {
    await studio.get("POST", "/flows", { path: "made", type: "standard" })
    expect(await studio.get("GET", "/flows/view?flow=made")).toMatchObject({ trusted: true })
  })

  test("another runs when somebody has said so, and what lies beside it does not", async () => {
    expect(await runs("asked")).toBe("FOLDER_UNTRUSTED")
    await studio.get("POST", "/flows/trust", { flow: "asked" })
    expect(await runs("asked")).toMatchObject({ type: "work-end", result: { output: { y: "a!" } } })
    expect(canaries()).toEqual(["tool"])
    studio.write("asked-too/flow.dag.yaml", "nodes: []\n")
    expect(await runs("asked-too")).toBe("FOLDER_UNTRUSTED")
  })

  test("what takes the place of a flow that could run is asked about again", async () => {
    const zip = new Uint8Array(await (await studio.ask("GET", "/flows/zip?flow=asked")).arrayBuffer())
    await studio.get("DELETE", "/flows?flow=asked")
    await studio.get("POST", "/flows/import?path=asked", zip)
    expect(await runs("asked")).toBe("FOLDER_UNTRUSTED")
  })

  test("what was made here and is brought back from the trash runs again", async () => {
    await studio.get("POST", "/flows", { path: "back", type: "standard" })
    const { trash } = await studio.get<{ trash: string }>("DELETE", "/flows?flow=back")
    await studio.get("POST", "/flows/rename", { flow: trash, to: "back" })
    expect(await studio.get("GET", "/flows/view?flow=back")).toMatchObject({ trusted: true })
  })

  test("what is made where a Python of the folder would run it is asked about", async () => {
    studio.write("team/.venv/bin/python", "#!/bin/sh\n")
    await studio.get("POST", "/flows", { path: "team/made", type: "standard" })
    expect(await runs("team/made")).toBe("FOLDER_UNTRUSTED")
  })
})
