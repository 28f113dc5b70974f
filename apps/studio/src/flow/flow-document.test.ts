import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import type { FileAccess } from "./file-access.ts"
import { FlowDocument } from "./flow-document.ts"

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

  async move(from: string, to: string) {
    const text = this.files.get(from)
    if (text === undefined) throw Object.assign(new Error("no such file"), { code: "FILE_NOT_FOUND" })
    this.files.delete(from)
    this.files.set(to, text)
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

test("what could not be written while nobody answered is written when somebody does, but nothing that was deleted", async () => {
  const write = disk.write.bind(disk)
  disk.write = () => Promise.reject(new Error("The studio's server does not answer."))
  type("a", "mine")
  type("b", "mine")
  document.change([{ path: "new", text: "made" }], "new")
  await document.flush()
  disk.write = write
  disk.files.delete("b")
  await document.changedOnDisk("any")
  await document.changedOnDisk("any")
  await vi.advanceTimersByTimeAsync(1000)
  expect(Object.fromEntries(disk.files)).toEqual({ a: "mine", new: "made" })
  expect(document.file("b")).toMatchObject({ state: "failed", text: "mine" })
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

describe("while a write is under way", () => {
  /** The write of `a` lands on disk at once; its answer comes when the returned function is called. */
  const slowly = () => {
    const answered = Promise.withResolvers<void>()
    const write = disk.write.bind(disk)
    disk.write = async (...given) => {
      disk.write = write
      const answer = await write(...given)
      await answered.promise
      return answer
    }
    return () => answered.resolve()
  }
  let states: string[]
  beforeEach(() => {
    states = []
    document.subscribe("a", () => states.push(document.file("a")?.state ?? "gone"))
  })

  test("events of own writes are no conflict, whatever is typed and saved meanwhile", async () => {
    const answer = slowly()
    type("a", "2")
    await vi.advanceTimersByTimeAsync(500)
    type("a", "23")
    const heard = document.changedOnDisk(["a"]) // of the write that nobody has answered yet
    await vi.advanceTimersByTimeAsync(2000) // long enough for the next saving
    const flushed = document.flush()
    answer()
    await vi.advanceTimersByTimeAsync(2000)
    await Promise.all([heard, flushed, document.changedOnDisk(["a"])])
    expect(states).not.toContain("conflict")
    expect([disk.files.get("a"), document.file("a")]).toEqual([
      "23",
      { path: "a", text: "23", base: "v:23", state: "saved" },
    ])
  })

  test("an older event that is read late does not bring back an older text", async () => {
    const read = disk.read.bind(disk)
    const late = Promise.withResolvers<void>()
    disk.read = async (path) => {
      const answer = await read(path)
      await late.promise
      return answer
    }
    const heard = document.changedOnDisk(["a"]) // answers what was there before
    type("a", "2")
    await vi.advanceTimersByTimeAsync(500)
    late.resolve()
    await vi.advanceTimersByTimeAsync(500)
    await heard
    expect([document.file("a")?.text, disk.files.get("a"), document.state]).toEqual(["2", "2", "saved"])
    expect(states).not.toContain("conflict")
  })

  test("a foreign edit after it is followed, and shown as a conflict where more was typed", async () => {
    for (const typed of [undefined, "more"]) {
      const answer = slowly()
      type("a", `mine ${typed}`)
      await vi.advanceTimersByTimeAsync(500)
      disk.files.set("a", "theirs")
      if (typed) type("a", typed)
      const heard = document.changedOnDisk(["a"])
      answer()
      await vi.advanceTimersByTimeAsync(0)
      await heard
      expect(document.file("a")).toMatchObject(
        typed
          ? { text: typed, state: "conflict", theirs: { text: "theirs" } }
          : { text: "theirs", state: "saved" },
      )
      await vi.advanceTimersByTimeAsync(5000)
      expect(disk.files.get("a")).toBe("theirs")
      if (typed) document.takeTheirs("a")
    }
  })

  test("own and foreign events that come one after the other are told apart", async () => {
    type("a", "1st")
    await vi.advanceTimersByTimeAsync(500)
    const answer = slowly()
    type("a", "2nd")
    await vi.advanceTimersByTimeAsync(500)
    type("a", "3rd")
    const own = document.changedOnDisk(["a"]) // of the first
    disk.files.set("a", "theirs")
    const foreign = document.changedOnDisk(["a"])
    answer()
    await vi.advanceTimersByTimeAsync(5000)
    await Promise.all([own, foreign])
    expect(document.file("a")).toMatchObject({ text: "3rd", state: "conflict", theirs: { text: "theirs" } })
    expect(disk.files.get("a")).toBe("theirs")
    // what was changed elsewhere is taken back there: nothing is in the way any more
    disk.files.set("a", "2nd")
    await document.changedOnDisk(["a"])
    await vi.advanceTimersByTimeAsync(500)
    expect([disk.files.get("a"), document.state]).toEqual(["3rd", "saved"])
  })

  test("one whose answer is lost is known by its text", async () => {
    const write = disk.write.bind(disk)
    disk.write = async (...given) => {
      disk.write = write
      await write(...given)
      throw new Error("the server is gone")
    }
    type("a", "2")
    await vi.advanceTimersByTimeAsync(500)
    expect(document.file("a")).toMatchObject({ state: "failed" })
    type("a", "3")
    await vi.advanceTimersByTimeAsync(1500)
    expect(states).not.toContain("conflict")
    expect([disk.files.get("a"), document.state]).toEqual(["3", "saved"])
  })
})

test("a file that moves stays open, with its edits; moving it and what follows is one step", async () => {
  type("a", "2")
  await document.flush()
  await document.move("a", "dir/c", "rename a", async () =>
    document.change([{ path: "b", text: "names c" }], "x"),
  )
  expect([document.file("a"), document.file("dir/c")?.text]).toEqual([undefined, "2"])
  await document.flush()
  expect(Object.fromEntries(disk.files)).toEqual({ b: "names c", "dir/c": "2" })

  const settled = async () => {
    await vi.advanceTimersByTimeAsync(0)
    await document.flush()
    return Object.fromEntries(disk.files)
  }
  expect(document.undo()).toBe("rename a")
  expect(await settled()).toEqual({ a: "2", b: "1" })
  expect(document.redo()).toBe("rename a")
  expect(await settled()).toEqual({ b: "names c", "dir/c": "2" })

  // an edit from before it moved is undone where it is now
  document.undo()
  await settled()
  expect(document.undo()).toBe("typing")
  expect(await settled()).toEqual({ a: "1", b: "1" })
})

test("undoing an edit of a file that was let go brings nothing back", async () => {
  type("a", "2")
  type("b", "2")
  await document.flush()
  disk.files.delete("a")
  document.forget("a")
  expect(document.undo()).toBe("typing")
  expect(document.undo()).toBeUndefined()
  await document.flush()
  expect(Object.fromEntries(disk.files)).toEqual({ b: "1" })
})

test("a file is moved with what follows from it as one step, however many steps there were", async () => {
  for (let at = 0; at < 520; at++) document.change([{ path: "a", text: `a${at}` }], `edit ${at}`)
  await document.flush()
  await document.move("b", "c", "rename b", async () => {
    document.change([{ path: "a", text: "names c" }], "names c")
  })
  expect(document.undo()).toBe("rename b")
  await vi.waitFor(() => expect(document.file("a")?.text).toBe("a519"))
  expect(document.file("b")?.text).toBe("1")
})

test("undo and redo write over nothing that somebody else has written: that is a step, too", async () => {
  type("a", "2")
  await document.flush()
  disk.files.set("a", "2 and theirs")
  disk.files.set("b", "theirs alone")
  await document.changedOnDisk(["a", "b"])
  expect(document.undoLabel).toBe("change of a on disk") // of b there is nothing to undo
  document.undo()
  await document.flush()
  expect(disk.files.get("a")).toBe("2")
  document.redo()
  await document.flush()
  expect(disk.files.get("a")).toBe("2 and theirs")

  document.undo()
  document.undo()
  await document.flush()
  disk.files.set("a", "anew")
  await document.changedOnDisk(["a"])
  expect(document.redo()).toBeUndefined()
  // deleted, and made again, as some editors save
  disk.files.delete("a")
  await document.changedOnDisk(["a"])
  disk.files.set("a", "back")
  await document.changedOnDisk(["a"])
  document.undo()
  await document.flush()
  expect(disk.files.get("a")).toBe("anew")
})

test("whichever of both is chosen, undo brings the other back", async () => {
  type("a", "mine")
  disk.files.set("a", "theirs")
  await document.changedOnDisk(["a"])
  document.takeTheirs("a")
  document.undo()
  await document.flush()
  expect(disk.files.get("a")).toBe("mine")
  type("a", "mine again")
  disk.files.set("a", "theirs again")
  await document.changedOnDisk(["a"])
  document.keepMine("a")
  await document.flush()
  expect(disk.files.get("a")).toBe("mine again")
  document.undo()
  await document.flush()
  expect(disk.files.get("a")).toBe("theirs again")
})
