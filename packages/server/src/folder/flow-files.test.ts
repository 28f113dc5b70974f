import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { fromBufferPromise } from "yauzl"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

/** Texts of a zip's files, by path. */
async function unpacked(bytes: ArrayBuffer): Promise<Record<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true })
  const files: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files[entry.fileName] = Buffer.concat(chunks).toString()
  }
  return files
}
const zipOf = async (flow: string) =>
  unpacked(await (await studio.ask("GET", `/flows/zip?flow=${encodeURIComponent(flow)}`)).arrayBuffer())
const paths = async (folder: string) =>
  (await studio.get<{ path: string }[]>("GET", `/files?folder=${folder}`)).map(({ path }) => path)

const FLOW = "inputs: {}\nnodes: []\n"

test("a zip has names as they are, and neither keys nor runs nor what is generated", async () => {
  for (const [path, text] of Object.entries({
    "flow.dag.yaml": FLOW,
    "mit Umlaut ä.md": "ü",
    ".env": "KEY=secret",
    ".env.local": "KEY=secret",
    "sub/.env": "KEY=secret",
    ".env.example": "KEY=",
    ".runs/one/outputs.jsonl": "{}",
    ".promptflow/flow.detail.json": "{}",
    ".venv/pyvenv.cfg": "",
  }))
    studio.write(`plain/${path}`, text)
  expect(await zipOf("plain")).toEqual({
    "flow.dag.yaml": FLOW,
    "mit Umlaut ä.md": "ü",
    ".env.example": "KEY=",
  })
})

test("links are taken as what they lead to below the opened folder, in lists, zips and clones", async () => {
  const beyond = join(studio.folder, "../beyond.txt")
  writeFileSync(beyond, "not yours")
  studio.write("linked/flow.dag.yaml", FLOW)
  studio.write("common/say.py", "x = 1\n")
  const link = (to: string, name: string) => symlinkSync(to, join(studio.folder, "linked", name))
  link("../common/say.py", "say.py")
  link("../common", "common")
  link(beyond, "beyond.txt")
  link("nowhere", "nowhere")
  link(".", "round")
  const files = { "flow.dag.yaml": FLOW, "say.py": "x = 1\n", "common/say.py": "x = 1\n" }
  expect(await zipOf("linked")).toEqual(files)
  expect(await paths("linked")).toEqual([
    "linked/common",
    "linked/common/say.py",
    "linked/flow.dag.yaml",
    "linked/say.py",
  ])
  const { version } = await studio.get<{ version: string }>("GET", "/files/text?path=linked/say.py")
  await studio.get("PUT", "/files/text", { path: "linked/say.py", text: "x = 2\n", base: version })
  expect(lstatSync(join(studio.folder, "linked/say.py")).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(studio.folder, "common/say.py"), "utf8")).toBe("x = 2\n")
  await studio.get("POST", "/flows/clone", { path: "cloned", from: { flow: "linked" } })
  expect((await paths("cloned")).sort()).toEqual([
    "cloned/common",
    "cloned/common/say.py",
    "cloned/flow.dag.yaml",
    "cloned/say.py",
  ])
})

test("what additional_includes names is in the zip, and is still found from where a flow moves to", async () => {
  const including = `# of a team\nadditional_includes:\n- ../shared/say.py\n- ../shared/prompts\n${FLOW}`
  studio.write("teams/web/flow.dag.yaml", including)
  studio.write("teams/shared/say.py", "x = 2\n")
  studio.write("teams/shared/prompts/a.jinja2", "a")
  expect(await zipOf("teams/web")).toEqual({
    "flow.dag.yaml": `# of a team\n${FLOW}`,
    "say.py": "x = 2\n",
    "prompts/a.jinja2": "a",
  })
  const text = async (path: string) =>
    (await studio.get<{ text: string }>("GET", `/files/text?path=${path}`)).text
  await studio.get("POST", "/flows/clone", { path: "copy", from: { flow: "teams/web" } })
  const elsewhere = including.replaceAll("../shared", "../teams/shared")
  expect(await text("copy/flow.dag.yaml")).toBe(elsewhere)
  await studio.get("POST", "/flows/rename", { flow: "copy", to: "teams/copy" })
  expect(await text("teams/copy/flow.dag.yaml")).toBe(including)

  // an include that lies beyond the opened folder is named, and not read
  const beyond = `additional_includes: [../../beyond.txt]\n${FLOW}`
  studio.write("out/flow.dag.yaml", beyond)
  expect(await zipOf("out")).toEqual({ "flow.dag.yaml": beyond })
})

test("of a prompty, what lies beside it is taken, and no other flow", async () => {
  mkdirSync(join(studio.folder, "talks"))
  for (const [path, body] of Object.entries({
    "one.prompty": "one",
    "two.prompty": "two",
    "rows.jsonl": "{}",
    "web/flow.dag.yaml": FLOW,
    "web/say.py": "x",
    "data/more.jsonl": "{}",
  }))
    studio.write(`talks/${path}`, body)
  const files = { "one.prompty": "one", "rows.jsonl": "{}", "data/more.jsonl": "{}" }
  expect(await zipOf("talks/one.prompty")).toEqual(files)
  await studio.get("POST", "/flows/clone", { path: "talk", from: { flow: "talks/one.prompty" } })
  expect((await paths("talk")).filter((path) => path.includes("."))).toEqual([
    "talk/data/more.jsonl",
    "talk/one.prompty",
    "talk/rows.jsonl",
  ])
})

test.each(["flex", "prompty"])("a new flow of the type %s has no problem", async (type) => {
  await studio.get("POST", "/flows", { path: `new-${type}`, type })
  const flows = await studio.get<{ path: string; kind: string }[]>("GET", "/flows")
  const { path, kind } = flows.find((flow) => flow.path.startsWith(`new-${type}`)) ?? { path: "", kind: "" }
  expect(kind).toBe(type)
  const view = await studio.get<{ diagnostics: object[]; inputs: { name: string }[]; trusted: boolean }>(
    "GET",
    `/flows/view?flow=${path}`,
  )
  expect(view.diagnostics.filter((one) => (one as { severity: string }).severity === "error")).toEqual([])
  expect(view.trusted).toBe(true)
})
