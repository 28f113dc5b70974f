import { execFileSync } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { JobQueue } from "./job-queue.ts"
import { choicePlan, stepGrammar } from "./json-plan.ts"
import { addModel, deleteModel, listModels } from "./model-library.ts"
import { pullModel } from "./pull-model.ts"
import { StopText } from "./stop-text.ts"
import { zipEntry } from "./zip-entry.ts"

async function folder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "millrace-parts-"))
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true })
  }
}

test("a flat object with an enum is written step by step", () => {
  const properties = {
    kind: { enum: ["A", "B"] },
    why: { type: "string", maxLength: 5 },
    n: { type: "integer" },
  }
  expect(choicePlan({ type: "object", properties })).toEqual([
    { kind: "text", text: '{"kind":' },
    { kind: "choice", options: [' "A"', ' "B"'], end: "," },
    { kind: "text", text: "," },
    { kind: "text", text: ' "why":' },
    { kind: "string", maxLength: 5 },
    { kind: "text", text: "," },
    { kind: "text", text: ' "n":' },
    { kind: "literal", type: "integer", end: "}" },
    { kind: "text", text: "}" },
  ])
  expect(stepGrammar({ kind: "literal", type: "boolean", end: "}" })).toBe(
    'root ::= " " ("true" | "false") "}"',
  )
  expect(choicePlan({ type: "object", properties: { a: { type: "string" } } })).toBeUndefined()
  expect(choicePlan({ type: "object", properties: { ...properties, l: { type: "array" } } })).toBeUndefined()
})

test("text that may begin a stop string is held back", () => {
  const stops = new StopText(["END", ""])
  expect(["a E", "N", "x EN", "D z"].map((piece) => stops.push(piece))).toEqual(["a ", "", "ENx ", ""])
  expect([stops.stopped, stops.end()]).toEqual([true, ""])
  const open = new StopText(["END"])
  expect([open.push("E"), open.end()]).toEqual(["", "E"])
})

test("the job that begins like the last goes first, but not for ever", async () => {
  const queue = new JobQueue()
  const signal = new AbortController().signal
  const order: string[] = []
  const held = await queue.turn("aaa", signal)
  const jobs = ["b-oldest", ...Array.from({ length: 10 }, (_, i) => `aaa${i}`)].map(async (text) => {
    using _turn = await queue.turn(text, signal)
    order.push(text)
  })
  held[Symbol.dispose]()
  await Promise.all(jobs)
  expect(order.indexOf("b-oldest")).toBe(8)
  expect(queue.idle).toBe(true)
})

test("one file comes out of a zip archive, packed or not", () =>
  folder(async (dir) => {
    const make = "import sys, zipfile\nz = zipfile.ZipFile('a.zip', 'w', int(sys.argv[1]))\n"
    for (const method of ["0", "8"]) {
      const script = `${make}z.writestr('x/readme', 'no')\nz.writestr('x/m.gguf', 'GGUF' * 9000)\nz.close()`
      execFileSync("python3", ["-c", script, method], { cwd: dir })
      const entry = await zipEntry(join(dir, "a.zip"), (name) => name.endsWith(".gguf"))
      expect(entry?.name).toBe("x/m.gguf")
      const chunks = await entry?.bytes.toArray()
      expect(Buffer.concat(chunks as Buffer[]).toString()).toBe("GGUF".repeat(9000))
    }
    expect(await zipEntry(join(dir, "a.zip"), () => false)).toBeUndefined()
    await writeFile(join(dir, "b.zip"), "not a zip")
    await expect(zipEntry(join(dir, "b.zip"), () => true)).rejects.toThrow("not a zip archive")
  }))

test("models are added, listed and forgotten; their files stay", () =>
  folder(async (home) => {
    const file = join(home, "My.Model.gguf")
    await writeFile(file, "GGUF and so on")
    const added = await addModel(file, { home })
    expect(added).toMatchObject({ name: "my.model", file, size: 14, owned: false })
    expect(await listModels(home)).toEqual([added])
    await writeFile(join(home, "text.gguf"), "not one")
    await expect(addModel(join(home, "text.gguf"), { home })).rejects.toThrow("is not a GGUF file")
    await expect(addModel(join(home, "none.gguf"), { home })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    })
    await deleteModel("my.model", { home })
    await expect(deleteModel("my.model", { home })).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" })
    expect(await addModel(file, { home, name: "again" })).toMatchObject({ name: "again" })
  }))

test("a model that cannot be pulled", () =>
  folder(async (home) => {
    await expect(pullModel("gpt-5", { home })).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      hint: expect.stringContaining("millrace model add FILE.gguf"),
    })
  }))
