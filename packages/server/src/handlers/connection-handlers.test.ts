import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

const FLOW = `nodes:
- name: ask
  type: llm
  connection: mine
  inputs: {}
- name: fetch
  type: python
  inputs: {conn: search, text: mine too}
node_variants:
  ask:
    default_variant_id: a
    variants:
      a: {node: {type: llm, connection: other}}
`

test("connections are made by provider, kept as files have them, and never shown in the clear", async () => {
  studio.write("web/flow.dag.yaml", FLOW)
  const made = await studio.get("POST", "/connections", {
    name: "mine",
    type: "AzureOpenAIConnection",
    configs: { api_base: "https://one.example" },
    secrets: { api_key: "very-secret" },
  })
  expect(made).toMatchObject({
    name: "mine",
    type: "AzureOpenAIConnection",
    fields: { api_key: "******", api_base: "https://one.example", api_version: "2024-02-01" },
    secrets: ["api_key"],
    usedBy: [{ flow: "web", node: "ask" }],
  })
  const custom = await studio.get("POST", "/connections", {
    name: "search",
    type: "custom",
    configs: { endpoint: "https://two.example" },
    secrets: { key: "hidden-one" },
  })
  expect(custom).toMatchObject({
    type: "CustomConnection",
    fields: { endpoint: "https://two.example", key: "******" },
    secrets: ["key"],
    usedBy: [{ flow: "web", node: "fetch" }],
  })
  const changed = await studio.get("PUT", "/connections/search", {
    configs: { endpoint: "https://three.example" },
    secrets: { second: "hidden-two" },
  })
  expect(changed).toMatchObject({
    fields: { endpoint: "https://three.example", key: "******", second: "******" },
  })
  expect(JSON.stringify(await studio.get("GET", "/connections"))).not.toMatch(/very-secret|hidden/)
})

test("a new connection does not take the place of one that is there", async () => {
  const body = { name: "taken", type: "SerpConnection", configs: {}, secrets: { api_key: "k" } }
  await studio.get("POST", "/connections", body)
  const answer = await studio.ask("POST", "/connections", body)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    code: "CONNECTION_INVALID",
    message: expect.stringContaining("already"),
  })
})

test("values of a custom connection are taken away, and change between secret and not", async () => {
  await studio.get("POST", "/connections", {
    name: "parts",
    type: "CustomConnection",
    configs: { endpoint: "https://one.example", region: "north" },
    secrets: { key: "hidden-three", old: "hidden-four" },
  })
  const changed = await studio.get("PUT", "/connections/parts", {
    configs: { region: "south" },
    secrets: { endpoint: "now-hidden" },
    remove: ["old", "endpoint"],
  })
  expect(changed).toMatchObject({ secrets: ["key", "endpoint"] })
  expect(changed.fields).toEqual({ region: "south", key: "******", endpoint: "******" })
  const last = await studio.ask("PUT", "/connections/parts", { remove: ["key", "endpoint"] })
  expect([last.status, ((await last.json()) as { code: string }).code]).toEqual([400, "CONNECTION_INVALID"])
})

test("a prompty beside a flow uses its connection, too", async () => {
  studio.write("flexible/flow.flex.yaml", "entry: code:run\n")
  studio.write("flexible/ask.prompty", "---\nmodel: {configuration: {connection: mine}}\n---\nsystem:\nhi\n")
  const known = await studio.get<{ name: string; usedBy: object[] }[]>("GET", "/connections")
  expect(known.find(({ name }) => name === "mine")?.usedBy).toContainEqual({ flow: "flexible", node: "" })
})

test.each([
  ["no address at all", "somewhere", "a-key", /somewhere.* is no address/],
  ["another protocol", "file:///etc", "a-key", /is no address/],
  [
    "a key that no header can hold",
    "http://127.0.0.1:9",
    "key\nwith-a-line",
    /characters that cannot be sent/,
  ],
  ["a port where nobody is", "http://127.0.0.1:9", "a-key", /127.0.0.1:9 did not answer/],
])("a test of a connection with %s says so, without the key", async (name, base_url, api_key, said) => {
  await studio.get("POST", "/connections", {
    name,
    type: "OpenAIConnection",
    configs: { base_url },
    secrets: { api_key },
  })
  const answer = await studio.get("POST", `/connections/${encodeURIComponent(name)}/test`)
  expect(answer).toMatchObject({ ok: false, detail: expect.stringMatching(said), hint: expect.any(String) })
  expect(JSON.stringify(answer)).not.toMatch(/a-key|with-a-line/)
})

