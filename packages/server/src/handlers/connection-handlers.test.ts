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

test("what a folder requires is installed only where its code may run", async () => {
  studio.write("new/requirements.txt", "./package\n")
  const answer = await studio.ask("POST", "/runtimes", { name: "r", requirements: "new/requirements.txt" })
  expect(await answer.json()).toMatchObject({ code: "FOLDER_UNTRUSTED" })
})

test("a flow that is the opened folder is copied into it", async () => {
  studio.write("flow.dag.yaml", "nodes: []\n")
  await studio.get("POST", "/flows/clone", { path: "copy", from: { flow: "." } })
  const files = await studio.get<{ path: string }[]>("GET", "/files?folder=copy")
  expect(files.map(({ path }) => path)).toContain("copy/flow.dag.yaml")
  expect(files.map(({ path }) => path)).not.toContain("copy/copy")
})
