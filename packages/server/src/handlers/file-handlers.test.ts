import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

const onDisk = (path: string) => readFileSync(join(studio.folder, path), "utf8")
const version = async (path: string) =>
  (await studio.get<{ version: string }>("GET", `/files/text?path=${path}`)).version

test("an edit of a file that somebody else has changed meanwhile is refused, and theirs stays", async () => {
  studio.write("prompt.jinja2", "one")
  const base = await version("prompt.jinja2")
  studio.write("prompt.jinja2", "theirs")
  const answer = await studio.ask("PUT", "/files/text", { path: "prompt.jinja2", text: "ours", base })
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ code: "FILE_CHANGED", hint: expect.any(String) })
  expect(onDisk("prompt.jinja2")).toBe("theirs")
  const now = await version("prompt.jinja2")
  await studio.get("PUT", "/files/text", { path: "prompt.jinja2", text: "both", base: now })
  expect(onDisk("prompt.jinja2")).toBe("both")
})

test("many files are read at once, without those that are not there or beyond the folder", async () => {
  studio.write("a.txt", "a")
  studio.write("b.bin", "b\0")
  const paths = ["a.txt", "b.bin", "gone.txt", "../beyond.txt"]
  const read = await studio.get<{ path: string; text: string | null }[]>("POST", "/files/texts", { paths })
  expect(read.map(({ path, text }) => [path, text])).toEqual([
    ["a.txt", "a"],
    ["b.bin", null],
  ])
  expect(read[0]).toMatchObject({ version: await version("a.txt") })
})

test("what is written again as it is conflicts with nobody", async () => {
  studio.write("same.txt", "same")
  const answer = await studio.ask("PUT", "/files/text", { path: "same.txt", text: "same", base: "older" })
  expect(answer.status).toBe(200)
})

test("a new file does not take the place of one that is there, and one that was deleted does not come back", async () => {
  studio.write("there.txt", "there")
  const write = (path: string, base: string | null) =>
    studio.ask("PUT", "/files/text", { path, text: "new", base })
  expect((await write("there.txt", null)).status).toBe(409)
  const base = await version("there.txt")
  await studio.get("DELETE", "/files?path=there.txt")
  expect((await write("there.txt", base)).status).toBe(409)
  expect((await write("there.txt", null)).status).toBe(200)
})

test("an edit keeps the line ends, the mark of the encoding, and the mode", async () => {
  const text = "\ufeffa\r\nb\r\n"
  studio.write("tool.py", text)
  const read = await studio.get<{ text: string; version: string }>("GET", "/files/text?path=tool.py")
  expect(read.text).toBe(text)
  chmodSync(join(studio.folder, "tool.py"), 0o777) // more than a new file may have
  const { mode } = statSync(join(studio.folder, "tool.py"))
  await studio.get("PUT", "/files/text", { path: "tool.py", text: `${text}c\r\n`, base: read.version })
  expect(onDisk("tool.py")).toBe(`${text}c\r\n`)
  expect(statSync(join(studio.folder, "tool.py")).mode).toBe(mode)
})

test("an upload takes the place of a file only when that is said, and what was there goes to the trash", async () => {
  studio.write("taken.txt", "before")
  const send = (query: string, bytes = new TextEncoder().encode("after")) =>
    studio.ask("POST", `/files/bytes?path=${query}`, bytes)
  expect((await send("taken.txt")).status).toBe(409)
  expect(onDisk("taken.txt")).toBe("before")
  expect((await send("taken.txt&replace=true")).status).toBe(200)
  expect(onDisk("taken.txt")).toBe("after")
  const trash = join(studio.folder, ".millrace/trash")
  const kept = readdirSync(trash).filter((name) => existsSync(join(trash, name, "taken.txt")))
  expect(kept.map((name) => readFileSync(join(trash, name, "taken.txt"), "utf8"))).toEqual(["before"])
  studio.write("folder/x", "x")
  expect((await send("folder&replace=true")).status).toBe(409)
})

test("a path that the file system cannot keep says why", async () => {
  studio.write("file.txt", "text")
  studio.write("there/x", "x")
  const answers = [
    await studio.ask("PUT", "/files/text", { path: "file.txt/below.txt", text: "", base: null }),
    await studio.ask("PUT", "/files/text", { path: `${"n".repeat(300)}.txt`, text: "", base: null }),
    await studio.ask("POST", "/files/rename", { path: "there", to: "there/there" }),
    await studio.ask("POST", "/files/folder", { path: "file.txt/folder" }),
    await studio.ask("POST", "/files/bytes?path=file.txt/up", new Uint8Array([1])),
    await studio.ask("POST", "/flows", { path: "file.txt/flow", type: "standard" }),
    await studio.ask("POST", "/flows/clone", { path: `${"n".repeat(300)}`, from: { sample: "basic" } }),
  ]
  // what the server makes by itself, too
  rmSync(join(studio.folder, ".millrace"), { recursive: true, force: true })
  studio.write(".millrace", "a file")
  studio.write("data", "a file")
  answers.push(
    await studio.ask("DELETE", "/files?path=file.txt"),
    await studio.ask("POST", "/data?name=rows.csv", new Uint8Array([1])),
  )
  for (const answer of answers)
    expect([answer.status, (await answer.json()) as object]).toEqual([
      400,
      expect.objectContaining({ code: "PATH_REFUSED", hint: "Choose another name." }),
    ])
})