test.each([
  ["OpenAIConnection", "base_url", "right", { ok: true, proof: "key" }],
  ["OpenAIConnection", "base_url", "wrong", { ok: false, proof: "key" }],
  ["QdrantConnection", "api_base", "right", { ok: true, proof: "key" }],
  ["QdrantConnection", "api_base", "wrong", { ok: false, proof: "key" }],
  ["WeaviateConnection", "api_base", "wrong", { ok: false, proof: "key" }],
  ["ServerlessConnection", "api_base", "right", { ok: true, proof: "address" }], // it has nothing at /info
  ["ServerlessConnection", "api_base", "wrong", { ok: false, proof: "key" }],
  ["CognitiveSearchConnection", "api_base", "wrong", { ok: true, proof: "address" }],
  ["AzureContentSafetyConnection", "endpoint", "wrong", { ok: true, proof: "address" }],
  ["SerpConnection", "", "wrong", { ok: true, proof: "none" }],
  ["CustomConnection", "endpoint", "wrong", { ok: true, proof: "address" }],
  ["CustomConnection", "other", "wrong", { ok: true, proof: "none" }],
])("a test of %s by %s with a %s key says what it proves", async (type, base, api_key, said) => {
  const server = createServer(({ headers, url }, answer) => {
    const key = headers.authorization?.replace("Bearer ", "") ?? headers["api-key"]
    answer.statusCode = key === "wrong" ? 401 : url === "/info" || url === "/" ? 404 : 200
    answer.end("{}")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const name = `${type} ${base} ${api_key} ${"long ".repeat(30)}` // which stands in addresses
  const configs = base === "" ? {} : { [base]: `http://127.0.0.1:${port}` }
  await studio.get("POST", "/connections", { name, type, configs, secrets: { api_key } })
  expect(await studio.get("POST", `/connections/${encodeURIComponent(name)}/test`)).toMatchObject(said)
  server.closeAllConnections()
  server.close()
})

test("what a folder requires is installed only where its code may run", async () => {
  studio.write("new/requirements.txt", "./package\n")
  const answer = await studio.ask("POST", "/runtimes", { name: "r", requirements: "new/requirements.txt" })
  expect(await answer.json()).toMatchObject({ code: "FOLDER_UNTRUSTED" })
})

test("a runtime whose Python is gone is shown as broken, and made again only where its requirements may run", async () => {
  const path = join(studio.home, "runtimes/gone")
  mkdirSync(path, { recursive: true })
  const requirementsFile = join(realpathSync(studio.folder), "new/requirements.txt")
  const record = {
    name: "gone",
    path,
    interpreter: join(path, "no-python"),
    python: "3.9.1",
    requirementsFile,
  }
  const made = { requirements: ["x"], managed: false, created: "2026-01-01T00:00:00.000Z" }
  writeFileSync(join(path, "millrace-runtime.json"), JSON.stringify({ ...record, ...made }))
  const known = await studio.get<{ name: string; status: string }[]>("GET", "/runtimes")
  expect(known.find(({ name }) => name === "gone")).toMatchObject({
    status: "broken",
    packages: ["x"],
    requirementsFile: "new/requirements.txt", // what the page asks about, and then trusts, is of the opened folder
  })
  expect(await (await studio.ask("GET", "/runtimes/gone/check")).json()).toMatchObject({
    code: "RUNTIME_FAILED",
    hint: expect.stringContaining("runtime update"),
  })
  const answer = await studio.ask("POST", "/runtimes/gone/update")
  expect(await answer.json()).toMatchObject({ code: "FOLDER_UNTRUSTED" })
  await studio.get("DELETE", "/runtimes/gone")
  expect(existsSync(path)).toBe(false)
})

test("a flow that is the opened folder is copied into it", async () => {
  studio.write("flow.dag.yaml", "nodes: []\n")
  await studio.get("POST", "/flows/clone", { path: "copy", from: { flow: "." } })
  const files = await studio.get<{ path: string }[]>("GET", "/files?folder=copy")
  expect(files.map(({ path }) => path)).toContain("copy/flow.dag.yaml")
  expect(files.map(({ path }) => path)).not.toContain("copy/copy")
})

test("a sample says which connections and packages it needs", async () => {
  const needs = async (name: string) =>
    (await studio.get<{ needs: { connections: object[]; packages: string[] } }>("GET", `/gallery/${name}`))
      .needs
  expect(await needs("web-classification")).toEqual({
    connections: [{ name: "local_model", there: true }],
    packages: [],
  })
  expect((await needs("eval-basic")).connections).toEqual([])
})

test("nothing is imported where a file lies", async () => {
  studio.write("notes", "not a folder")
  const answer = await studio.ask("POST", "/flows/clone", { path: "notes", from: { sample: "basic" } })
  expect(await answer.json()).toMatchObject({ code: "FILE_EXISTS" })
})
