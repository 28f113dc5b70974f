import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { SortedLines } from "./sorted-lines.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-sorted-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Numbers that are the same every time. */
function* randoms(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

/** 3,000 numbers with gaps, each displaced by up to `far` places. */
function displaced(far: number): number[] {
  const random = randoms(far + 1)
  const order = Array.from({ length: 3000 }, (_, i) => ({
    i: i * 2,
    at: i + (random.next().value as number) * far,
  }))
  return order.sort((a, b) => a.at - b.at).map(({ i }) => i)
}

test.each([0, 5, 300, 3000])("lines displaced by up to %i places come out in order", (far) => {
  const path = join(folder, "outputs.jsonl")
  const lines = new SortedLines(path)
  const text = (n: number) => `${n} é${"x".repeat(n % 500)}${n === 4 ? "y".repeat(400_000) : ""}`
  for (const n of displaced(far)) lines.add(n, text(n))
  lines.close((line) => `<${line}>`)
  const expected = Array.from({ length: 3000 }, (_, i) => `<${text(i * 2)}>\n`).join("")
  expect(readFileSync(path, "utf8") === expected).toBe(true)
  expect(readdirSync(folder)).toEqual(["outputs.jsonl"])
})

test("without lines there is the text for nothing; what was discarded leaves no file", () => {
  const none = new SortedLines(join(folder, "none"))
  none.close(undefined, "\n")
  expect(readFileSync(join(folder, "none"), "utf8")).toBe("\n")
  const dropped = new SortedLines(join(folder, "dropped"))
  for (let n = 0; n < 3; n++) dropped.add(n, "x".repeat(200_000))
  expect(readdirSync(folder)).toContain("dropped.spool")
  dropped.discard()
  expect(readdirSync(folder)).toEqual(["none"])
})
