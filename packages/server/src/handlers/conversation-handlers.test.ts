import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

test("conversations are kept by flow in the home folder, for the user alone, the latest first", async () => {
  const keep = (id: string, flow: string, title: string) =>
    studio.get("PUT", `/conversations/${id}?flow=${flow}`, { title, turns: 1, content: [title] })
  const list = async (flow: string) =>
    (await studio.get<{ title: string }[]>("GET", `/conversations?flow=${flow}`)).map(({ title }) => title)
  await keep("one", "bot", "first")
  await new Promise((resolve) => setTimeout(resolve, 20))
  await keep("two", "bot", "second")
  await keep("one", "other", "elsewhere")
  expect(await list("bot")).toEqual(["second", "first"])
  expect(await studio.get("GET", "/conversations/one?flow=bot")).toEqual({ content: ["first"] })
  expect(await studio.get("GET", "/conversations/none?flow=bot")).toEqual({ content: null })
  await new Promise((resolve) => setTimeout(resolve, 20))
  await keep("one", "bot", "first again")
  expect(await list("bot")).toEqual(["first again", "second"])
  await studio.get("DELETE", "/conversations/two?flow=bot")
  expect(await list("bot")).toEqual(["first again"])
  const kept = join(studio.home, "conversations")
  const folders = readdirSync(kept)
  expect(folders).toHaveLength(2)
  const [file = ""] = readdirSync(join(kept, folders[0] as string))
  expect(statSync(join(kept, folders[0] as string, file)).mode & 0o077).toBe(0)
  expect(readdirSync(studio.folder)).toEqual([])
  expect((await studio.ask("GET", "/conversations/..%2Fx?flow=bot")).status).toBe(400)
  expect((await studio.ask("GET", "/conversations/x?flow=..%2F..")).status).toBeGreaterThanOrEqual(400)
})

test("what a flow is talked to with is kept beside its conversations, and is none of them", async () => {
  expect(await studio.get("GET", "/conversation-settings?flow=set")).toEqual({ content: null })
  const content = { inputs: { tone: "loud" } }
  await studio.get("PUT", "/conversation-settings?flow=set", { content })
  expect(await studio.get("GET", "/conversation-settings?flow=set")).toEqual({ content })
  expect(await studio.get("GET", "/conversation-settings?flow=bot")).toEqual({ content: null })
  expect(await studio.get("GET", "/conversations?flow=set")).toEqual([])
})
