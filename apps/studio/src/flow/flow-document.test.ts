import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { type FileAccess, FlowDocument } from "./flow-document.ts"

class Disk implements FileAccess {
  readonly files = new Map<string, string>()
  writes = 0

  async read(path: string) {
    const text = this.files.get(path)
    if (text === undefined) throw Object.assign(new Error("no such file"), { code: "FILE_NOT_FOUND" })
    return { text, version: `v:${text}` }
  }

  async write(path: string, text: string, base: string | null) {
    const now = this.files.get(path)
    if ((now === undefined ? null : `v:${now}`) !== base)
      throw Object.assign(new Error("changed"), { code: "FILE_CHANGED" })
    this.files.set(path, text)
    this.writes++
    return { version: `v:${text}` }
  }

  async remove(path: string) {
    this.files.delete(path)
  }
}

let disk: Disk
let document: FlowDocument
beforeEach(async () => {
  vi.useFakeTimers()
  disk = new Disk()
  disk.files.set("a", "1").set("b", "1")
  document = new FlowDocument(disk)
  await document.open("a")
  await document.open("b")
})
afterEach(() => vi.useRealTimers())
const type = (path: string, text: string) => document.change([{ path, text }], "typing", `type ${path}`)

test("changes are saved by themselves, typing in one write and one step", async () => {
  type("a", "2")
  type("a", "23")
  expect(document.state).toBe("waiting")
  await vi.advanceTimersByTimeAsync(500)
  expect([disk.files.get("a"), disk.writes, document.state]).toEqual(["23", 1, "saved"])
  expect(document.undo()).toBe("typing")
  expect(document.file("a")?.text).toBe("1")
  await document.flush()
  expect(disk.files.get("a")).toBe("1")
})

test("undo spans files, new and deleted ones too", async () => {
  document.change(
    [
      { path: "a", text: "renamed" },
      { path: "b", text: null },
      { path: "c", text: "new" },
    ],
    "rename",
  )
  await document.flush()
  expect([...disk.files]).toEqual([
    ["a", "renamed"],
    ["c", "new"],
  ])
  document.undo()
  await document.flush()
  expect(Object.fromEntries(disk.files)).toEqual({ a: "1", b: "1" })
  document.redo()
  await document.flush()
  expect(Object.fromEntries(disk.files)).toEqual({ a: "renamed", c: "new" })
})

test("what nobody has touched here follows the disk", async () => {
  disk.files.set("a", "theirs")
  await document.changedOnDisk(["a", "not open"])
  expect(document.file("a")).toMatchObject({ text: "theirs", state: "saved" })
})

test("a change on both sides is shown and never written over", async () => {
  type("a", "mine")
  disk.files.set("a", "theirs")
  await vi.advanceTimersByTimeAsync(500)
  expect(document.file("a")).toMatchObject({ text: "mine", state: "conflict", theirs: { text: "theirs" } })
  type("a", "mine too")
  await vi.advanceTimersByTimeAsync(5000)
  expect(disk.files.get("a")).toBe("theirs")
  document.keepMine("a")
  await document.flush()
  expect([disk.files.get("a"), document.state]).toEqual(["mine too", "saved"])
})

test("taking theirs ends a conflict", async () => {
  type("a", "mine")
  disk.files.set("a", "theirs")
  await document.changedOnDisk(["a"])
  document.takeTheirs("a")
  expect(document.file("a")).toMatchObject({ text: "theirs", state: "saved" })
})

test("typing while a save is under way is saved after it", async () => {
  const written = Promise.withResolvers<void>()
  const write = disk.write.bind(disk)
  disk.write = async (...given) => {
    const answer = await write(...given)
    await written.promise
    return answer
  }
  type("a", "2")
  await vi.advanceTimersByTimeAsync(500)
  type("a", "3")
  written.resolve()
  await vi.advanceTimersByTimeAsync(1000)
  expect([disk.files.get("a"), document.state]).toEqual(["3", "saved"])
})

test("a write that fails says so, and is tried again", async () => {
  const write = disk.write.bind(disk)
  disk.write = async () => {
    throw new Error("disk full")
  }
  type("a", "2")
  await vi.advanceTimersByTimeAsync(500)
  expect(document.file("a")).toMatchObject({ state: "failed", problem: "disk full" })
  disk.write = write
  await document.flush()
  expect(disk.files.get("a")).toBe("2")
})

test("a file that is deleted on disk is let go, and opened again when it is back", async () => {
  disk.files.delete("a")
  await document.changedOnDisk(["a"])
  expect(document.file("a")).toBeUndefined()
  disk.files.set("a", "again")
  await document.changedOnDisk(["a"])
  expect(document.file("a")).toMatchObject({ text: "again", state: "saved" })
})

test("what was typed in a file that is deleted on disk stays, and is written anew when that is asked for", async () => {
  type("a", "mine")
  disk.files.delete("a")
  await document.changedOnDisk(["a"])
  await vi.advanceTimersByTimeAsync(500)
  expect(document.file("a")).toMatchObject({ text: "mine", state: "failed" })
  expect(document.file("a")?.problem).toMatch(/deleted on disk/)
  await document.flush()
  expect([disk.files.get("a"), document.state]).toEqual(["mine", "saved"])
})
